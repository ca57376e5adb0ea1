-- Simulates a bank: customers arrive, queue, are served by tellers, and some of what they ask for is refused.
-- kind: objects
-- idioms: pcall in the hot loop; errors that are tables; a priority queue of events; inheritance with overridden
--   methods

local CUSTOMERS, TELLERS, ACCOUNTS = 36000, 4, 50

local Account = {}
Account.__index = Account

function Account.new(number, balance)
  return setmetatable({number = number, balance = balance, operations = 0}, Account)
end

function Account:available()
  return self.balance
end

function Account:deposit(amount)
  if amount <= 0 then
    error({code = "amount", account = self.number})
  end
  self.balance = self.balance + amount
  self.operations = self.operations + 1
end

function Account:withdraw(amount)
  if amount > self:available() then
    error({code = "funds", account = self.number})
  end
  self.balance = self.balance - amount
  self.operations = self.operations + 1
end

local Credit = setmetatable({}, {__index = Account})
Credit.__index = Credit

function Credit.new(number, balance, limit)
  local self = setmetatable(Account.new(number, balance), Credit)
  self.limit = limit
  return self
end

function Credit:available()
  return self.balance + self.limit
end

-- Raises what the deposit raises, after the withdrawal has been undone.
local function transfer(from, to, amount)
  from:withdraw(amount)
  local done, problem = pcall(to.deposit, to, amount)
  if not done then
    from.balance = from.balance + amount
    from.operations = from.operations - 1
    error(problem)
  end
end

-- A binary heap of events, the earliest first; events of one time come in the order they were made.
local Agenda = {}
Agenda.__index = Agenda

function Agenda.new()
  return setmetatable({size = 0, made = 0}, Agenda)
end

local function before(a, b)
  if a.time == b.time then
    return a.order < b.order
  end
  return a.time < b.time
end

function Agenda:add(time, action, subject)
  self.made = self.made + 1
  local event = {time = time, order = self.made, action = action, subject = subject}
  self.size = self.size + 1
  local at = self.size
  while at > 1 do
    local parent = math.floor(at / 2)
    if before(self[parent], event) then
      break
    end
    self[at] = self[parent]
    at = parent
  end
  self[at] = event
end

function Agenda:next()
  local first, last = self[1], self[self.size]
  self[self.size] = nil
  self.size = self.size - 1
  local at = 1
  while true do
    local child = at * 2
    if child > self.size then
      break
    end
    if child < self.size and before(self[child + 1], self[child]) then
      child = child + 1
    end
    if before(last, self[child]) then
      break
    end
    self[at] = self[child]
    at = child
  end
  if self.size > 0 then
    self[at] = last
  end
  return first
end

local function new_random(seed)
  return function(n)
    seed = seed * 16807 % 2147483647
    return seed % n + 1
  end
end

local Bank = {}
Bank.__index = Bank

function Bank.new()
  local self = setmetatable({agenda = Agenda.new(), random = new_random(2025), accounts = {}}, Bank)
  for i = 1, ACCOUNTS do
    self.accounts[i] = i % 3 == 0 and Credit.new(i, 500, 300) or Account.new(i, 500)
  end
  self.free, self.waiting, self.first, self.last = TELLERS, {}, 1, 0
  self.served, self.waited, self.now, self.attempts = 0, 0, 0, 0
  self.refused = {funds = 0, amount = 0}
  return self
end

function Bank:arrive(customer)
  customer.arrived = self.now
  self.last = self.last + 1
  self.waiting[self.last] = customer
  if customer.number < CUSTOMERS then
    self.agenda:add(self.now + self.random(6), "arrive", {number = customer.number + 1})
  end
  self:serve()
end

function Bank:serve()
  if self.free > 0 and self.first <= self.last then
    local customer = self.waiting[self.first]
    self.waiting[self.first] = nil
    self.first = self.first + 1
    self.free = self.free - 1
    self.waited = self.waited + self.now - customer.arrived
    self.agenda:add(self.now + 4 + self.random(16), "leave", customer)
  end
end

function Bank:leave()
  self.free = self.free + 1
  self.served = self.served + 1
  for _ = 1, self.random(5) do
    local from, to = self.accounts[self.random(ACCOUNTS)], self.accounts[self.random(ACCOUNTS)]
    local done, problem = pcall(transfer, from, to, self.random(420) - 20)
    if not done then
      self.refused[problem.code] = self.refused[problem.code] + 1
    end
    self.attempts = self.attempts + 1
  end
  self:serve()
end

local function run()
  local bank = Bank.new()
  bank.agenda:add(1, "arrive", {number = 1})
  while bank.agenda.size > 0 do
    local event = bank.agenda:next()
    bank.now = event.time
    bank[event.action](bank, event.subject)
  end
  local total, operations = 0, 0
  for _, account in ipairs(bank.accounts) do
    if account:available() < 0 then
      error("bank: account " .. account.number .. " is overdrawn")
    end
    total = total + account.balance
    operations = operations + account.operations
  end
  local refused = bank.refused.funds + bank.refused.amount
  if bank.served ~= CUSTOMERS or bank.free ~= TELLERS or total ~= 500 * ACCOUNTS
      or operations ~= 2 * (bank.attempts - refused) or refused ~= 32592 or bank.waited ~= 132739 then
    error("bank: " .. bank.served .. " served, total " .. total .. ", " .. refused .. " of " .. bank.attempts
      .. " refused, waited " .. bank.waited .. ", " .. operations .. " operations")
  end
end

return run
