-- Writes a tree of tables as JSON text and reads it back.
-- kind: strings
-- idioms: recursive descent over text; dispatch through a table of functions; arrays and records told apart;
--   table.concat

local byte, sub, find, format, concat = string.byte, string.sub, string.find, string.format, table.concat

local NULL = setmetatable({}, {__tostring = function() return "null" end})

local ESCAPE = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t"}
local UNESCAPE = {n = "\n", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/"}

local function quote(text)
  return '"' .. text:gsub('[%c"\\]', ESCAPE) .. '"'
end

local write

local writers = {
  string = function(out, value) out[#out + 1] = quote(value) end,
  boolean = function(out, value) out[#out + 1] = tostring(value) end,
  number = function(out, value)
    out[#out + 1] = value == math.floor(value) and format("%d", value) or format("%.14g", value)
  end,
  table = function(out, value)
    if value == NULL then
      out[#out + 1] = "null"
    elseif #value > 0 or next(value) == nil then
      for i = 1, #value do
        out[#out + 1] = i == 1 and "[" or ","
        write(out, value[i])
      end
      out[#out + 1] = #value > 0 and "]" or "[]"
    else
      local keys = {}
      for key in pairs(value) do
        keys[#keys + 1] = key
      end
      table.sort(keys)
      for i, key in ipairs(keys) do
        out[#out + 1] = (i == 1 and "{" or ",") .. quote(key) .. ":"
        write(out, value[key])
      end
      out[#out + 1] = "}"
    end
  end,
}

function write(out, value)
  writers[type(value)](out, value)
end

local function encode(value)
  local out = {}
  write(out, value)
  return concat(out)
end

-- Every reader takes the text and the position of its first character, and returns a value and the position after it.
local readers = {}

local function skip(text, at)
  return find(text, "%S", at) or #text + 1
end

local function read(text, at)
  at = skip(text, at)
  local reader = readers[byte(text, at)]
  if not reader then
    error("unexpected character at " .. at)
  end
  return reader(text, at)
end

local function read_string(text, at)
  local start, pieces = at + 1, nil
  while true do
    local stop = find(text, '["\\]', start)
    if not stop then
      error("unfinished string at " .. at)
    end
    local piece = sub(text, start, stop - 1)
    if byte(text, stop) == 34 then
      if pieces then
        pieces[#pieces + 1] = piece
        piece = concat(pieces)
      end
      return piece, stop + 1
    end
    pieces = pieces or {}
    pieces[#pieces + 1] = piece
    pieces[#pieces + 1] = UNESCAPE[sub(text, stop + 1, stop + 1)]
    start = stop + 2
  end
end

local function read_number(text, at)
  local _, stop = find(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", at)
  return tonumber(sub(text, at, stop)), stop + 1
end

local function read_array(text, at)
  local array = {}
  at = skip(text, at + 1)
  if byte(text, at) == 93 then
    return array, at + 1
  end
  while true do
    array[#array + 1], at = read(text, at)
    at = skip(text, at)
    local code = byte(text, at)
    if code == 93 then
      return array, at + 1
    elseif code ~= 44 then
      error("',' or ']' expected at " .. at)
    end
    at = at + 1
  end
end

local function read_object(text, at)
  local object = {}
  at = skip(text, at + 1)
  if byte(text, at) == 125 then
    return object, at + 1
  end
  while true do
    local key
    key, at = read_string(text, skip(text, at))
    at = skip(text, at)
    if byte(text, at) ~= 58 then
      error("':' expected at " .. at)
    end
    object[key], at = read(text, at + 1)
    at = skip(text, at)
    local code = byte(text, at)
    if code == 125 then
      return object, at + 1
    elseif code ~= 44 then
      error("',' or '}' expected at " .. at)
    end
    at = at + 1
  end
end

local function constant(word, value)
  return function(text, at)
    if sub(text, at, at + #word - 1) ~= word then
      error("unknown word at " .. at)
    end
    return value, at + #word
  end
end

readers[byte('"')] = read_string
readers[byte("[")] = read_array
readers[byte("{")] = read_object
readers[byte("t")] = constant("true", true)
readers[byte("f")] = constant("false", false)
readers[byte("n")] = constant("null", NULL)
for code = byte("0"), byte("9") do
  readers[code] = read_number
end
readers[byte("-")] = read_number

local function decode(text)
  local value, at = read(text, 1)
  if skip(text, at) <= #text then
    error("text after the value at " .. at)
  end
  return value
end

local function catalogue(count)
  local entries = {}
  for i = 1, count do
    entries[i] = {
      id = i,
      name = "crater " .. i,
      note = i % 4 == 0 and 'called "the\n' .. i .. '\\th"' or "",
      position = {(i * 37) % 180 - 90.5, (i * 91) % 360 / 8},
      visited = i % 3 == 0,
      parent = i > 1 and math.floor(i / 2) or NULL,
      samples = {},
      surveys = {{year = 1969 + i % 50, depth = -i * 0.25}, {year = 2000 + i % 20, depth = i}},
    }
  end
  return {title = "craters", count = count, entries = entries}
end

local document = catalogue(500)

local function run()
  local text = encode(document)
  for _ = 1, 6 do
    local copy = decode(text)
    local entry = copy.entries[400]
    if copy.count ~= #copy.entries or entry.note ~= 'called "the\n400\\th"'
        or entry.position[1] ~= 400 * 37 % 180 - 90.5 or entry.surveys[1].depth ~= -100
        or entry.visited ~= false or copy.entries[1].parent ~= NULL then
      error("json: the copy differs")
    end
    local again = encode(copy)
    if again ~= text then
      error("json: the copy is written differently")
    end
  end
  if pcall(decode, text:sub(1, -2)) or pcall(decode, text .. "]") then
    error("json: a broken text was read")
  end
end

return run
