-- Linked lists: chains of cells that are built, reversed, mapped, appended, sorted, and dropped.
-- kind: allocation
-- idioms: cons cells as records of two fields; recursion over a list; a queue of doubly linked nodes; insertion into the
--   middle of a list

local function cons(head, tail)
  return {head = head, tail = tail}
end

local function list_from(first, last)
  local list = nil
  for i = last, first, -1 do
    list = cons(i, list)
  end
  return list
end

local function reverse(list)
  local reversed = nil
  while list do
    reversed = cons(list.head, reversed)
    list = list.tail
  end
  return reversed
end

local function map(list, f)
  if list then
    return cons(f(list.head), map(list.tail, f))
  end
end

local function append(a, b)
  if a then
    return cons(a.head, append(a.tail, b))
  end
  return b
end

local function sum(list)
  local total = 0
  while list do
    total = total + list.head
    list = list.tail
  end
  return total
end

local function split(list)
  local odd, even = nil, nil
  while list do
    odd, even = even, cons(list.head, odd)
    list = list.tail
  end
  return odd, even
end

local function merge(a, b)
  local first = {}
  local last = first
  while a and b do
    local node
    if a.head <= b.head then
      node, a = cons(a.head), a.tail
    else
      node, b = cons(b.head), b.tail
    end
    last.tail = node
    last = node
  end
  last.tail = a or b
  return first.tail
end

local function sort(list)
  if not list or not list.tail then
    return list
  end
  local a, b = split(list)
  return merge(sort(a), sort(b))
end

-- A queue of doubly linked nodes, of which every third put takes one out again.
local function exercise_queue(count)
  local first, last, size, taken = nil, nil, 0, 0
  for i = 1, count do
    local node = {value = i, previous = last, next = nil}
    if last then
      last.next = node
    else
      first = node
    end
    last = node
    size = size + 1
    if i % 3 == 0 then
      taken = taken + first.value
      first = first.next
      first.previous = nil
      size = size - 1
    end
  end
  return taken, size
end

local function expect(what, actual, expected)
  if actual ~= expected then
    error("lists: " .. what .. " gave " .. tostring(actual) .. " instead of " .. tostring(expected))
  end
end

local function run()
  for round = 1, 200 do
    local list = append(list_from(1, 100), reverse(list_from(101, 200)))
    list = map(list, function(x) return x + round end)
    expect("sum", sum(list), 200 * 201 / 2 + 200 * round)
    local sorted = sort(list)
    expect("first", sorted.head, 1 + round)
    expect("sorted sum", sum(sorted), sum(list))
  end
  for _ = 1, 20 do
    local taken, size = exercise_queue(3000)
    expect("taken", taken, 1000 * 1001 / 2)
    expect("size", size, 2000)
  end
end

return run
