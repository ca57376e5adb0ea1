-- Builds strings piece by piece, takes them apart again, and compares.
-- kind: strings
-- idioms: s = s .. piece in a loop; table.concat; string.char; one-character sub; run lengths; reversal; equal
--   strings

local char, sub, concat = string.char, string.sub, table.concat

local function alphabet_text(length)
  local text = ""
  for i = 0, length - 1 do
    text = text .. char(97 + (i * i + 3 * i) % 26)
  end
  return text
end

local function caesar(text, shift)
  local pieces = {}
  for i = 1, #text do
    local code = text:byte(i)
    if code >= 97 and code <= 122 then
      code = (code - 97 + shift) % 26 + 97
    end
    pieces[i] = char(code)
  end
  return concat(pieces)
end

local function backwards(text)
  local result = ""
  for i = 1, #text do
    result = sub(text, i, i) .. result
  end
  return result
end

local function run_lengths(text)
  local pieces, at = {}, 1
  while at <= #text do
    local letter, stop = sub(text, at, at), at
    while sub(text, stop + 1, stop + 1) == letter do
      stop = stop + 1
    end
    table.insert(pieces, letter .. (stop - at + 1))
    at = stop + 1
  end
  return concat(pieces, ",")
end

local function expand(lengths)
  local text = ""
  for letter, count in lengths:gmatch("(%a)(%d+)") do
    text = text .. letter:rep(tonumber(count))
  end
  return text
end

local ESCAPES = {["<"] = "&lt;", [">"] = "&gt;", ["&"] = "&amp;"}

local function html_table(rows, columns)
  local out = "<table>"
  for row = 1, rows do
    out = out .. "<tr>"
    for column = 1, columns do
      local cell = row .. "<" .. column .. "&" .. row * column
      out = out .. "<td>" .. cell:gsub("[<>&]", ESCAPES) .. "</td>"
    end
    out = out .. "</tr>\n"
  end
  return out .. "</table>"
end

local function run()
  for shift = 1, 25 do
    local text = alphabet_text(3000)
    local secret = caesar(text, shift)
    if secret == text or caesar(secret, 26 - shift) ~= text then
      error("builder: shifted letters do not come back")
    end
    local mirrored = backwards(text)
    if mirrored ~= text:reverse() or backwards(mirrored) ~= text then
      error("builder: text is wrong backwards")
    end
    local repeated = (text:sub(1, 1500):gsub("%a", function(letter) return letter:rep(letter:byte() % 4 + 1) end))
    local lengths = run_lengths(repeated)
    if expand(lengths) ~= repeated then
      error("builder: run lengths do not come back")
    end
  end
  local html = html_table(120, 20)
  local cells = 0
  for row, column, product in html:gmatch("<td>(%d+)&lt;(%d+)&amp;(%d+)</td>") do
    cells = cells + 1
    if row * column ~= tonumber(product) then
      error("builder: wrong cell " .. row .. ", " .. column)
    end
  end
  if cells ~= 120 * 20 then
    error("builder: " .. cells .. " cells")
  end
end

return run
