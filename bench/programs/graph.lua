-- Searches graphs: breadth first between walls, and shortest paths with a priority queue over node objects.
-- kind: tables
-- idioms: objects as keys (distance[node]); object graphs with cycles; a binary heap as an array; queues by two
--   indices

local floor = math.floor

local SIZE = 126 -- six times an odd number, for the walls

local Node = {}
Node.__index = Node

local function new_node(x, y)
  return setmetatable({x = x, y = y, edges = {}}, Node)
end

function Node:connect(other, cost)
  self.edges[#self.edges + 1] = {to = other, cost = cost}
end

-- A grid of nodes; going right or down costs what the place costs, and so does coming back.
local function build(size)
  local grid, seed = {}, 42
  for y = 1, size do
    grid[y] = {}
    for x = 1, size do
      grid[y][x] = new_node(x, y)
    end
  end
  local function link(a, b)
    seed = seed * 16807 % 2147483647
    local cost = seed % 9 + 1
    a:connect(b, cost)
    b:connect(a, cost)
  end
  for y = 1, size do
    for x = 1, size do
      if x < size then
        link(grid[y][x], grid[y][x + 1])
      end
      if y < size then
        link(grid[y][x], grid[y + 1][x])
      end
    end
  end
  return grid
end

local function push(heap, node, key)
  local at = #heap + 1
  while at > 1 do
    local parent = floor(at / 2)
    if heap[parent].key <= key then
      break
    end
    heap[at] = heap[parent]
    at = parent
  end
  heap[at] = {node = node, key = key}
end

local function pop(heap)
  local top, size = heap[1], #heap
  local last = heap[size]
  heap[size] = nil
  size = size - 1
  if size > 0 then
    local at = 1
    while true do
      local child = at * 2
      if child > size then
        break
      end
      if child < size and heap[child + 1].key < heap[child].key then
        child = child + 1
      end
      if heap[child].key >= last.key then
        break
      end
      heap[at] = heap[child]
      at = child
    end
    heap[at] = last
  end
  return top.node, top.key
end

-- The cheapest way to every node: its cost, and the node before it.
local function cheapest(start)
  local distance, previous, settled, heap = {[start] = 0}, {}, {}, {}
  push(heap, start, 0)
  while #heap > 0 do
    local node, cost = pop(heap)
    if not settled[node] then
      settled[node] = true
      local edges = node.edges
      for i = 1, #edges do
        local edge = edges[i]
        local through = cost + edge.cost
        local known = distance[edge.to]
        if not known or through < known then
          distance[edge.to], previous[edge.to] = through, node
          push(heap, edge.to, through)
        end
      end
    end
  end
  return distance, previous
end

local function fewest_steps(start, closed)
  local steps, queue, first, last = {[start] = 0}, {start}, 1, 1
  while first <= last do
    local node = queue[first]
    first = first + 1
    for _, edge in ipairs(node.edges) do
      local next_node = edge.to
      if not steps[next_node] and not closed(next_node) then
        steps[next_node] = steps[node] + 1
        last = last + 1
        queue[last] = next_node
      end
    end
  end
  return steps, last
end

local grid = build(SIZE)

local function run()
  local start, goal = grid[1][1], grid[SIZE][SIZE]
  local there, previous = cheapest(start)
  local back = cheapest(goal)
  if there[goal] ~= back[start] then
    error("graph: " .. there[goal] .. " there, " .. back[start] .. " back")
  end
  -- The triangle inequality holds at every edge, with equality along the path.
  for _, row in ipairs(grid) do
    for _, node in ipairs(row) do
      for _, edge in ipairs(node.edges) do
        if there[edge.to] > there[node] + edge.cost or there[node] + back[node] < there[goal] then
          error("graph: a shorter way leads through " .. node.x .. ", " .. node.y)
        end
      end
    end
  end
  local node, cost = goal, 0
  while node ~= start do
    local before = previous[node]
    for _, edge in ipairs(before.edges) do
      if edge.to == node then
        cost = cost + edge.cost
      end
    end
    node = before
  end
  if cost ~= there[goal] then
    error("graph: the path costs " .. cost)
  end

  -- Walls across the grid, each with a gap at one end, right and left in turn: the way leads along every wall.
  local function wall(place)
    return place.y % 6 == 0 and place.x ~= (place.y % 12 == 0 and 1 or SIZE)
  end
  local walls = SIZE / 6
  local steps, reached = fewest_steps(start, wall)
  if reached ~= SIZE * SIZE - walls * (SIZE - 1) or steps[goal] ~= (walls + 1) * (SIZE - 1) then
    error("graph: reached " .. reached .. " nodes, the goal in " .. tostring(steps[goal]) .. " steps")
  end
end

return run
