-- Idiom: inheritance several __index tables deep; calls to inherited methods and to super methods.
-- Changes on the way: overriding in the middle of the chain, removal, another parent, fields moved between levels.

package.path = "../?.lua"
local check = require "check"

local function class(parent)
    local c = setmetatable({}, { __index = parent })
    c.__index = c
    c.new = function(...) local o = setmetatable({}, c) o:init(...) return o end
    return c
end

local Node = class()
function Node:init(value) self.value = value end
function Node:eval() return self.value end
function Node:cost() return 1 end
function Node:describe() return "node" end
local Unary = class(Node)
function Unary:init(child) Node.init(self, 0) self.child = child end
local Negate = class(Unary)
function Negate:eval() return -self.child:eval() end
local Binary = class(Node)
function Binary:init(left, right) Node.init(self, 0) self.left, self.right = left, right end
function Binary:cost() return Node.cost(self) + self.left:cost() + self.right:cost() end
local Add = class(Binary)
function Add:eval() return self.left:eval() + self.right:eval() end
local Multiply = class(Binary)
function Multiply:eval() return self.left:eval() * self.right:eval() end
local Checked = class(Add)
function Checked:eval() local r = Add.eval(self) if r > 1000 then return 1000 end return r end

local function build(depth, seed)
    if depth == 0 then return Node.new(seed % 5 - 2) end
    local kind = seed % 4
    if kind == 0 then return Negate.new(build(depth - 1, seed * 3 + 1)) end
    local make = kind == 1 and Add or kind == 2 and Multiply or Checked
    return make.new(build(depth - 1, seed * 5 + 1), build(depth - 1, seed * 7 + 2))
end

local tree = build(8, 1)
local function measure(rounds)
    local value, cost = 0, 0
    for _ = 1, rounds do value, cost = value + tree:eval(), cost + tree:cost() end
    return value, cost
end
check.show("warm-up", measure(1000))

-- Overriding below, then in the middle, then removal.
function Checked:cost() return 10 + Binary.cost(self) end
check.show("overridden at a leaf class", measure(100))
function Add:cost() return 100 + Binary.cost(self) end
check.show("overridden in the middle", measure(100))
Checked.cost = nil
check.show("removed below", measure(100))
Add.cost = nil
check.show("removed in the middle", measure(100))
function Node:cost() return 3 end
check.show("changed at the root", measure(100))

-- Another parent for a class, and back.
local Free = class(Node)
function Free:cost() return 0 end
getmetatable(Add).__index = Free
check.show("another parent", measure(100))
getmetatable(Add).__index = Binary
check.show("the old parent", measure(100))

-- Leaves that become floats, and leaves of another class.
local leaves = {}
local function collect(n)
    if n.left then
        collect(n.left)
        collect(n.right)
    elseif n.child then
        collect(n.child)
    else
        leaves[#leaves + 1] = n
    end
end
collect(tree)
for i = 1, #leaves, 4 do leaves[i].value = leaves[i].value + 0.5 end
check.show("floats", measure(70))
local Constant = class(class(class(class(Node))))
function Constant:eval() return 7 end
for i = 1, #leaves, 3 do setmetatable(leaves[i], Constant) end
check.show("deeper classes", measure(70))
for i = 1, #leaves, 3 do leaves[i].eval = function(self) return self.value end end
check.show("own methods", measure(70))

-- A chain of twelve classes, with a field found at different depths.
local chain, levels = nil, {}
for i = 1, 12 do
    chain = class(chain)
    levels[i] = chain
    chain["at" .. i] = function() return i end
end
levels[1].init = function() end
levels[1].shared = 1
local deep, sum = chain.new(), 0
for i = 1, 12000 do
    sum = sum + deep.at1() + deep.at12() + deep.at6() + deep.shared
    if i % 1000 == 0 then levels[i // 1000].shared = i // 1000 + 1 end
end
check.show("chain", sum)

print "done"
