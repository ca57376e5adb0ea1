-- Multiplies square matrices of floats held as arrays of rows.
-- kind: numeric
-- idioms: matrices as arrays of arrays; sums that start as an integer and become a float

local SIZE = 180

local function build(n, entry)
  local matrix = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do
      row[j] = entry(i, j)
    end
    matrix[i] = row
  end
  return matrix
end

local function multiply(a, b)
  local n, m, p = #a, #b, #b[1]
  local product = {}
  for i = 1, n do
    local left, row = a[i], {}
    for j = 1, p do
      local sum = 0
      for k = 1, m do
        sum = sum + left[k] * b[k][j]
      end
      row[j] = sum
    end
    product[i] = row
  end
  return product
end

local function apply(matrix, vector)
  local result = {}
  for i = 1, #matrix do
    local row, sum = matrix[i], 0
    for j = 1, #row do
      sum = sum + row[j] * vector[j]
    end
    result[i] = sum
  end
  return result
end

local a = build(SIZE, function(i, j) return 1 / (i + j) + (i % 7) * 0.125 end)
local b = build(SIZE, function(i, j) return (i - j) / SIZE + (j % 5) * 0.25 end)
local probe = {}
for i = 1, SIZE do
  probe[i] = 1 + (i * 37) % 11
end

local function run()
  local product = multiply(a, b)
  -- (A B) v = A (B v): a wrong element of the product shows in one of the sums.
  local direct, staged = apply(product, probe), apply(a, apply(b, probe))
  for i = 1, SIZE do
    local scale = math.max(1, math.abs(staged[i]))
    if math.abs(direct[i] - staged[i]) > 1e-9 * scale then
      error("matmul: row " .. i .. " of the product is wrong")
    end
  end
end

return run
