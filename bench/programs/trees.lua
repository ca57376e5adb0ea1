-- Builds, walks and drops binary trees: full ones, and balanced search trees that are never changed.
-- kind: allocation
-- idioms: many small records that die young, some that live long; constructors with several fields; persistent data

local function full(depth)
  if depth == 0 then
    return {depth = 0}
  end
  return {depth = depth, left = full(depth - 1), right = full(depth - 1)}
end

local function count(tree)
  if not tree.left then
    return 1
  end
  return 1 + count(tree.left) + count(tree.right)
end

local function mirrored(tree)
  if not tree.left then
    return tree
  end
  return {depth = tree.depth, left = mirrored(tree.right), right = mirrored(tree.left)}
end

-- A balanced (AVL) search tree in which no node is ever changed: insertion copies the path from the root.

local function height(tree)
  return tree and tree.height or 0
end

local function node(left, key, right)
  local hl, hr = height(left), height(right)
  return {left = left, key = key, right = right, height = (hl > hr and hl or hr) + 1}
end

local function balanced(left, key, right)
  local difference = height(left) - height(right)
  if difference > 1 then
    if height(left.left) < height(left.right) then
      local middle = left.right
      return node(node(left.left, left.key, middle.left), middle.key, node(middle.right, key, right))
    end
    return node(left.left, left.key, node(left.right, key, right))
  elseif difference < -1 then
    if height(right.right) < height(right.left) then
      local middle = right.left
      return node(node(left, key, middle.left), middle.key, node(middle.right, right.key, right.right))
    end
    return node(node(left, key, right.left), right.key, right.right)
  end
  return node(left, key, right)
end

local function insert(tree, key)
  if not tree then
    return node(nil, key, nil)
  elseif key < tree.key then
    return balanced(insert(tree.left, key), tree.key, tree.right)
  elseif key > tree.key then
    return balanced(tree.left, tree.key, insert(tree.right, key))
  end
  return tree
end

-- Answers the size and checks order and balance.
local function verify(tree, low, high)
  if not tree then
    return 0
  end
  if tree.key <= low or tree.key >= high or math.abs(height(tree.left) - height(tree.right)) > 1 then
    error("trees: the search tree is wrong at " .. tree.key)
  end
  return verify(tree.left, low, tree.key) + 1 + verify(tree.right, tree.key, high)
end

local DEPTH, KEYS = 14, 4000

local function run()
  local lasting = full(DEPTH)
  local nodes = 0
  for depth = 4, DEPTH, 2 do
    for _ = 1, 2 ^ (DEPTH - depth) do
      nodes = nodes + count(full(depth))
    end
  end
  local expected = 0
  for depth = 4, DEPTH, 2 do
    expected = expected + 2 ^ (DEPTH - depth) * (2 ^ (depth + 1) - 1)
  end
  if nodes ~= expected or count(lasting) ~= 2 ^ (DEPTH + 1) - 1 then
    error("trees: " .. nodes .. " nodes")
  end
  local twice = mirrored(mirrored(lasting))
  if count(twice) ~= count(lasting) or twice.left.depth ~= DEPTH - 1 then
    error("trees: the mirrored tree is not the same")
  end

  local versions, tree = {}, nil
  for i = 1, KEYS do
    tree = insert(tree, i * 1009 % KEYS)
    if i % 500 == 0 then
      versions[#versions + 1] = tree
    end
  end
  for i, version in ipairs(versions) do
    if verify(version, -1, KEYS) ~= i * 500 then
      error("trees: version " .. i .. " has changed")
    end
  end
end

return run
