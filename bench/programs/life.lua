-- Conway's game of life on a torus; the main chunk with its global functions and globals is the whole program.
-- kind: tables
-- idioms: main chunk; functions and variables held in globals; matrices as arrays of arrays; indices that wrap
--   around

size = 150
generations = 28

function empty_board()
  local board = {}
  for row = 1, size do
    board[row] = {}
    for column = 1, size do
      board[row][column] = 0
    end
  end
  return board
end

-- Puts a drawing on the board, its top left corner at (row, column); every 'O' is alive.
function place(board, row, column, drawing)
  for line in drawing:gmatch("[^/]+") do
    for i = 1, #line do
      if line:sub(i, i) == "O" then
        board[row][column + i - 1] = 1
      end
    end
    row = row + 1
  end
end

function neighbours(board, row, column)
  local above, below = board[(row - 2) % size + 1], board[row % size + 1]
  local here = board[row]
  local left, right = (column - 2) % size + 1, column % size + 1
  return above[left] + above[column] + above[right] + here[left] + here[right]
    + below[left] + below[column] + below[right]
end

function step(board)
  local result = {}
  for row = 1, size do
    local new_row, old_row = {}, board[row]
    for column = 1, size do
      local count = neighbours(board, row, column)
      if count == 3 or count == 2 and old_row[column] == 1 then
        new_row[column] = 1
      else
        new_row[column] = 0
      end
    end
    result[row] = new_row
  end
  return result
end

function population(board)
  local count = 0
  for row = 1, size do
    for column = 1, size do
      count = count + board[row][column]
    end
  end
  return count
end

glider = ".O./..O/OOO"
blinker = "OOO"
block = "OO/OO"
r_pentomino = ".OO/OO./.O."

board = empty_board()
place(board, 2, 2, glider)
place(board, 10, 80, blinker)
place(board, 80, 10, block)
place(board, 50, 50, r_pentomino)

history = {}
for generation = 1, generations do
  board = step(board)
  history[generation] = population(board)
end

-- The glider has gone one place down and one to the right in every four generations, and the still life stands still.
moved = empty_board()
place(moved, 9, 9, glider)
for row = 8, 14 do
  for column = 8, 14 do
    if board[row][column] ~= moved[row][column] then
      error("life: the glider is not where it should be")
    end
  end
end
for row = 80, 81 do
  for column = 10, 11 do
    if board[row][column] ~= 1 then
      error("life: the block has changed")
    end
  end
end
if history[1] ~= 18 or history[generations] ~= 43 then
  error("life: populations " .. table.concat(history, " "))
end
