-- A template engine in a few lines: text with Lua inside becomes a Lua function that builds text.
--
--   vm/bin/vm examples/template.lua
--
-- In a template, {{ expression }} is replaced by its value, made safe for HTML, and a line that starts with % is Lua.

local ESCAPES <const> = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

local function escape(value)
  return (tostring(value):gsub('[&<>"]', ESCAPES))
end

-- Turns one line of text into Lua statements that emit it.
local function compile_text(line, out)
  local position = 1
  for before, expression, after in line:gmatch("(.-){{%s*(.-)%s*}}()") do
    out[#out + 1] = string.format("emit(%q) emit(escape(%s))", before, expression)
    position = after
  end
  out[#out + 1] = string.format("emit(%q)", line:sub(position) .. "\n")
end

-- Returns a function that takes the values a template refers to, and returns the text; and the Lua source of it.
local function compile(template, name)
  local out = {}
  for line in template:gmatch("([^\n]*)\n") do
    local statement = line:match("^%s*%%(.*)")
    if statement then
      out[#out + 1] = statement
    else
      compile_text(line, out)
    end
  end
  local source = table.concat(out, "\n")

  -- Every name in the template that is not a local one of its own is looked up in _ENV, so that is a parameter.
  local render = assert(load("local _ENV, emit, escape = ... " .. source, "=" .. name, "t"))

  return function(values)
    local parts = {}
    local function emit(part)
      parts[#parts + 1] = part
    end
    local function look_up(_, key)
      local value = values[key]
      return value == nil and _G[key] or value
    end
    render(setmetatable({}, {__index = look_up}), emit, escape)
    return table.concat(parts)
  end, source
end

local page, source = compile([[
<h1>{{ title }}</h1>
<ul>
% for i, crater in ipairs(craters) do
  <li>{{ i }}. {{ crater.name }}: {{ crater.width }} km{{ crater.width > 90 and " (large)" or "" }}</li>
% end
</ul>
% if #craters == 0 then
<p>None.</p>
% end
]], "page")

print("-- the template as Lua")
print(source)
print("-- the page")
io.write(page({
  title = "Craters < 100 km & \"famous\"",
  craters = {
    {name = "Copernicus", width = 93},
    {name = "Tycho", width = 85},
    {name = "Kepler", width = 32},
  },
}))
print("-- another page")
io.write(page({title = "Nothing", craters = {}}))
