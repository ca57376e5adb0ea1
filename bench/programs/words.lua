-- Counts the words of a text, finds its most frequent ones and rewrites it with patterns.
-- kind: strings
-- idioms: gmatch, gsub (with a string, a table and a function), find, lower; fresh strings used as keys at once

local SYLLABLES = {"pe", "ri", "gee", "lu", "na", "or", "bit", "tide", "mo", "on", "an", "gle"}

local function new_random(seed)
  return function(n)
    seed = seed * 16807 % 2147483647
    return seed % n + 1
  end
end

-- A text whose words repeat as words do: short ones often, long ones seldom.
local function write_text(count)
  local random, words = new_random(7), {}
  for i = 1, count do
    local word = ""
    for _ = 1, random(random(3)) do
      word = word .. SYLLABLES[random(random(#SYLLABLES))]
    end
    if i % 13 == 1 then
      word = word:gsub("^%l", string.upper)
    elseif i % 13 == 0 then
      word = word .. (i % 2 == 0 and "." or ",")
    end
    words[i] = word
  end
  return table.concat(words, " ")
end

local COUNT = 130000
local text = write_text(COUNT)

local function count_words(source)
  local counts = {}
  for word in source:gmatch("%a+") do
    word = word:lower()
    counts[word] = (counts[word] or 0) + 1
  end
  return counts
end

local function most_frequent(counts, n)
  local words = {}
  for word in pairs(counts) do
    words[#words + 1] = word
  end
  table.sort(words, function(a, b)
    if counts[a] == counts[b] then
      return a < b
    end
    return counts[a] > counts[b]
  end)
  local top = {}
  for i = 1, n do
    top[i] = words[i] .. "=" .. counts[words[i]]
  end
  return table.concat(top, " "), #words
end

local function run()
  local counts = count_words(text)
  local total = 0
  for _, count in pairs(counts) do
    total = total + count
  end
  local top, distinct = most_frequent(counts, 5)
  if total ~= COUNT or distinct ~= 1438 or top ~= "pe=20732 ri=13946 gee=10655 lu=8523 na=6716" then
    error("words: " .. total .. " words, " .. distinct .. " distinct, " .. top)
  end

  local replaced, replacements = text:gsub("%a+", {pe = "PE", luna = "LUNA"})
  local marked = replaced:gsub("(%u%u+)", "<%1>")
  local _, marks = marked:gsub("<%u+>", "")
  if marks ~= counts.pe + counts.luna - select(2, text:gsub("%f[%a]Pe%f[%A]", ""))
      - select(2, text:gsub("%f[%a]Luna%f[%A]", "")) or replacements ~= COUNT then
    error("words: " .. marks .. " marks")
  end

  local longest, letters = "", 0
  text:gsub("%a+", function(word)
    letters = letters + #word
    if #word > #longest then
      longest = word
    end
  end)
  local from, to = text:find(longest, 1, true)
  if not from or to - from + 1 ~= #longest or letters ~= #(text:gsub("%A", "")) then
    error("words: " .. letters .. " letters, the longest word is " .. longest)
  end

  local sentences, position = 0, 1
  while true do
    local dot = text:find(".", position, true)
    if not dot then
      break
    end
    sentences, position = sentences + 1, dot + 1
  end
  if sentences ~= math.floor(COUNT / 26) then
    error("words: " .. sentences .. " sentences")
  end
end

return run
