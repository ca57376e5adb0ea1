-- Counts the words of a text and shows the most frequent ones.
--
--   vm/bin/vm examples/wordcount.lua                    a nursery rhyme
--   vm/bin/vm examples/wordcount.lua README.md 20       the 20 most frequent words of a file
--   cat *.md | vm/bin/vm examples/wordcount.lua -       standard input

local RHYME <const> = [[
Hey diddle diddle, the cat and the fiddle,
The cow jumped over the moon;
The little dog laughed to see such sport,
And the dish ran away with the spoon.
]]

-- Calls `use` with every line of the file called `name`; "-" is standard input, and nil the rhyme.
local function each_line(name, use)
  if not name then
    for line in RHYME:gmatch("[^\n]+") do
      use(line)
    end
  elseif name == "-" then
    for line in io.lines() do
      use(line)
    end
  else
    for line in io.lines(name) do
      use(line)
    end
  end
end

local counts, lines, total = {}, 0, 0
each_line(arg and arg[1], function(line)
  lines = lines + 1
  for word in line:lower():gmatch("%a[%a']*") do
    counts[word] = (counts[word] or 0) + 1
    total = total + 1
  end
end)

local words = {}
for word in pairs(counts) do
  words[#words + 1] = word
end
table.sort(words, function(a, b)
  if counts[a] ~= counts[b] then
    return counts[a] > counts[b]
  end
  return a < b
end)

print(string.format("%d lines, %d words, %d different ones", lines, total, #words))
local shown <const> = math.min(#words, tonumber(arg and arg[2]) or 8)
for i = 1, shown do
  local word = words[i]
  print(string.format("%6d  %5.1f%%  %s", counts[word], 100 * counts[word] / total, word))
end
