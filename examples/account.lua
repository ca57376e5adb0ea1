-- Classes, inheritance and errors: bank accounts of three kinds.
--
--   vm/bin/vm examples/account.lua

local Account = {}
Account.__index = Account

function Account.new(class, owner, balance)
  return setmetatable({owner = owner, balance = balance or 0}, class)
end

function Account:deposit(amount)
  if amount <= 0 then
    error("a deposit must be positive", 0)
  end
  self.balance = self.balance + amount
end

function Account:withdraw(amount)
  if amount > self:available() then
    error(string.format("%s has only %.2f available", self.owner, self:available()), 0)
  end
  self.balance = self.balance - amount
end

function Account:available()
  return self.balance
end

function Account:__tostring()
  return string.format("%-8s %-16s %9.2f", self.kind, self.owner, self.balance)
end

function Account.__lt(a, b)
  return a.balance < b.balance
end

Account.kind = "account"

-- A class that falls back on another one; metamethods are not inherited through __index, so they are copied.
local function inherit(base, fields)
  local class = setmetatable(fields, base)
  class.__index = class
  class.__tostring = base.__tostring
  class.__lt = base.__lt
  return class
end

local Savings = inherit(Account, {kind = "savings", rate = 0.02})

function Savings:add_interest()
  self:deposit(self.balance * self.rate)
end

local Credit = inherit(Account, {kind = "credit"})

function Credit.new(class, owner, balance, limit)
  local self = Account.new(class, owner, balance)
  self.limit = limit
  return self
end

function Credit:available()
  return Account.available(self) + self.limit
end

local accounts = {
  Account:new("Ada", 120),
  Savings:new("Grace", 1000),
  Credit:new("Edsger", 50, 200),
}

for _, account in ipairs(accounts) do
  local done, problem = pcall(account.withdraw, account, 180)
  print(done and account.owner .. " takes out 180" or "refused: " .. problem)
end

accounts[2]:add_interest()
print("refused: " .. select(2, pcall(accounts[1].deposit, accounts[1], -5)))

table.sort(accounts, function(a, b) return b < a end)
for _, account in ipairs(accounts) do
  print(account)
end
