-- Eight queens on a chess board, none on a line with another: all solutions, by backtracking with bit masks.
--
--   vm/bin/vm examples/queens.lua           the first solution, and how many there are
--   vm/bin/vm examples/queens.lua 11        on a larger board
--   vm/bin/vm --dump=asm:place examples/queens.lua 11

local size <const> = math.tointeger(tonumber(arg and arg[1]) or 8)
local ALL <const> = (1 << size) - 1

local solutions, first = 0, nil
local columns = {}

-- Bit k of each mask says that column k of this row is attacked: from straight above, and along the two diagonals,
-- whose masks move by one column from row to row.
local function place(row, straight, falling, rising)
  if row > size then
    solutions = solutions + 1
    first = first or table.move(columns, 1, size, 1, {})
    return
  end
  local free = ALL & ~(straight | falling | rising)
  while free ~= 0 do
    local queen = free & -free
    free = free ~ queen
    columns[row] = queen
    place(row + 1, straight | queen, (falling | queen) << 1, (rising | queen) >> 1)
  end
end

place(1, 0, 0, 0)

for row = 1, first and size or 0 do
  local line = {}
  for column = 0, size - 1 do
    line[#line + 1] = first[row] >> column & 1 == 1 and "Q" or "."
  end
  print(table.concat(line, " "))
end
print(solutions .. " solutions on a board of " .. size .. " by " .. size)
