-- Functions of the string library, and basic ones on strings and metatables, in code that is hot: all positions, lengths and
-- operands at which machine code hands over to something else.

local function text(...)
  local t = table.pack(...)
  for i = 1, t.n do
    local v = t[i]
    t[i] = type(v) == "string" and string.format("%q", v) or math.type(v) == "float" and string.format("%a", v) or tostring(v)
  end
  return table.concat(t, ",")
end

local long = ("Hello World, 123 \xe9\xff\0 Zz[`{@"):rep(20)
local subjects = {"", "a", "Z", "ab", "Hello World", "abcdefgh", "ABCDEFGHIJKLMNOPQRSTUVWXYZ[`{@abcz", "\0\255\128aB", "-5",
  "a-b", ("x"):rep(255), ("yZ"):rep(128), ("q"):rep(257), long}
local positions = {0, 1, 2, 3, 8, 9, 100, 300, -1, -2, -5, -100, math.maxinteger, math.mininteger, 1 << 46}

-- Calls a function with all combinations of arguments from some lists, several times; prints what comes out the last time.
local function check(name, f, ...)
  local lists = {...}
  local out
  local function go(k, ...)
    if k > #lists then
      out[#out + 1] = text(f(...))
      return
    end
    for i = 1, #lists[k] do
      local arguments = table.pack(...)
      arguments[arguments.n + 1] = lists[k][i]
      go(k + 1, table.unpack(arguments, 1, arguments.n + 1))
    end
  end
  for round = 1, 3 do
    out = {}
    go(1)
  end
  local all = table.concat(out, " ")
  local hash = 0
  for i = 1, #all do hash = (hash * 31 + all:byte(i)) % 4294967291 end
  print(name, #out, #all, hash)
  if #all < 1000 then print(all) end
end

check("byte", function(s) return s:byte() end, subjects)
check("byte i", function(s, i) return s:byte(i) end, subjects, positions)
check("byte i j", function(s, i, j) return s:byte(i, j) end, subjects, positions, positions)
check("byte, one", function(s, i, j) return (s:byte(i, j)) end, subjects, positions, positions)
check("byte, three", function(s, i, j) local a, b, c = s:byte(i, j) return a, b, c end, subjects, positions, positions)
check("sub i", function(s, i) return s:sub(i) end, subjects, positions)
check("sub i j", function(s, i, j) return s:sub(i, j) end, subjects, positions, positions)
check("case", function(s) return s:lower(), s:upper(), s:reverse() end, subjects)
check("rep", function(s, n) return s:rep(n < 1000 and n or 7) end, subjects, positions)
local texts = {"", "o", "lo", "World", "Zz[", "xx", "a-b", "\0", "%"}
check("find", function(s, p) local ok, a, b = pcall(string.find, s, p) return ok and a, ok and b end, subjects, subjects)
check("find i", function(s, p, i) local ok, a, b = pcall(string.find, s, p, i) return ok and a, ok and b end, subjects, texts,
  positions)
check("find plain", function(s, p, i) return s:find(p, i, true) end, subjects, texts, positions)
check("find no i", function(s, p, i) return s:find(p, i, false), s:find(p, nil, i) end, subjects, {"", "o", "x", "\0"}, positions)

-- Around the sizes up to which stubs make, join and search strings.
local letters = {}
for i = 1, 8100 do letters[i] = string.char(i % 251) end
local sizes = {64, 7999, 8000, 8001, 8100}
check("long, made", function(n)
  local s = table.concat(letters, "", 1, n)
  local t = {table.unpack(letters, 1, n % 100 + 60)}
  return #s, s:upper():sub(-9), s:reverse():sub(1, 9), #s:lower(), #table.concat(t), #table.concat(t, ", "), #s:sub(2), #(s .. n)
end, sizes)
local page = ("x-"):rep(1 << 15) .. "lo"
check("long, searched", function(n, p)
  local s = page:sub(-n)
  return s:find(p, 1, true), (s:find(p))
end, {100, 1 << 16, (1 << 16) + 1, #page}, {"lo", "o", "xx", "-lo", ("x-"):rep(31) .. "lo", ("x-"):rep(40) .. "lo"})

local bytes = {0, 1, 127, 128, 255, 66.0, "67"}
check("char 1", function(a) return string.char(a) end, bytes)
check("char 3", function(a, b, c) return string.char(a, b, c) end, bytes, bytes, bytes)
check("char 9", function(a, b) return string.char(a, b, a, b, a, b, a, b, 65) end, bytes, bytes)
check("char, wrong", function(a, b) return select(2, pcall(string.char, 65, a, b)) end, {-1, 256, 1.5, "x", 66}, {65, 1e10})
check("tostring", function(a) return tostring(a), #tostring(a) end, {0, -0, 1, -1, 9, 10, 99, 100, 123456789, -987654321,
  (1 << 47) - 1, -(1 << 47), 1 << 47, math.maxinteger, math.mininteger, 1.5, -0.0, "s", true})
check("tonumber", function(a) return tonumber(a) end, {"0", "-0", "00", "007", "-7", "+7", " 7", "7 ", "", "-", "--1", "1a", "a",
  "0x10", "1e2", "12345678901234", "123456789012345", "99999999999999", "-99999999999999", "9223372036854775807",
  "9223372036854775808", "1.5", "1.", ".5", "1_0", "\0001", "1\0", "/", ":", "-/", 5, 5.5})

local t1, t2, thread = {}, {}, coroutine.create(print)
check("rawequal", function(a, b) return rawequal(a, b) end,
  {1, 2, 1.0, "a", "b", ("ab"):rep(50), true, false, t1, t2, print, thread, math.maxinteger, 0 / 0},
  {1, 2, 1.0, "a", "b", ("ab"):rep(50), true, false, t1, t2, print, thread, math.maxinteger, math.maxinteger - 1, 0 / 0})

-- Metatables that hide themselves at some time.
local plain, shown = setmetatable({}, {}), setmetatable({}, {__metatable = "hidden"})
local class = {}
class.__index = class
local object = setmetatable({x = 1}, class)
local function get(o) return getmetatable(o) end
for i = 1, 300 do
  assert(get(object) == class and get(t1) == nil and get(shown) == "hidden" and get("").__index == string)
  assert(rawequal(get(plain), get(plain)))
end
local bare = get(plain)
class.__metatable = "now"
print(get(object))
class.__metatable = nil
print(get(object) == class)
bare.__metatable = false
print(get(plain), get(object) == class)

-- Errors.
for _, f in ipairs {function() return ("x"):rep(1, 2, 3) end, function() return string.rep() end,
    function() return string.upper() end, function() return string.lower({}) end, function() return string.find("a") end,
    function() return ("x"):find("[") end, function() return ("x"):byte({}) end, function() return ("x"):byte(1, 1.5) end,
    function() return string.char(256) end, function() return string.char(65, -1) end, function() return ("x"):sub() end,
    function() return ("x"):sub(1, "q") end, function() return tostring() end, function() return tonumber() end,
    function() return tonumber({}) end, function() return rawequal(1) end, function() return getmetatable() end,
    function() return ("x"):rep(1e10) end, function() return ("x"):find("x", {}) end} do
  for i = 1, 40 do pcall(f) end
  print(pcall(f))
end

-- What is made in machine code is collected like everything else.
local kept = {}
for i = 1, 6000 do
  local s = tostring(i) .. ("%"):rep(i % 200)
  kept[i % 50] = {s:upper(), s:reverse(), s:lower(), tostring(-i)}
  assert(#s:upper() == #s and s:reverse():reverse() == s and string.char(s:byte(1, 100)) == s:sub(1, 100))
  local other = kept[(i + 1) % 50]
  assert(not other or tonumber(other[4]) == 49 - i and other[2]:reverse() == other[3])
end
print(select("#", ("x"):rep(5000):byte(1, -1)), select("#", long:byte(1, -1)))

-- Numbers may get a metatable.
local function asText(x) return tostring(x) end
for i = 1, 300 do asText(i) end
debug.setmetatable(1, {__tostring = function() return "number" end})
print(asText(5), tostring(6), asText(5.5), ("%s %5s %d"):format(1, 2, 3))
debug.setmetatable(1, nil)
print(asText(5), asText(5.5))
-- so may strings
print(asText("abc"), tostring("abc"))
getmetatable("").__tostring = function(s) return "<" .. #s .. ">" end
print(asText("abc"), tostring("abc" .. 1), "plain", ("%s"):format("abcd"))
getmetatable("").__tostring = nil
print(asText("abc"))
print("done")
