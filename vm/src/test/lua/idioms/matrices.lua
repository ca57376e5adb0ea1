-- Idiom: matrices as arrays of arrays, in numeric loops.
-- Changes on the way: elements from integers to floats, rows replaced and shared, ragged rows, metatables on rows.

package.path = "../?.lua"
local check = require "check"

local function matrix(n, m, f)
    local a = {}
    for i = 1, n do
        local row = {}
        for j = 1, m do row[j] = f(i, j) end
        a[i] = row
    end
    return a
end
local function multiply(a, b)
    local n, m, p, c = #a, #b, #b[1], {}
    for i = 1, n do
        local row, ai = {}, a[i]
        for j = 1, p do
            local s = 0
            for k = 1, m do s = s + ai[k] * b[k][j] end
            row[j] = s
        end
        c[i] = row
    end
    return c
end
local function trace(a) local t = 0 for i = 1, #a do t = t + a[i][i] end return t end
local function total(a) local t = 0 for i = 1, #a do for j = 1, #a[i] do t = t + a[i][j] end end return t end

-- Integers, wrapping; then a single float; then all floats.
local a, b = matrix(30, 30, function(i, j) return i * j % 7 end), matrix(30, 30, function(i, j) return i + j end)
local c
for _ = 1, 40 do c = multiply(a, b) end
check.show("integers", trace(c), total(c))
local big = matrix(20, 20, function(i, j) return math.maxinteger // (i + j) end)
check.show("wrapping", trace(multiply(big, big)))
a[15][15] = 0.5
c = multiply(a, b)
check.show("one float", trace(c), math.type(c[1][1]), math.type(c[15][1]))
a = matrix(30, 30, function(i, j) return i / j end)
for _ = 1, 3 do c = multiply(a, b) end
check.show("floats", trace(c), total(c))

-- Rows are replaced, shared by several indices, exchanged.
b[3] = b[4]
b[5], b[6] = b[6], b[5]
check.show("shared rows", trace(multiply(a, b)))
b[4][1] = 1000
check.show("changed through one of them", b[3][1], trace(multiply(a, b)))

-- Gaussian elimination with row exchange.
local function solve(m, n)
    for k = 1, n do
        local best = k
        for i = k + 1, n do if math.abs(m[i][k]) > math.abs(m[best][k]) then best = i end end
        m[k], m[best] = m[best], m[k]
        for i = k + 1, n do
            local f = m[i][k] / m[k][k]
            for j = k, n + 1 do m[i][j] = m[i][j] - f * m[k][j] end
        end
    end
    local x = {}
    for i = n, 1, -1 do
        local s = m[i][n + 1]
        for j = i + 1, n do s = s - m[i][j] * x[j] end
        x[i] = s / m[i][i]
    end
    return x
end
local x
for round = 1, 12 do x = solve(matrix(24, 25, function(i, j) return j == 25 and i or (i == j and 30 or
    (i * j * round) % 11) end), 24) end
check.show("solved", ("%.9f %.9f %.9f"):format(x[1], x[12], x[24]))

-- Life on a torus, with booleans, then with numbers, then with a row that disappears.
local function life(cells, n, rounds, alive, dead)
    for _ = 1, rounds do
        local following = {}
        for i = 1, n do
            local up, here, below, row = cells[(i - 2) % n + 1], cells[i], cells[i % n + 1], {}
            for j = 1, n do
                local l, r = (j - 2) % n + 1, j % n + 1
                local count = 0
                for _, v in ipairs { up[l], up[j], up[r], here[l], here[r], below[l], below[j], below[r] } do
                    if v == alive then count = count + 1 end
                end
                row[j] = (count == 3 or count == 2 and here[j] == alive) and alive or dead
            end
            following[i] = row
        end
        cells = following
    end
    local population = 0
    for i = 1, n do for j = 1, n do if cells[i][j] == alive then population = population + 1 end end end
    return population
end
check.show("life", life(matrix(20, 20, function(i, j) return i * j % 3 == 0 end), 20, 6, true, false),
    life(matrix(20, 20, function(i, j) return i * j % 3 == 0 and 1 or 0 end), 20, 6, 1, 0),
    life(matrix(20, 20, function(i, j) return (i + j) % 4 < 2 and "x" or "o" end), 20, 6, "x", "o"))
check.try("a row is missing", life, { { true }, nil, { true } }, 3, 1, true, false)

-- Ragged rows, a triangle, rows with nil at the end, rows with metatables.
local triangle = matrix(1, 1, function() return 1 end)
for i = 2, 60 do
    local row, previous = {}, triangle[i - 1]
    for j = 1, i do row[j] = ((previous[j - 1] or 0) + (previous[j] or 0)) % 1000003 end
    triangle[i] = row
end
check.show("triangle", triangle[60][30], total(triangle))
local sparse = matrix(40, 40, function(i, j) return (i * j) % 9 == 0 and i or nil end)
local t = 0
for round = 1, 10 do
    for i = 1, 40 do local row = sparse[i] for j = 1, 40 do t = t + (row[j] or 0) end end
    if round == 5 then for i = 1, 40 do setmetatable(sparse[i], { __index = function() return 1 end }) end end
end
check.show("sparse", t)

-- Flat arrays with computed indices give the same.
local n = 30
local flat_a, flat_b = {}, {}
for i = 1, n do for j = 1, n do flat_a[(i - 1) * n + j], flat_b[(i - 1) * n + j] = i / j, (i == 3 and b[4][j] or
    b[i][j]) end end
local diagonal = 0
for i = 1, n do for k = 1, n do diagonal = diagonal + flat_a[(i - 1) * n + k] * flat_b[(k - 1) * n + i] end end
check.show("flat", ("%.6f"):format(diagonal), ("%.6f"):format(trace(multiply(a, b))))

-- Three dimensions, and transposition in place.
local cube = {}
for i = 1, 12 do cube[i] = matrix(12, 12, function(j, k) return i * 100 + j * 10 + k end) end
t = 0
for _ = 1, 5 do for i = 1, 12 do for j = 1, 12 do for k = 1, 12 do t = t + cube[k][i][j] - cube[i][j][k] end end end end
for i = 1, n do for j = i + 1, n do b[i][j], b[j][i] = b[j][i], b[i][j] end end
check.show("cube", t, total(b))

-- Loops that read rows and write elements; then a row that is written is the array of rows, or another row that is read.
local function scale(rows, target, n)
    for i = 1, n do
        local row = rows[1]
        target[i] = row[2] * 2 + i
    end
    return n
end
local function subtract(rows, n, from, what)
    for i = 1, n do rows[from][i] = rows[from][i] - rows[what][1] * rows[what][i] end
end
local function fresh() return {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}} end
for _ = 1, 200 do
    local m = fresh()
    scale(m, m[2], 4)
    scale(m, {0, 0, 0, 0}, 4)
    subtract(m, 4, 3, 2)
end
local m = fresh()
check.show("a row", scale(m, m[2], 4), table.unpack(m[2]))
for _ = 1, 3 do
    m = fresh()
    check.show("itself", scale(m, m[1], 4), table.unpack(m[1]))
    m = fresh()
    check.show("the rows", (pcall(scale, m, m, 3)), type(m[1]), type(m[2]))
    m = fresh()
    subtract(m, 4, 2, 2)
    check.show("from itself", table.unpack(m[2]))
    m[3] = m[1]
    subtract(m, 4, 3, 1)
    check.show("the same row", table.unpack(m[1]))
end
m = fresh()
subtract(m, 4, 3, 1)
check.show("apart", table.unpack(m[3]))

print "done"
