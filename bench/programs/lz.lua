-- Compresses text by back references to what came before (LZ77 with hash chains) and expands it again.
-- kind: strings
-- idioms: short slices as keys; arrays of positions with integer keys far apart; byte by byte comparison; string
--   building

local byte, sub, char, concat, floor = string.byte, string.sub, string.char, table.concat, math.floor

local SHORTEST, LONGEST, WINDOW, TRIES = 4, 66, 8000, 12

-- The length of the match between the texts at `a` and at `b`; never overruns the end.
local function match_length(text, a, b)
  local length = 0
  while length < LONGEST do
    local code = byte(text, b + length)
    if not code or code ~= byte(text, a + length) then
      break
    end
    length = length + 1
  end
  return length
end

-- A back reference is a byte of 128 plus its length above the shortest, then its distance in two bytes.
local function compress(text)
  local out, latest, previous = {}, {}, {}
  local at, size = 1, #text
  while at <= size do
    local best_length, best_at = 0, 0
    local candidate = latest[sub(text, at, at + SHORTEST - 1)]
    local tries = TRIES
    while candidate and at - candidate <= WINDOW and tries > 0 do
      local length = match_length(text, candidate, at)
      if length > best_length then
        best_length, best_at = length, candidate
      end
      candidate = previous[candidate]
      tries = tries - 1
    end
    local step = 1
    if best_length >= SHORTEST then
      local distance = at - best_at
      out[#out + 1] = char(128 + best_length - SHORTEST, floor(distance / 256), distance % 256)
      step = best_length
    else
      out[#out + 1] = sub(text, at, at)
    end
    for i = at, at + step - 1 do
      local key = sub(text, i, i + SHORTEST - 1)
      previous[i] = latest[key]
      latest[key] = i
    end
    at = at + step
  end
  return concat(out)
end

local function expand(packed)
  local out, count, at = {}, 0, 1
  while at <= #packed do
    local code = byte(packed, at)
    if code >= 128 then
      local high, low = byte(packed, at + 1, at + 2)
      local from = count - (high * 256 + low)
      for i = 1, code - 128 + SHORTEST do
        out[count + i] = out[from + i]
      end
      count = count + code - 128 + SHORTEST
      at = at + 3
    else
      count = count + 1
      out[count] = char(code)
      at = at + 1
    end
  end
  return concat(out)
end

local NOUNS = {"tide", "crater", "orbit", "comet", "shadow", "harbour"}
local VERBS = {"follows", "meets", "outruns", "hides", "crosses"}

local function sentences(count)
  local pieces, seed = {}, 12345
  for i = 1, count do
    seed = seed * 16807 % 2147483647
    pieces[i] = "The " .. NOUNS[seed % #NOUNS + 1] .. " of day " .. seed % 1000 .. " "
      .. VERBS[seed % #VERBS + 1] .. " the " .. NOUNS[floor(seed / 7) % #NOUNS + 1] .. ".\n"
  end
  return concat(pieces)
end

local texts = {sentences(4200), string.rep("abracadabra ", 600), sentences(5) .. string.rep("\n", 5000)}

local function run()
  local packed_size, size = 0, 0
  for i, text in ipairs(texts) do
    local packed = compress(text)
    if expand(packed) ~= text then
      error("lz: text " .. i .. " does not come back")
    end
    packed_size, size = packed_size + #packed, size + #text
  end
  if packed_size ~= 30044 then
    error("lz: " .. size .. " bytes became " .. packed_size)
  end
end

return run
