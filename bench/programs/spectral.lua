-- Finds the largest eigenvalue of a symmetric matrix by power iteration; the matrix exists only as a function.
-- kind: numeric
-- idioms: small pure functions called in inner loops; sums that start as an integer and become a float

local SIZE, ROUNDS = 240, 70

local function entry(i, j)
  return 1 / (i + j - 1)
end

local function apply(vector, result)
  for i = 1, SIZE do
    local sum = 0
    for j = 1, SIZE do
      sum = sum + entry(i, j) * vector[j]
    end
    result[i] = sum
  end
end

local function dot(a, b)
  local sum = 0
  for i = 1, #a do
    sum = sum + a[i] * b[i]
  end
  return sum
end

local function run()
  local vector, image = {}, {}
  for i = 1, SIZE do
    vector[i] = 1
  end
  local eigenvalue
  for _ = 1, ROUNDS do
    apply(vector, image)
    eigenvalue = dot(vector, image) / dot(vector, vector)
    local scale = 1 / math.sqrt(dot(image, image))
    for i = 1, SIZE do
      image[i] = image[i] * scale
    end
    vector, image = image, vector
  end
  -- The Hilbert matrix has its norm below pi at every size, and one eigenvalue far above the others.
  apply(vector, image)
  for i = 1, SIZE do
    if math.abs(image[i] - eigenvalue * vector[i]) > 1e-12 then
      error("spectral: not an eigenvector at " .. i)
    end
  end
  if eigenvalue < 2 or eigenvalue > math.pi then
    error("spectral: eigenvalue " .. eigenvalue)
  end
end

return run
