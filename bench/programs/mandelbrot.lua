-- Counts the points of a grid whose orbit stays bounded; the main chunk's loops are the whole program.
-- kind: numeric
-- idioms: main chunk; globals as parameters; float arithmetic on locals of the main chunk; s = s .. piece

columns, rows, limit = 400, 250, 120

local inside, steps = 0, 0
local picture = ""

for row = 0, rows - 1 do
  local ci = row * 2.4 / (rows - 1) - 1.2
  local line = ""
  for column = 0, columns - 1 do
    local cr = column * 3.2 / (columns - 1) - 2.2
    local zr, zi, count = 0, 0, 0
    while count < limit do
      local zr2, zi2 = zr * zr, zi * zi
      if zr2 + zi2 > 4 then
        break
      end
      zi = 2 * zr * zi + ci
      zr = zr2 - zi2 + cr
      count = count + 1
    end
    steps = steps + count
    if count == limit then
      inside = inside + 1
      line = line .. "*"
    else
      line = line .. "."
    end
  end
  picture = picture .. line .. "\n"
end

local stars = 0
for _ in picture:gmatch("%*") do
  stars = stars + 1
end
if stars ~= inside or steps ~= 2806754 or inside ~= 19948 then
  error("mandelbrot: " .. stars .. " stars, " .. inside .. " points inside, " .. steps .. " steps")
end

-- Complex conjugation maps the set to itself: the picture reads the same from the bottom up.
local lines = {}
for line in picture:gmatch("[^\n]+") do
  table.insert(lines, line)
end
for i = 1, #lines do
  if lines[i] ~= lines[#lines + 1 - i] then
    error("mandelbrot: line " .. i .. " is not mirrored")
  end
end
