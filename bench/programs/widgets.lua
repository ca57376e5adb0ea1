-- Lays out a tree of user-interface widgets whose classes inherit from each other, up to six deep.
-- kind: objects
-- idioms: inheritance several __index tables deep; calls of the overridden method; polymorphic tree walks

local function class(base)
  local methods = {}
  methods.__index = methods
  methods.base = base
  return setmetatable(methods, base)
end

local Object = class(nil)

function Object:init(id)
  self.id = id
  return self
end

function Object:identity()
  return self.id
end

local Node = class(Object)

function Node:init(id)
  Object.init(self, id)
  self.parent = false
  return self
end

function Node:depth()
  local depth, node = 0, self.parent
  while node do
    depth, node = depth + 1, node.parent
  end
  return depth
end

local Widget = class(Node)

function Widget:init(id, width, height)
  Node.init(self, id)
  self.width, self.height = width, height
  self.x, self.y = 0, 0
  self.visible = true
  return self
end

function Widget:measure()
  return self.width, self.height
end

function Widget:place(x, y)
  self.x, self.y = x, y
end

function Widget:hit(x, y)
  if self.visible and x >= self.x and y >= self.y and x < self.x + self.width and y < self.y + self.height then
    return self
  end
end

function Widget:area()
  return self.width * self.height
end

local Label = class(Widget)

function Label:init(id, text)
  Widget.init(self, id, #text * 8, 16)
  self.text = text
  return self
end

local Button = class(Label)

function Button:init(id, text)
  Label.init(self, id, text)
  self.pressed = 0
  return self
end

function Button:measure()
  self.width, self.height = #self.text * 8 + 12, 24
  return self.width, self.height
end

function Button:press()
  self.pressed = self.pressed + 1
end

local Toggle = class(Button)

function Toggle:init(id, text)
  Button.init(self, id, text)
  self.on = false
  return self
end

function Toggle:press()
  Button.press(self)
  self.on = not self.on
end

local Container = class(Widget)

function Container:init(id)
  Widget.init(self, id, 0, 0)
  self.children = {}
  return self
end

function Container:add(child)
  child.parent = self
  self.children[#self.children + 1] = child
  return self
end

function Container:hit(x, y)
  if Widget.hit(self, x, y) then
    for _, child in ipairs(self.children) do
      local found = child:hit(x, y)
      if found then
        return found
      end
    end
    return self
  end
end

local Row = class(Container)

function Row:measure()
  local width, height = 0, 0
  for _, child in ipairs(self.children) do
    local w, h = child:measure()
    width = width + w
    if h > height then
      height = h
    end
  end
  self.width, self.height = width, height
  return width, height
end

function Row:place(x, y)
  Widget.place(self, x, y)
  for _, child in ipairs(self.children) do
    child:place(x, y)
    x = x + child.width
  end
end

local Column = class(Container)

function Column:measure()
  local width, height = 0, 0
  for _, child in ipairs(self.children) do
    local w, h = child:measure()
    height = height + h
    if w > width then
      width = w
    end
  end
  self.width, self.height = width, height
  return width, height
end

function Column:place(x, y)
  Widget.place(self, x, y)
  for _, child in ipairs(self.children) do
    child:place(x, y)
    y = y + child.height
  end
end

local Padded = class(Column)

function Padded:init(id, margin)
  Column.init(self, id)
  self.margin = margin
  return self
end

function Padded:measure()
  local width, height = Column.measure(self)
  self.width, self.height = width + 2 * self.margin, height + 2 * self.margin
  return self.width, self.height
end

function Padded:place(x, y)
  Column.place(self, x + self.margin, y + self.margin)
  Widget.place(self, x, y)
end

local counter

local function new(widget_class, ...)
  counter = counter + 1
  return setmetatable({}, widget_class):init(counter, ...)
end

local LEAVES = {
  function() return new(Label, "label") end,
  function() return new(Button, "button") end,
  function() return new(Toggle, "on/off") end,
  function() return new(Widget, 30, 30) end,
}

local function build(depth, leaves)
  if depth == 0 then
    local leaf = LEAVES[counter % #LEAVES + 1]()
    leaves[#leaves + 1] = leaf
    return leaf
  end
  local container
  if depth % 3 == 0 then
    container = new(Padded, 2)
  elseif depth % 3 == 1 then
    container = new(Row)
  else
    container = new(Column)
  end
  for _ = 1, 4 do
    container:add(build(depth - 1, leaves))
  end
  return container
end

local function run()
  counter = 0
  local leaves = {}
  local root = build(5, leaves)
  for _ = 1, 400 do
    root:measure()
    root:place(0, 0)
  end
  local area, depths, identities = 0, 0, 0
  for _, leaf in ipairs(leaves) do
    area = area + leaf:area()
    depths = depths + leaf:depth()
    identities = identities + leaf:identity()
    local found = root:hit(leaf.x, leaf.y)
    if found ~= leaf then
      error("widgets: the click on widget " .. leaf.id .. " reached another one")
    end
    if leaf.press then
      leaf:press()
    end
  end
  local on = 0
  for _, leaf in ipairs(leaves) do
    if leaf.on then
      on = on + 1
    end
  end
  if #leaves ~= 1024 or depths ~= 5 * 1024 or area ~= 256 * 4420 or on ~= 256 or identities ~= 701952 then
    error("widgets: area " .. area .. ", " .. on .. " toggles on, identities " .. identities)
  end
end

return run
