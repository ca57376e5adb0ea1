-- Sorts numbers, strings and records with quicksort, heapsort, merge sort of linked lists, and table.sort.
-- kind: tables
-- idioms: swaps of array elements; comparators as closures; table.sort calling back into Lua; linked lists

local floor = math.floor

local function random_numbers(count, seed)
  local numbers = {}
  for i = 1, count do
    seed = seed * 16807 % 2147483647
    numbers[i] = seed % 100000
  end
  return numbers
end

local function quicksort(array, from, to)
  while to - from > 12 do
    local middle = floor((from + to) / 2)
    local a, b, c = array[from], array[middle], array[to]
    local pivot = math.max(math.min(a, b), math.min(math.max(a, b), c))
    local i, j = from, to
    while i <= j do
      while array[i] < pivot do
        i = i + 1
      end
      while array[j] > pivot do
        j = j - 1
      end
      if i <= j then
        array[i], array[j] = array[j], array[i]
        i, j = i + 1, j - 1
      end
    end
    if j - from < to - i then
      quicksort(array, from, j)
      from = i
    else
      quicksort(array, i, to)
      to = j
    end
  end
  for i = from + 1, to do
    local item, j = array[i], i - 1
    while j >= from and array[j] > item do
      array[j + 1] = array[j]
      j = j - 1
    end
    array[j + 1] = item
  end
end

local function sift_down(array, at, size, less)
  local item = array[at]
  while true do
    local child = at * 2
    if child > size then
      break
    end
    if child < size and less(array[child], array[child + 1]) then
      child = child + 1
    end
    if not less(item, array[child]) then
      break
    end
    array[at] = array[child]
    at = child
  end
  array[at] = item
end

local function heapsort(array, less)
  local size = #array
  for at = floor(size / 2), 1, -1 do
    sift_down(array, at, size, less)
  end
  for last = size, 2, -1 do
    array[1], array[last] = array[last], array[1]
    sift_down(array, 1, last - 1, less)
  end
end

local function to_list(array)
  local list
  for i = #array, 1, -1 do
    list = {head = array[i], tail = list}
  end
  return list
end

-- Halves the list by a slow and a fast walker.
local function split(list)
  local slow, fast = list, list.tail
  while fast and fast.tail do
    slow, fast = slow.tail, fast.tail.tail
  end
  local second = slow.tail
  slow.tail = nil
  return list, second
end

local function merge(a, b)
  local first = {}
  local last = first
  while a and b do
    if b.head < a.head then
      last.tail, b = b, b.tail
    else
      last.tail, a = a, a.tail
    end
    last = last.tail
  end
  last.tail = a or b
  return first.tail
end

local function merge_sort(list)
  if not list or not list.tail then
    return list
  end
  local a, b = split(list)
  return merge(merge_sort(a), merge_sort(b))
end

local function sum_of(array)
  local sum = 0
  for i = 1, #array do
    sum = sum + array[i]
  end
  return sum
end

local function check_numbers(how, array, count, sum, less)
  if #array ~= count or sum_of(array) ~= sum then
    error("sort: " .. how .. " lost numbers")
  end
  for i = 2, count do
    if less(array[i], array[i - 1]) then
      error("sort: " .. how .. " left " .. array[i - 1] .. " before " .. array[i])
    end
  end
end

local function ascending(a, b) return a < b end
local function descending(a, b) return a > b end

local function sort_records(count)
  local records = {}
  for i, number in ipairs(random_numbers(count, 77)) do
    records[i] = {group = number % 20, name = string.format("r%05d", number), order = i}
  end
  table.sort(records, function(a, b)
    if a.group ~= b.group then
      return a.group < b.group
    elseif a.name ~= b.name then
      return a.name < b.name
    end
    return a.order < b.order
  end)
  for i = 2, count do
    local a, b = records[i - 1], records[i]
    if a.group > b.group or a.group == b.group and a.name > b.name then
      error("sort: record " .. i .. " is out of order")
    end
  end
end

local COUNT = 22000

local function run()
  local numbers = random_numbers(COUNT, 4711)
  local sum = sum_of(numbers)

  quicksort(numbers, 1, COUNT)
  check_numbers("quicksort", numbers, COUNT, sum, ascending)
  heapsort(numbers, descending)
  check_numbers("heapsort", numbers, COUNT, sum, descending)

  local sorted, list = {}, merge_sort(to_list(random_numbers(COUNT, 4711)))
  while list do
    sorted[#sorted + 1], list = list.head, list.tail
  end
  check_numbers("merge sort", sorted, COUNT, sum, ascending)

  numbers = random_numbers(COUNT, 4711)
  table.sort(numbers)
  check_numbers("table.sort", numbers, COUNT, sum, ascending)
  table.sort(numbers, descending)
  check_numbers("table.sort with a comparator", numbers, COUNT, sum, descending)

  sort_records(floor(COUNT / 4))
end

return run
