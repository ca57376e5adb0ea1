-- Finds all roots of polynomials at once (Weierstrass's iteration) on a class of complex numbers.
-- kind: objects
-- idioms: __call constructors; operator metamethods on small objects; __eq, __tostring; mixed number and object
--   operands

local sqrt, abs, cos, sin, pi = math.sqrt, math.abs, math.cos, math.sin, math.pi

local VARIANTS = 12

local Complex = {}
Complex.__index = Complex

setmetatable(Complex, {
  __call = function(class, re, im)
    return setmetatable({re = re, im = im or 0}, class)
  end,
})

local function parts(value)
  if type(value) == "number" then
    return value, 0
  end
  return value.re, value.im
end

function Complex.__add(a, b)
  local ar, ai = parts(a)
  local br, bi = parts(b)
  return Complex(ar + br, ai + bi)
end

function Complex.__sub(a, b)
  local ar, ai = parts(a)
  local br, bi = parts(b)
  return Complex(ar - br, ai - bi)
end

function Complex.__mul(a, b)
  local ar, ai = parts(a)
  local br, bi = parts(b)
  return Complex(ar * br - ai * bi, ar * bi + ai * br)
end

function Complex.__div(a, b)
  local ar, ai = parts(a)
  local br, bi = parts(b)
  local scale = br * br + bi * bi
  return Complex((ar * br + ai * bi) / scale, (ai * br - ar * bi) / scale)
end

function Complex.__eq(a, b)
  return a.re == b.re and a.im == b.im
end

function Complex.__tostring(a)
  return string.format("%.3f%+.3fi", a.re, a.im)
end

function Complex:size()
  return sqrt(self.re * self.re + self.im * self.im)
end

-- Horner's rule; the coefficients are numbers, the highest power first.
local function evaluate(coefficients, z)
  local value = Complex(coefficients[1])
  for i = 2, #coefficients do
    value = value * z + coefficients[i]
  end
  return value
end

local function find_roots(coefficients)
  local degree = #coefficients - 1
  local roots = {}
  for k = 1, degree do
    local angle = 2 * pi * k / degree + 0.4
    roots[k] = Complex(1.2 * cos(angle), 1.2 * sin(angle))
  end
  for iteration = 1, 200 do
    local moved = 0
    for k = 1, degree do
      local root = roots[k]
      local divisor = Complex(coefficients[1])
      for other = 1, degree do
        if other ~= k then
          divisor = divisor * (root - roots[other])
        end
      end
      local step = evaluate(coefficients, root) / divisor
      roots[k] = root - step
      moved = moved + step:size()
    end
    if moved < 1e-13 then
      return roots, iteration
    end
  end
  error("roots: no convergence for degree " .. degree)
end

local function check(coefficients, roots)
  local sum, product = Complex(0), Complex(1)
  for k = 1, #roots do
    if evaluate(coefficients, roots[k]):size() > 1e-8 then
      error("roots: " .. tostring(roots[k]) .. " is not a root")
    end
    sum, product = sum + roots[k], product * roots[k]
  end
  local degree, lead = #coefficients - 1, coefficients[1]
  local expected = coefficients[#coefficients] / lead * (degree % 2 == 0 and 1 or -1)
  if (sum + coefficients[2] / lead):size() > 1e-8 or (product - expected):size() > 1e-8 then
    error("roots: sum " .. tostring(sum) .. ", product " .. tostring(product))
  end
end

local function run()
  for variant = 1, VARIANTS do
    for degree = 4, 13 do
      local coefficients = {}
      for i = 1, degree + 1 do
        coefficients[i] = 1 + (i * i) % 5 + variant % 3
      end
      check(coefficients, (find_roots(coefficients)))
    end
  end
  if Complex(1, 2) ~= Complex(1, 2) or Complex(1, 2) == Complex(2, 1) or abs(Complex(3, 4):size() - 5) > 0 then
    error("roots: complex numbers compare wrongly")
  end
end

return run
