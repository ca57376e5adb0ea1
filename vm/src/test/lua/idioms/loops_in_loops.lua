-- Loops that are short, and run often: in loops, in functions, generic ones entered in their body, with other ways out.

package.path = "../?.lua"
local check = require "check"

local list, fields = {}, {}
for i = 1, 60 do list[i] = i fields["k" .. i] = i end

local function count_to(n) local i = 0 return function() i = i + 1 if i <= n then return i, i * 2 end end end
local sum = 0
for round = 1, 400 do
    for _, v in pairs(fields) do sum = sum + v end
    for i, v in ipairs(list) do sum = sum + i * v end
    for a, b in count_to(30) do sum = sum + a - b end
    for i = 1, 20 do
        if i == round % 25 then break end
        for j = i, 10 do sum = sum + j end
    end
    local n = 0
    while n < 15 do
        n = n + 1
        if n % 4 == 0 then goto continue end
        sum = sum + n
        ::continue::
    end
    repeat n = n - 1 until n < round % 3
    sum = sum + n
end
check.show("sum", sum)

local function search(wanted)
    for i, row in ipairs { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } } do
        for j, value in ipairs(row) do
            if value == wanted then return i, j end
        end
    end
end
local found = 0
for i = 1, 2000 do
    local a, b = search(i % 12)
    found = found + (a or 0) * 10 + (b or 0)
end
check.show("found", found)

local function matrix(n)
    local m = {}
    for i = 1, n do
        m[i] = {}
        for j = 1, n do m[i][j] = i * j % 7 end
    end
    return m
end
local function product(a, b)
    local n, c = #a, {}
    for i = 1, n do
        local row = {}
        for j = 1, n do
            local s = 0
            for k = 1, n do s = s + a[i][k] * b[k][j] end
            row[j] = s
        end
        c[i] = row
    end
    return c
end
local trace = 0
for n = 1, 30 do
    local m = product(matrix(n), matrix(n))
    for i = 1, n do trace = trace + m[i][i] end
end
check.show("trace", trace)

-- An error in a round, and a table that changes while it is gone through.
local ok, message = pcall(function()
    for i, v in ipairs(list) do
        for k in pairs(fields) do sum = sum + #k end
        if i == 50 then list[55] = nil end
        if v == 57 then error("not reached", 0) end
    end
    for _, v in pairs(list) do if v == 59 then error("reached", 0) end end
end)
check.show("ended", ok, message, sum)
do
  -- The variable of an inner loop has no value before that, though its register is the same in each round of the outer one.
  local function none() end
  local all = {}
  for i = 1, 400 do
    local rows, sum = {}, 0
    for j = 1, 3 do
      rows[j] = {}
      for k = 1, 3 do rows[j][k] = j * k + i end
    end
    none(sum)
    for j in pairs(rows) do sum = sum + rows[j][2] end
    all[i] = sum
  end
  print(all[1], all[400])
end

print "done"
