-- The line of a call is that of its opening parenthesis (or string, or table), since Lua 5.4.6 also when the
-- function expression began on an earlier line.

local function line(source)
    local ok, message = pcall(load(source, "=chunk"))
    assert(not ok)
    return tonumber(message:match "^chunk:(%d+):")
end

assert(line "local f\nf\n(\n1)" == 3)
assert(line "local f = 5\nreturn\nf\n()" == 4)
assert(line "error\n(\n'here'\n)" == 2)
assert(line "error\n'here'" == 2)
assert(line "local s = 'x'\nreturn s\n:rep(2)\n:nope()\n:len()" == 4)
assert(line "local t = {}\nt\n.x\n.y\n.z()" == 4)
assert(line "local t = {}\nt\n.x\n{\n}" == 4)
assert(line "local t = setmetatable({}, { __call = function(_, f) return f end })\nt\n(t)\n(nil)\n()" == 5)
assert(line "return math\n.floor\n(\n'x'\n)" == 3)
assert(line "local x = 1 +\nerror\n(\n'here'\n) + 2" == 3)

-- So does the message of a call that is not closed.
assert(select(2, load("x\n(\n1\n", "=chunk")) == "chunk:4: ')' expected (to close '(' at line 2) near <eof>")

-- The frames of a traceback have these lines too.
local frames = load([[
local function collect()
    local lines = {}
    for level = 2, 4 do lines[#lines + 1] = debug.getinfo(level, "l").currentline end
    return lines
end
local function inner()
    local r = collect
    (
    )
    return r
end
local function outer()
    local r =
    inner
    (
    )
    return r
end
return (outer
    (
    ))
]], "=chunk")()
assert(frames[1] == 8 and frames[2] == 15 and frames[3] == 20)

print "done"
