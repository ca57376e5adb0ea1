-- A checksum of a text, byte by byte: Fowler-Noll-Vo hashing (FNV-1a) in 32 bits.
--
--   vm/bin/vm examples/checksum.lua                of a verse
--   vm/bin/vm examples/checksum.lua README.md      of a file
--   vm/bin/vm --dump=lir:checksum examples/checksum.lua

local VERSE <const> = [[
The sea is calm to-night.
The tide is full, the moon lies fair
Upon the straits;
]]

local function checksum(text)
  local sum = 0x811c9dc5
  for i = 1, #text do
    sum = (sum ~ text:byte(i)) * 0x01000193 & 0xffffffff
  end
  return sum
end

local text = VERSE
if arg and arg[1] then
  local file <close> = assert(io.open(arg[1], "rb"))
  text = file:read("a")
end
print(string.format("%08x", checksum(text)))

-- How many of its beginnings have a sum of their own.
local seen, different = {}, 0
local length = math.min(#text, 2000)
for i = 1, length do
  local sum = checksum(text:sub(1, i))
  different = different + (seen[sum] and 0 or 1)
  seen[sum] = true
end
print(string.format("%d of %d beginnings have a sum of their own", different, length))
