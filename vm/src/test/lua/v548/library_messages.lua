-- Messages and results of library functions that changed within the 5.4 series, as the last release has them.

local function message(source)
    local ok, m = pcall(assert(load("return " .. source, "=chunk")))
    assert(not ok, source)
    return m
end

local out_of_bounds = "chunk:1: bad argument #2 to 'remove' (position out of bounds)"
assert(message "table.remove({ 1, 2, 3 }, 7)" == out_of_bounds)
assert(message "table.remove({ 1, 2, 3 }, 5)" == out_of_bounds)
assert(message "table.remove({ 1, 2, 3 }, -1)" == out_of_bounds)
assert(message "table.remove({}, 2)" == out_of_bounds)

-- utf8.codes checks the byte after each character, so a stray continuation byte is found.
local function codes(s, lax)
    local n = 0
    for _ in utf8.codes(s, lax) do n = n + 1 end
    return n
end
for _, s in ipairs { "\x80", "ab\x80", "\xc3\xa4\xa4", "\xe4\xb8\xad\x80", "a\xbfb", "\u{10ffff}\x8f" } do
    local ok, m = pcall(codes, s)
    assert(not ok and m:find "invalid UTF%-8 code%)?$", m) -- a bad first byte is a bad argument
    assert(not pcall(codes, s, true))
end
assert(codes "" == 0 and codes "a\u{e4}\u{4e2d}\u{10ffff}" == 4)
assert(not pcall(codes, "\u{7fffffff}") and codes("\u{7fffffff}\u{d800}", true) == 2)

print "done"
