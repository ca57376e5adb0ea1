-- SHA-256 with arithmetic only: no bit operators, so that every Lua can run it.
-- kind: numeric
-- idioms: integer arithmetic with % and floor; lookup tables of tables; library functions held in locals

local floor, char, byte, format = math.floor, string.char, string.byte, string.format

local WORD = 4294967296

-- xor_of[a][b] and and_of[a][b] for bytes a and b.
local xor_of, and_of = {}, {}
for a = 0, 255 do
  local xor_row, and_row = {}, {}
  for b = 0, 255 do
    local x, y, bit, xor, both = a, b, 1, 0, 0
    while x > 0 or y > 0 do
      local p, q = x % 2, y % 2
      if p ~= q then
        xor = xor + bit
      elseif p == 1 then
        both = both + bit
      end
      x, y, bit = (x - p) / 2, (y - q) / 2, bit * 2
    end
    xor_row[b], and_row[b] = floor(xor), floor(both)
  end
  xor_of[a], and_of[a] = xor_row, and_row
end

local function bytewise(rows, a, b)
  local a1, b1 = floor(a / 256), floor(b / 256)
  local a2, b2 = floor(a1 / 256), floor(b1 / 256)
  local a3, b3 = floor(a2 / 256), floor(b2 / 256)
  return rows[a % 256][b % 256] + rows[a1 % 256][b1 % 256] * 256
    + rows[a2 % 256][b2 % 256] * 65536 + rows[a3][b3] * 16777216
end

local function xor(a, b)
  return bytewise(xor_of, a, b)
end

local function both(a, b)
  return bytewise(and_of, a, b)
end

local power = {[0] = 1}
for i = 1, 32 do
  power[i] = power[i - 1] * 2
end

local function shift_right(x, n)
  return floor(x / power[n])
end

local function rotate_right(x, n)
  local low = x % power[n]
  return floor(x / power[n]) + low * power[32 - n]
end

local function fraction_bits(x)
  return floor((x - floor(x)) * WORD)
end

-- The constants of the standard: fractions of the square and cube roots of the first primes.
local initial, round_constant = {}, {}
do
  local candidate, found = 2, 0
  while found < 64 do
    local prime = true
    for divisor = 2, floor(math.sqrt(candidate)) do
      if candidate % divisor == 0 then
        prime = false
        break
      end
    end
    if prime then
      found = found + 1
      round_constant[found] = fraction_bits(candidate ^ (1 / 3))
      if found <= 8 then
        initial[found] = fraction_bits(math.sqrt(candidate))
      end
    end
    candidate = candidate + 1
  end
end

local function pad(message)
  local length = #message
  local zeros = (55 - length) % 64
  local tail = {}
  local bits = length * 8
  for i = 8, 1, -1 do
    tail[i] = char(bits % 256)
    bits = floor(bits / 256)
  end
  return message .. "\128" .. string.rep("\0", zeros) .. table.concat(tail)
end

local function schedule(block, at, w)
  for i = 1, 16 do
    local b1, b2, b3, b4 = byte(block, at + i * 4 - 4, at + i * 4 - 1)
    w[i] = ((b1 * 256 + b2) * 256 + b3) * 256 + b4
  end
  for i = 17, 64 do
    local x, y = w[i - 15], w[i - 2]
    local s0 = xor(xor(rotate_right(x, 7), rotate_right(x, 18)), shift_right(x, 3))
    local s1 = xor(xor(rotate_right(y, 17), rotate_right(y, 19)), shift_right(y, 10))
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) % WORD
  end
end

local function compress(state, w)
  local a, b, c, d = state[1], state[2], state[3], state[4]
  local e, f, g, h = state[5], state[6], state[7], state[8]
  for i = 1, 64 do
    local s1 = xor(xor(rotate_right(e, 6), rotate_right(e, 11)), rotate_right(e, 25))
    local choice = xor(g, both(e, xor(f, g)))
    local t1 = h + s1 + choice + round_constant[i] + w[i]
    local s0 = xor(xor(rotate_right(a, 2), rotate_right(a, 13)), rotate_right(a, 22))
    local majority = both(a, b) + both(c, xor(a, b))
    a, b, c, d, e, f, g, h = (t1 + s0 + majority) % WORD, a, b, c, (d + t1) % WORD, e, f, g
  end
  local news = {a, b, c, d, e, f, g, h}
  for i = 1, 8 do
    state[i] = (state[i] + news[i]) % WORD
  end
end

local function sha256(message)
  local padded, state, w = pad(message), {}, {}
  for i = 1, 8 do
    state[i] = initial[i]
  end
  for at = 1, #padded, 64 do
    schedule(padded, at, w)
    compress(state, w)
  end
  local hex = {}
  for i = 1, 8 do
    hex[i] = format("%04x%04x", floor(state[i] / 65536), state[i] % 65536)
  end
  return table.concat(hex)
end

local text = string.rep("The moon moves fastest at perigee. ", 800)

local function run()
  if sha256("abc") ~= "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" then
    error("digest: wrong digest of the standard's example")
  end
  local first = sha256(text)
  if first ~= "48a660200e3f1d96f2c0751cedf4df7c600bf5c4b1c5ac189623c45936693233" then
    error("digest: wrong digest of the long text: " .. first)
  end
end

return run
