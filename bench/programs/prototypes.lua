-- Metatables that are made all the time: objects that delegate to other objects, classes made anew, environments within each
-- other, methods found in several parents and kept.
-- kind: objects
-- idioms: a metatable for each object; __index to an object that is itself one of many; classes made by functions; __index
--   functions that cache what they find; fields that hide those of a prototype

local Prototype = {}

function Prototype:derive(fields)
  return setmetatable(fields or {}, {__index = self})
end

function Prototype:area()
  return self.width * self.height
end

-- A class with a few methods, which the caller forgets again.
local function account_class()
  local Account = {}
  Account.__index = Account

  function Account.new(balance)
    return setmetatable({balance = balance, transfers = 0}, Account)
  end

  function Account:deposit(amount)
    self.balance = self.balance + amount
    self.transfers = self.transfers + 1
  end

  function Account:withdraw(amount)
    if amount > self.balance then
      return false
    end
    self:deposit(-amount)
    return true
  end

  return Account
end

-- A class that takes methods from several others when they are first asked for.
local function mixed_class(...)
  local parents = {...}
  local class = setmetatable({}, {
    __index = function(class, key)
      for i = 1, #parents do
        local value = parents[i][key]
        if value ~= nil then
          class[key] = value
          return value
        end
      end
    end,
  })
  class.__index = class
  return class
end

local Named = {}

function Named:rename(name)
  self.name = name
end

function Named:label()
  return self.name .. "!"
end

local Counted = {count = 0}

function Counted:increase(by)
  self.count = self.count + by
  return self.count
end

-- Expressions that are evaluated in environments: {"let", name, value, body} begins a new one.
local evaluate
local operations = {
  number = function(node) return node[2] end,
  name = function(node, environment) return environment[node[2]] end,
  add = function(node, environment) return evaluate(node[2], environment) + evaluate(node[3], environment) end,
  multiply = function(node, environment) return evaluate(node[2], environment) * evaluate(node[3], environment) end,
  let = function(node, environment)
    local inner = setmetatable({}, {__index = environment})
    inner[node[2]] = evaluate(node[3], environment)
    return evaluate(node[4], inner)
  end,
}

function evaluate(node, environment)
  return operations[node[1]](node, environment)
end

local expression = {"let", "x", {"number", 3},
  {"let", "y", {"add", {"name", "x"}, {"number", 1}},
    {"let", "z", {"multiply", {"name", "x"}, {"name", "y"}},
      {"add", {"multiply", {"name", "z"}, {"name", "x"}}, {"name", "global"}}}}}

local function use_prototypes(n)
  local sum = 0
  for i = 1, n do
    local wide = Prototype:derive({width = i, height = 1})
    local high = wide:derive({height = 2})
    local plain = high:derive()
    sum = sum + wide:area() + high:area() + plain:area()
    plain.width = 1
    sum = sum + plain:area()
  end
  return sum
end

local function use_accounts(n)
  local Account = account_class()
  local account, refused = Account.new(n), 0
  for i = 1, n do
    account:deposit(1)
    if not account:withdraw(i % 4) then
      refused = refused + 1
    end
  end
  return account.balance, account.transfers, refused
end

local function use_mixed(n)
  local Mixed = mixed_class(Named, Counted)
  local length = 0
  for i = 1, n do
    local object = setmetatable({name = "object"}, Mixed)
    for k = 1, 10 do
      object:increase(k)
    end
    object:rename("number " .. object.count)
    length = length + #object:label()
  end
  return length
end

local function run()
  -- i*1 + i*2 + i*2 + 1*2, for i from 1 to n.
  if use_prototypes(4000) ~= 5 * (4000 * 4001 / 2) + 2 * 4000 then
    error("prototypes: wrong areas")
  end
  for _ = 1, 40 do
    -- Of four rounds, which withdraw 6 in all, the balance is 2 less afterwards: 2000 - 2 * 500.
    local balance, transfers, refused = use_accounts(2000)
    if balance ~= 1000 or transfers ~= 4000 or refused ~= 0 then
      error("prototypes: balance " .. balance .. " after " .. transfers .. " transfers")
    end
  end
  for _ = 1, 20 do
    if use_mixed(400) ~= 400 * #"number 55!" then
      error("prototypes: wrong labels")
    end
  end
  local globals, sum = {global = 7}, 0
  for _ = 1, 10000 do
    sum = sum + evaluate(expression, globals)
  end
  if sum ~= 10000 * 43 then
    error("prototypes: expressions add up to " .. sum)
  end
end

return run
