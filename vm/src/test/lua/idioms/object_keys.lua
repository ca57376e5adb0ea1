-- Idiom: dictionaries with objects as keys: tables, functions, coroutines, booleans; graphs, visited sets, memo tables.
-- Changes on the way: keys removed, collections in between (objects may move), weak tables, keys of other kinds
-- mixed in.

package.path = "../?.lua"
local check = require "check"

-- A graph with a visited set, walked again and again.
local nodes = {}
for i = 1, 400 do nodes[i] = { id = i, out = {} } end
for i = 1, 400 do
    for k = 1, 3 do
        local other = nodes[(i * (k * 2 + 1) + k) % 400 + 1]
        nodes[i].out[#nodes[i].out + 1] = other
    end
end
local function reach(from)
    local visited, queue, head, sum = { [from] = true }, { from }, 1, 0
    while queue[head] do
        local node = queue[head]
        head = head + 1
        sum = sum + node.id
        for _, other in ipairs(node.out) do
            if not visited[other] then visited[other] = true queue[#queue + 1] = other end
        end
    end
    return head - 1, sum
end
local counted, sum = 0, 0
for i = 1, 150 do
    local n, s = reach(nodes[i])
    counted, sum = counted + n, sum + s
    if i % 20 == 0 then collectgarbage() end
end
check.show("reached", counted, sum)

-- Distances and predecessors by object; edges removed in the middle.
local function distances(from)
    local d, frontier = { [from] = 0 }, { from }
    while #frontier > 0 do
        local following = {}
        for _, node in ipairs(frontier) do
            for _, other in ipairs(node.out) do
                if d[other] == nil then d[other] = d[node] + 1 following[#following + 1] = other end
            end
        end
        frontier = following
    end
    local total, far = 0, 0
    for _, v in pairs(d) do total, far = total + v, math.max(far, v) end
    return total, far
end
check.show("distances", distances(nodes[1]))
for i = 1, 400, 3 do nodes[i].out[2] = nil end
check.show("edges removed", distances(nodes[1]))

-- Data attached to objects from outside, moved between tables, deleted while iterating.
local weight = {}
for round = 1, 20 do
    for i = 1, 400 do local n = nodes[i] weight[n] = (weight[n] or 0) + i end
    if round % 5 == 0 then
        for n in pairs(weight) do if n.id % 2 == 0 then weight[n] = nil end end
    end
end
local total, left = 0, 0
for n, w in pairs(weight) do total, left = total + n.id * w, left + 1 end
check.show("weights", total, left, weight[nodes[1]], weight[nodes[2]])

-- Functions, coroutines and booleans as keys of one table.
local names = { [print] = "print", [true] = "yes", [false] = "no" }
local functions, threads = {}, {}
for i = 1, 100 do
    functions[i] = function() return i end
    threads[i] = coroutine.create(function() return i end)
    names[functions[i]], names[threads[i]] = i, -i
end
total = 0
for round = 1, 40 do
    for i = 1, 100 do total = total + names[functions[i]] * 3 + names[threads[i]] end
    total = total + #names[round % 2 == 0] + #names[print]
    if round == 20 then collectgarbage() for i = 1, 100, 2 do names[functions[i]] = 0 end end
end
check.show("kinds", total)

-- Memo tables over pairs of objects: tables of tables.
local memo, computed = {}, 0
local function similarity(a, b)
    local row = memo[a]
    if not row then row = {} memo[a] = row end
    local v = row[b]
    if not v then computed = computed + 1 v = math.abs(a.id - b.id) row[b] = v end
    return v
end
total = 0
for i = 1, 60000 do
    total = total + similarity(nodes[i % 37 + 1], nodes[i % 41 + 1])
    if i == 30000 then memo = setmetatable({}, { __mode = "k" }) end
end
check.show("memo", total, computed)

-- Short-lived keys: objects made, stored, looked up, dropped; weak tables forget them.
local registry, alive = setmetatable({}, { __mode = "k" }), {}
for i = 1, 8000 do
    local o = { i }
    registry[o] = i
    if i % 80 == 0 then alive[#alive + 1] = o end
    if registry[o] ~= i then error "lost at once" end
end
collectgarbage()
collectgarbage()
left, total = 0, 0
for o, i in pairs(registry) do left, total = left + 1, total + i end
for _, o in ipairs(alive) do assert(registry[o] == o[1]) end
check.show("registry", left >= 100 and left <= 101, #alive)

-- Double indexing: a list and a dictionary from items to their positions, with removal by swapping.
local list, position = {}, {}
for i = 1, 300 do list[i] = nodes[i] position[nodes[i]] = i end
local function drop(node)
    local at, last = position[node], list[#list]
    list[at], position[last] = last, at
    list[#list], position[node] = nil, nil
end
local function add(node) list[#list + 1] = node position[node] = #list end
for i = 1, 9000 do
    local node = nodes[i * 7 % 400 + 1]
    if position[node] then drop(node) else add(node) end
end
total = 0
for i, node in ipairs(list) do assert(position[node] == i) total = total + node.id end
check.show("positions", #list, total)

-- Keys whose metatable has __eq and __index: the identity counts, not equality.
local Same = { __eq = function() return true end, __index = function() return 0 end }
local p, q = setmetatable({}, Same), setmetatable({}, Same)
local by = { [p] = "p", [q] = "q" }
total = 0
for i = 1, 4000 do
    total = total + (by[i % 2 == 0 and p or q] == (i % 2 == 0 and "p" or "q") and 1 or 0) + (p == q and 1 or 0)
end
check.show("identity", total)

print "done"
