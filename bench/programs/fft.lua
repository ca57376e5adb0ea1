-- Multiplies polynomials with integer coefficients through the fast Fourier transform.
-- kind: numeric
-- idioms: arrays from 0; swaps; float arrays updated in place; a counter that becomes a float (n / 2) and still
--   indexes

local floor, sin, cos, pi = math.floor, math.sin, math.cos, math.pi

local LENGTH = 65536
local DEGREE = floor(LENGTH / 2) - 1

local function reorder(re, im, n)
  local j = 0
  for i = 0, n - 2 do
    if i < j then
      re[i], re[j] = re[j], re[i]
      im[i], im[j] = im[j], im[i]
    end
    local bit = n / 2
    while bit <= j do
      j = j - bit
      bit = bit / 2
    end
    j = j + bit
  end
end

-- sign is -1 for the transform, +1 for its (unscaled) inverse.
local function transform(re, im, n, sign)
  reorder(re, im, n)
  local half = 1
  while half < n do
    local angle = sign * pi / half
    for k = 0, half - 1 do
      local wr, wi = cos(angle * k), sin(angle * k)
      for top = k, n - 1, half * 2 do
        local bottom = top + half
        local tr = wr * re[bottom] - wi * im[bottom]
        local ti = wr * im[bottom] + wi * re[bottom]
        re[bottom], im[bottom] = re[top] - tr, im[top] - ti
        re[top], im[top] = re[top] + tr, im[top] + ti
      end
    end
    half = half * 2
  end
end

local function coefficients(factor, modulus)
  local re, im = {}, {}
  for i = 0, LENGTH - 1 do
    re[i] = i <= DEGREE and (i * factor) % modulus or 0
    im[i] = 0
  end
  return re, im
end

local function multiply(p, q)
  local pr, pi_ = coefficients(p.factor, p.modulus)
  local qr, qi = coefficients(q.factor, q.modulus)
  transform(pr, pi_, LENGTH, -1)
  transform(qr, qi, LENGTH, -1)
  for i = 0, LENGTH - 1 do
    pr[i], pi_[i] = pr[i] * qr[i] - pi_[i] * qi[i], pr[i] * qi[i] + pi_[i] * qr[i]
  end
  transform(pr, pi_, LENGTH, 1)
  local product = {}
  for i = 0, LENGTH - 1 do
    product[i] = floor(pr[i] / LENGTH + 0.5)
  end
  return product
end

local function run()
  local p, q = {factor = 37, modulus = 101}, {factor = 53, modulus = 89}
  local product = multiply(p, q)
  -- Some coefficients by the definition of the product, and all of them as the value at x = 1.
  for i = 0, 2 * DEGREE, 4999 do
    local expected = 0
    for j = math.max(0, i - DEGREE), math.min(i, DEGREE) do
      expected = expected + (j * p.factor) % p.modulus * ((i - j) * q.factor % q.modulus)
    end
    if product[i] ~= expected then
      error("fft: coefficient " .. i .. " is wrong")
    end
  end
  local at_one, p_at_one, q_at_one = 0, 0, 0
  for i = 0, LENGTH - 1 do
    at_one = at_one + product[i]
  end
  for i = 0, DEGREE do
    p_at_one = p_at_one + i * p.factor % p.modulus
    q_at_one = q_at_one + i * q.factor % q.modulus
  end
  if at_one ~= p_at_one * q_at_one then
    error("fft: the sum of the product is wrong")
  end
end

return run
