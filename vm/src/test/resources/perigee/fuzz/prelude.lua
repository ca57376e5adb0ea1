-- What every program has: values as text and as integers, with nothing in them that an implementation may choose.
local function S(v)
  local kind = type(v)
  if kind == "number" then
    if v ~= v then
      return "nan"
    end
    return tostring(v)
  elseif kind == "string" then
    return #v > 70 and v:sub(1, 60) .. "#" .. #v or v
  elseif kind == "table" then
    local code = rawget(v, "code")
    return code == nil and "table" or "table of code " .. (type(code) == "table" and "table" or S(code))
  elseif kind == "nil" or kind == "boolean" then
    return tostring(v)
  end
  return kind
end
local function H(v)
  if math.type(v) == "integer" then
    return v
  end
  local text = S(v)
  local sum = #text
  for i = 1, math.min(#text, 24) do
    sum = sum * 33 ~ text:byte(i)
  end
  return sum
end
-- What is added to a string again and again does not fill the memory.
local function limited(text)
  return #text < 1000 and text or text:sub(-20)
end
local notes, digest = 0, 0
local function note(...)
  notes = notes + 1
  local seen = notes <= 4 or notes % 97 == 0
  local line = seen and "  " .. notes
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    digest = digest * 31 + H(v)
    if seen then
      line = line .. " " .. S(v)
    end
  end
  if seen then
    print(line)
  end
end
local function total(name)
  print(name, notes, digest)
  notes, digest = 0, 0
end
local function report(name, f, ...)
  local results = table.pack(pcall(f, ...))
  for i = 1, results.n do
    results[i] = S(results[i])
  end
  print(name, table.concat(results, " ", 1, results.n))
  total(name)
end
