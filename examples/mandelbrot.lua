-- Draws the Mandelbrot set with characters: the darker, the longer a point takes to escape.
--
--   vm/bin/vm examples/mandelbrot.lua
--   vm/bin/vm examples/mandelbrot.lua 180 -0.745 0.1 0.02        width, centre and height of the view
--   vm/bin/vm --dump=graph:escape_time examples/mandelbrot.lua   what the compiler makes of the inner loop

local columns <const> = math.tointeger(tonumber(arg and arg[1]) or 80)
local centre_re <const> = tonumber(arg and arg[2]) or -0.65
local centre_im <const> = tonumber(arg and arg[3]) or 0.0
local height <const> = tonumber(arg and arg[4]) or 2.4

local SHADES <const> = " .:-=+*#%@"
local LIMIT <const> = 250

-- How often z -> z^2 + c can be applied from 0 before z leaves the circle of radius 2; LIMIT if it seems to stay.
local function escape_time(cr, ci)
  local zr, zi = 0.0, 0.0
  for count = 0, LIMIT - 1 do
    local zr2, zi2 = zr * zr, zi * zi
    if zr2 + zi2 > 4.0 then
      return count
    end
    zr, zi = zr2 - zi2 + cr, 2.0 * zr * zi + ci
  end
  return LIMIT
end

local function shade(count)
  if count == LIMIT then
    return "@"
  end
  local index = math.floor(math.log(count + 1) / math.log(LIMIT) * (#SHADES - 1)) + 1
  return SHADES:sub(index, index)
end

-- A character is about twice as high as it is wide.
local rows <const> = columns * 2 // 5
local step <const> = height / rows
for row = 0, rows - 1 do
  local line = {}
  for column = 0, columns - 1 do
    local re = centre_re + (column - columns / 2 + 0.5) * step / 2
    local im = centre_im - (row - rows / 2 + 0.5) * step
    line[#line + 1] = shade(escape_time(re, im))
  end
  print((table.concat(line):gsub(" +$", "")))
end
