-- Splits the source text of a small language into tokens, character code by character code.
-- kind: strings
-- idioms: string.byte and string.sub taking text apart; slices used as keys at once; tables of character classes

local byte, sub = string.byte, string.sub

local keywords = {}
for word in ("let if then else while do end function return and or not"):gmatch("%a+") do
  keywords[word] = true
end

local LETTER, DIGIT, SPACE = 1, 2, 3
local class_of = {}
for code = byte("a"), byte("z") do class_of[code] = LETTER end
for code = byte("A"), byte("Z") do class_of[code] = LETTER end
for code = byte("0"), byte("9") do class_of[code] = DIGIT end
class_of[byte("_")] = LETTER
class_of[byte(" ")], class_of[byte("\t")], class_of[byte("\n")] = SPACE, SPACE, SPACE

local NEWLINE, QUOTE, BACKSLASH, HASH, DOT = byte("\n"), byte('"'), byte("\\"), byte("#"), byte(".")
local double = {["=="] = true, ["<="] = true, [">="] = true, ["!="] = true, [".."] = true}

local Lexer = {}
Lexer.__index = Lexer

local function new_lexer(text)
  return setmetatable({text = text, at = 1, line = 1}, Lexer)
end

function Lexer:skip_blank()
  local text, at = self.text, self.at
  while true do
    local code = byte(text, at)
    if code == HASH then
      repeat
        at = at + 1
        code = byte(text, at)
      until code == NEWLINE or not code
    elseif class_of[code or 0] == SPACE then
      if code == NEWLINE then
        self.line = self.line + 1
      end
      at = at + 1
    else
      break
    end
  end
  self.at = at
end

function Lexer:word()
  local text, start = self.text, self.at
  local at = start + 1
  local class = class_of[byte(text, at) or 0]
  while class == LETTER or class == DIGIT do
    at = at + 1
    class = class_of[byte(text, at) or 0]
  end
  self.at = at
  local word = sub(text, start, at - 1)
  return keywords[word] and "keyword" or "name", word
end

function Lexer:number()
  local text, start = self.text, self.at
  local at = start + 1
  while class_of[byte(text, at) or 0] == DIGIT do
    at = at + 1
  end
  if byte(text, at) == DOT and class_of[byte(text, at + 1) or 0] == DIGIT then
    at = at + 1
    while class_of[byte(text, at) or 0] == DIGIT do
      at = at + 1
    end
  end
  self.at = at
  return "number", tonumber(sub(text, start, at - 1))
end

function Lexer:string()
  local text, at = self.text, self.at + 1
  local value, start = "", at
  while true do
    local code = byte(text, at)
    if code == QUOTE then
      break
    elseif code == BACKSLASH then
      value = value .. sub(text, start, at - 1)
      at = at + 1
      start = at
    elseif not code then
      error("unfinished string in line " .. self.line)
    end
    at = at + 1
  end
  self.at = at + 1
  return "string", value .. sub(text, start, at - 1)
end

function Lexer:next()
  self:skip_blank()
  local text, at = self.text, self.at
  local code = byte(text, at)
  if not code then
    return nil
  end
  local class = class_of[code]
  if class == LETTER then
    return self:word()
  elseif class == DIGIT then
    return self:number()
  elseif code == QUOTE then
    return self:string()
  end
  local pair = sub(text, at, at + 1)
  if double[pair] then
    self.at = at + 2
    return "symbol", pair
  end
  self.at = at + 1
  return "symbol", sub(text, at, at)
end

local SAMPLE = [[
# Greatest common divisor, and some more to read.
function gcd(first, second)
  while second != 0 do
    let rest = first - second * (first / second)
    first = second
    second = rest
  end
  return first
end
let message = "the \"answer\" is " .. gcd(1071, 462) .. "\\"
let ratio_2 = 3.25 * (gcd(48, 36) + 1.5) if ratio_2 >= 40.625 and not (ratio_2 <= 3) then return message end
]]

local COPIES = 3000
local text = string.rep(SAMPLE, COPIES)

local function run()
  local lexer = new_lexer(text)
  local counts = {keyword = 0, name = 0, number = 0, string = 0, symbol = 0}
  local seen, sum, last_string = {}, 0, nil
  for kind, value in function() return lexer:next() end do
    counts[kind] = counts[kind] + 1
    if kind == "name" then
      seen[value] = (seen[value] or 0) + 1
    elseif kind == "number" then
      sum = sum + value
    elseif kind == "string" then
      last_string = value
    end
  end
  local summary = string.format("%d %d %d %d %d %d %.3f", counts.keyword, counts.name, counts.number,
                                counts.string, counts.symbol, lexer.line, sum)
  local expected = string.format("%d %d %d %d %d %d %.3f", 15 * COPIES, 21 * COPIES, 9 * COPIES,
                                 2 * COPIES, 30 * COPIES, 11 * COPIES + 1, 1665.375 * COPIES)
  if summary ~= expected or seen.ratio_2 ~= 3 * COPIES or last_string ~= "\\" then
    error("tokens: found " .. summary .. " instead of " .. expected)
  end
end

return run
