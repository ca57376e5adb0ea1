-- Reads JSON text into tables and writes tables as JSON text, in little more than a page of Lua.
--
--   vm/bin/vm examples/json.lua                 reads and writes a sample
--   vm/bin/vm examples/json.lua FILE            reads FILE and writes it back, indented

local null <const> = setmetatable({}, {__tostring = function() return "null" end})

-- Reading. Every function takes a position in the text and returns a value and the position behind it.

local text

local function fail(position, what)
  local _, line = text:sub(1, position):gsub("\n", "")
  error(string.format("line %d: %s", line + 1, what), 0)
end

local function after_blanks(position)
  return text:match("^[ \t\r\n]*()", position)
end

local ESCAPES <const> = {b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/"}

local function read_string(position)
  local parts = {}
  position = position + 1
  while true do
    local plain, stop, behind = text:match('^([^"\\]*)(["\\])()', position)
    if not stop then
      fail(position, "unfinished string")
    end
    parts[#parts + 1] = plain
    if stop == '"' then
      return table.concat(parts), behind
    end
    local hex = text:match("^u(%x%x%x%x)", behind)
    local letter = text:sub(behind, behind)
    parts[#parts + 1] = hex and utf8.char(tonumber(hex, 16)) or ESCAPES[letter] or fail(behind, "unknown escape")
    position = behind + (hex and 5 or 1)
  end
end

local function read_number(position)
  local digits, behind = text:match("^(-?%d[%d.eE+-]*)()", position)
  return tonumber(digits) or fail(position, "not a number"), behind
end

local read

-- The items of an array or an object: `item` reads one of them into `result`.
local function read_items(position, close, result, item)
  position = after_blanks(position + 1)
  if text:sub(position, position) == close then
    return result, position + 1
  end
  while true do
    position = after_blanks(item(result, position))
    local separator = text:sub(position, position)
    if separator == close then
      return result, position + 1
    elseif separator ~= "," then
      fail(position, "',' or '" .. close .. "' expected")
    end
    position = after_blanks(position + 1)
  end
end

local function array_item(array, position)
  array[#array + 1], position = read(position)
  return position
end

local function object_item(object, position)
  if text:sub(position, position) ~= '"' then
    fail(position, "a name expected")
  end
  local key, behind = read_string(position)
  local colon = text:match("^[ \t\r\n]*:()", behind)
  object[key], position = read(colon or fail(behind, "':' expected"))
  return position
end

local WORDS <const> = {["true"] = true, ["false"] = false, null = null}

function read(position)
  position = after_blanks(position)
  local first = text:sub(position, position)
  if first == "{" then
    return read_items(position, "}", {}, object_item)
  elseif first == "[" then
    return read_items(position, "]", {}, array_item)
  elseif first == '"' then
    return read_string(position)
  elseif first:find("[%d-]") then
    return read_number(position)
  end
  local word, behind = text:match("^(%a+)()", position)
  if word == nil or WORDS[word] == nil then
    fail(position, "a value expected")
  end
  return WORDS[word], behind
end

local function decode(source)
  text = source
  local value, behind = read(1)
  if after_blanks(behind) <= #text then
    fail(behind, "something follows the value")
  end
  return value
end

-- Writing, with sorted names and two blanks for each level.

local function quoted(value)
  local escaped = value:gsub('[%c"\\]', function(c)
    return c == "\n" and "\\n" or c == '"' and '\\"' or c == "\\" and "\\\\" or string.format("\\u%04x", c:byte())
  end)
  return '"' .. escaped .. '"'
end

local function encode(value, indent)
  indent = indent or ""
  if type(value) == "string" then
    return quoted(value)
  elseif type(value) ~= "table" or value == null then
    return tostring(value)
  end
  local lines, deeper = {}, indent .. "  "
  if #value > 0 or next(value) == nil then
    for _, item in ipairs(value) do
      lines[#lines + 1] = deeper .. encode(item, deeper)
    end
    return #lines == 0 and "[]" or "[\n" .. table.concat(lines, ",\n") .. "\n" .. indent .. "]"
  end
  for key, item in pairs(value) do
    lines[#lines + 1] = deeper .. quoted(key) .. ": " .. encode(item, deeper)
  end
  table.sort(lines)
  return "{\n" .. table.concat(lines, ",\n") .. "\n" .. indent .. "}"
end

local sample <const> = [[
{"name": "Luna", "radius_km": 1737.4, "orbits": "Earth", "inhabited": false, "rings": null,
 "missions": [{"name": "Luna 2", "year": 1959}, {"name": "Apollo 11", "year": 1969, "crew": ["Neil", "Buzz", "Mike"]}],
 "note": "called \"la Lune\" \u2014 or\nthe Moon", "distance_km": {"perigee": 363300, "apogee": 405500}}
]]

if arg and arg[1] then
  local file <close> = assert(io.open(arg[1]))
  print(encode(decode(file:read("a"))))
else
  local moon = decode(sample)
  print(moon.missions[2].crew[1] .. " was there in " .. moon.missions[2].year)
  print(encode(moon))
  print(encode(decode(encode(moon))) == encode(moon) and "the same when read again" or "different when read again")
  print(select(2, pcall(decode, '{"a": [1, 2,\n 3}')))
end
