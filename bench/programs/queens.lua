-- Places queens on a chess board by backtracking, and counts derangements and Latin squares the same way.
-- kind: functions
-- idioms: recursion over arrays of booleans; swaps; early exits; state undone on the way back

local function count_queens(size)
  local column_used, sum_used, difference_used = {}, {}, {}
  for i = 1, size do
    column_used[i] = false
  end
  for i = 0, 2 * size do
    sum_used[i], difference_used[i] = false, false
  end
  local solutions = 0

  local function place(row)
    if row > size then
      solutions = solutions + 1
      return
    end
    for column = 1, size do
      local sum, difference = row + column, row - column + size
      if not column_used[column] and not sum_used[sum] and not difference_used[difference] then
        column_used[column], sum_used[sum], difference_used[difference] = true, true, true
        place(row + 1)
        column_used[column], sum_used[sum], difference_used[difference] = false, false, false
      end
    end
  end

  place(1)
  return solutions
end

-- Permutations of 1..n without a fixed point.
local function count_derangements(n)
  local items, count = {}, 0
  for i = 1, n do
    items[i] = i
  end
  local function arrange(k)
    if k > n then
      count = count + 1
      return
    end
    for i = k, n do
      items[k], items[i] = items[i], items[k]
      if items[k] ~= k then
        arrange(k + 1)
      end
      items[k], items[i] = items[i], items[k]
    end
  end
  arrange(1)
  return count
end

-- Latin squares whose first row and column are 1..n.
local function count_latin_squares(n)
  local square, used_in_column = {}, {}
  for i = 1, n do
    square[i], used_in_column[i] = {}, {}
    square[1][i] = i
    square[i][1] = i
  end
  for i = 1, n do
    used_in_column[i][i] = true
  end
  local function fill(row, column, used_in_row)
    if column > n then
      if row == n then
        return 1
      end
      return fill(row + 1, 2, {[row + 1] = true})
    end
    local count = 0
    for value = 1, n do
      if not used_in_row[value] and not used_in_column[column][value] then
        used_in_row[value], used_in_column[column][value] = true, true
        square[row][column] = value
        count = count + fill(row, column + 1, used_in_row)
        used_in_row[value], used_in_column[column][value] = nil, nil
      end
    end
    return count
  end
  return fill(2, 2, {[2] = true})
end

local function run()
  local queens = count_queens(9)
  local derangements = count_derangements(9)
  local squares = count_latin_squares(6)
  if queens ~= 352 or derangements ~= 133496 or squares ~= 9408 then
    error("queens: " .. queens .. " boards, " .. derangements .. " derangements, " .. squares .. " squares")
  end
end

return run
