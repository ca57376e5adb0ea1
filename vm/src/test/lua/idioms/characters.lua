-- Strings character by character: s:sub(i, i), s:byte(i), string.char(b), compared with constants and with each other; and
-- strings that were just concatenated, which may be kept in parts, as what methods are called of and whose length is asked.

package.path = "../?.lua"
local check = require "check"

local function raises(part, f, ...)
  check.same(tostring(check.raises(f, ...)):find(part, 1, true) ~= nil, true)
end

local function count(text)
  local brackets, spaces, other, ends = 0, 0, 0, 0
  for i = 1, #text + 1 do
    local c = text:sub(i, i)
    if c == "[" or c == "]" then
      brackets = brackets + 1
    elseif c == " " then
      spaces = spaces + 1
    elseif c == "" then
      ends = ends + 1
    elseif c == "ab" then
      error "no single character"
    else
      other = other + 1
    end
  end
  return brackets .. " " .. spaces .. " " .. other .. " " .. ends
end

for round = 1, 300 do
  check.same(count "[a b] \0\255", "2 2 4 1")
end

-- Positions that count from the end, are no integers, or are beyond an end, once the code is warm.
local sub = string.sub
local function at(s, i)
  return sub(s, i, i)
end
for round = 1, 2000 do
  local i = round % 3 + 1
  check.same(at("abc", i), ("abc"):sub(i, i))
end
check.list({at("abc", -1), at("abc", 0), at("abc", 4), at("abc", 2.0), at("abc", "2"), at("", 1), at(123, 2)}, "c", "", "", "b", "b", "", "2")
check.list({at("abc", math.maxinteger), at("abc", math.mininteger), at("\255", 1)}, "", "", "\255")
raises("bad argument", at, "abc", 1.5)
raises("bad argument", at, "abc")
for round = 1, 2000 do
  local i = round % 9 - 4
  check.same(at("abc", i), i == -3 and "a" or i == -2 and "b" or i == -1 and "c" or i > 0 and ("abc"):sub(i, 3):sub(1, 1) or "")
end

local function isPalindrome(s)
  local i, j = 1, #s
  while i < j do
    if s:sub(i, i) ~= s:sub(j, j) then return false end
    i = i + 1
    j = j - 1
  end
  return true
end

-- Long concatenations, fresh ones each time; short ones in between.
local half = ("never odd or even "):rep(12)
local yes, no = 0, 0
for round = 1, 400 do
  local s = round % 5 == 0 and "abba" or half .. half:reverse()
  if isPalindrome(s) then yes = yes + 1 end
  if isPalindrome(s .. half .. "x") then no = no + 1 end
end
check.same(yes, 400)
check.same(no, 0)

local function measure(s)
  return #s
end
local total = 0
for round = 1, 3000 do
  total = total + measure(round % 3 == 0 and "abc" or half .. round)
end
print(total)
check.same(measure {1, 2}, 2)
raises("attempt to get length", measure, 5)
raises("attempt to get length", measure, nil)

-- Bytes and characters, and back.
local function turn(s, k)
  local out = {}
  for i = 1, #s do
    local b = s:byte(i)
    if b >= 97 and b <= 122 then
      b = (b - 97 + k) % 26 + 97
    end
    out[i] = string.char(b)
  end
  return table.concat(out)
end
local message = ("the quick brown fox, "):rep(20)
for k = 0, 100 do
  check.same(turn(turn(message, k), -k), message)
end
local function char(b)
  return string.char(b)
end
for round = 1, 2000 do
  check.same(char(round % 256):byte(), round % 256)
end
raises("value out of range", char, 256)
raises("value out of range", char, -1)
raises("bad argument", char, 1.5)
check.list({char(65.0), char "66", char(255)}, "A", "B", "\255")

-- Characters as keys, and their own methods.
local seen = {}
for round = 1, 200 do
  for i = 1, #message do
    local c = message:sub(i, i)
    seen[c] = (seen[c] or 0) + c:byte() + #c + (c:upper() == c and 1 or 0) + (c:reverse() == c and 1 or 0)
  end
end
print(seen.t, seen[" "], seen[","], seen.q)

-- A parser of balanced words, by characters.
local function parse(text)
  local position, depth, deepest = 1, 0, 0
  while true do
    local c = text:sub(position, position)
    if c == "" then return deepest, depth end
    if c == "(" then
      depth = depth + 1
      if depth > deepest then deepest = depth end
    elseif c == ")" then
      depth = depth - 1
    end
    position = position + 1
  end
end
for round = 1, 300 do
  check.list({parse "((a)(b(c)))"}, 3, 0)
end

print "done"
