-- Conway's game of life on a board without edges: what leaves on one side comes back on the other.
--
--   vm/bin/vm examples/life.lua            12 generations of a glider and some friends
--   vm/bin/vm examples/life.lua 200        the last of 200 generations only
--   vm/bin/vm --dump=bytecode:step examples/life.lua

local generations <const> = math.tointeger(tonumber(arg and arg[1]) or 12)
local ROWS <const>, COLUMNS <const> = 16, 40

local function new_board()
  local board = {}
  for row = 0, ROWS - 1 do
    board[row] = {}
    for column = 0, COLUMNS - 1 do
      board[row][column] = false
    end
  end
  return board
end

local function put(board, row, column, picture)
  for line in picture:gmatch("[^\n]+") do
    for i = 1, #line do
      board[row][column + i - 1] = line:sub(i, i) == "O"
    end
    row = row + 1
  end
end

local function neighbours(board, row, column)
  local count = 0
  for dr = -1, 1 do
    local line = board[(row + dr) % ROWS]
    for dc = -1, 1 do
      if line[(column + dc) % COLUMNS] and not (dr == 0 and dc == 0) then
        count = count + 1
      end
    end
  end
  return count
end

local function step(board)
  local result = new_board()
  for row = 0, ROWS - 1 do
    for column = 0, COLUMNS - 1 do
      local count = neighbours(board, row, column)
      result[row][column] = count == 3 or count == 2 and board[row][column]
    end
  end
  return result
end

local function show(board, generation)
  local living = 0
  print("generation " .. generation)
  for row = 0, ROWS - 1 do
    local line = {}
    for column = 0, COLUMNS - 1 do
      local alive = board[row][column]
      line[#line + 1] = alive and "O" or "."
      living = living + (alive and 1 or 0)
    end
    print(table.concat(line))
  end
  print(living .. " alive\n")
end

local board = new_board()
put(board, 1, 1, ".O.\n..O\nOOO")               -- a glider
put(board, 3, 12, "OOO")                          -- a blinker
put(board, 8, 20, ".OO\nOO.\n.O.")               -- small, but it grows for long
put(board, 12, 34, "OO\nOO")                      -- a block, which stays as it is

if generations <= 12 then
  show(board, 0)
end
for generation = 1, generations do
  board = step(board)
  if generation == generations or generations <= 12 and generation % 4 == 0 then
    show(board, generation)
  end
end
