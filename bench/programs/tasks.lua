-- Cooperative tasks that talk through bounded channels, run by a scheduler in Lua.
-- kind: coroutines
-- idioms: coroutines as threads; yields from deep calls and across pcall; many short-lived coroutines; closures
--   over channels

local create, resume, status, yield = coroutine.create, coroutine.resume, coroutine.status, coroutine.yield

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
  return setmetatable({ready = {}, first = 1, last = 0, started = 0, finished = 0, switches = 0}, Scheduler)
end

function Scheduler:enqueue(thread)
  self.last = self.last + 1
  self.ready[self.last] = thread
end

function Scheduler:spawn(body, ...)
  local arguments, count = {...}, select("#", ...)
  local thread = create(function() return body((table.unpack or unpack)(arguments, 1, count)) end)
  self.started = self.started + 1
  self:enqueue(thread)
end

-- A task that yields "again" runs again in its turn; one that yields nothing waits for somebody to enqueue it.
function Scheduler:run()
  while self.first <= self.last do
    local thread = self.ready[self.first]
    self.ready[self.first] = nil
    self.first = self.first + 1
    self.switches = self.switches + 1
    local ok, wish = resume(thread)
    if not ok then
      error(wish, 0)
    elseif status(thread) == "dead" then
      self.finished = self.finished + 1
    elseif wish == "again" then
      self:enqueue(thread)
    end
  end
end

local Channel = {}
Channel.__index = Channel

function Channel.new(scheduler, capacity)
  return setmetatable({
    scheduler = scheduler, capacity = capacity, items = {}, head = 0, count = 0,
    readers = {}, writers = {}, closed = false,
  }, Channel)
end

local function wake_one(scheduler, waiting)
  local thread = table.remove(waiting)
  if thread then
    scheduler:enqueue(thread)
  end
end

function Channel:send(item)
  while self.count == self.capacity do
    table.insert(self.writers, (coroutine.running()))
    yield()
  end
  self.items[(self.head + self.count) % self.capacity] = item
  self.count = self.count + 1
  wake_one(self.scheduler, self.readers)
end

-- Answers nil once the channel is closed and empty.
function Channel:receive()
  while self.count == 0 do
    if self.closed then
      return nil
    end
    table.insert(self.readers, (coroutine.running()))
    yield()
  end
  local item = self.items[self.head]
  self.head = (self.head + 1) % self.capacity
  self.count = self.count - 1
  wake_one(self.scheduler, self.writers)
  return item
end

function Channel:close()
  self.closed = true
  while #self.readers > 0 do
    wake_one(self.scheduler, self.readers)
  end
end

local ITEMS, PRODUCERS, WORKERS = 45000, 3, 5

local function produce(channel, from)
  for i = from, ITEMS, PRODUCERS do
    channel:send(i)
  end
end

-- Fails for one item in 50; the failure is caught across the yields inside `receive` and `send`.
local function work(input, output)
  while true do
    local more
    local ok, problem = pcall(function()
      local item = input:receive()
      more = item ~= nil
      if more then
        if item % 50 == 0 then
          error({item = item})
        end
        output:send(item * item)
      end
    end)
    if not ok then
      output:send(-problem.item)
    elseif not more then
      return
    end
  end
end

local function run()
  local scheduler = Scheduler.new()
  local input, output = Channel.new(scheduler, 8), Channel.new(scheduler, 4)
  local running_producers, running_workers = PRODUCERS, WORKERS
  for p = 1, PRODUCERS do
    scheduler:spawn(function()
      produce(input, p)
      running_producers = running_producers - 1
      if running_producers == 0 then
        input:close()
      end
    end)
  end
  for _ = 1, WORKERS do
    scheduler:spawn(function()
      work(input, output)
      running_workers = running_workers - 1
      if running_workers == 0 then
        output:close()
      end
    end)
  end
  local sum, failed = 0, 0
  scheduler:spawn(function()
    for value in function() return output:receive() end do
      if value < 0 then
        failed = failed - value
      else
        sum = sum + value
      end
    end
  end)

  -- Short-lived tasks, each of which starts the next.
  local born = 0
  local function mayfly(left, ...)
    born = born + select("#", ...)
    yield("again")
    if left > 1 then
      scheduler:spawn(mayfly, left - 1, nil, left)
    end
  end
  scheduler:spawn(mayfly, 25000, nil, nil)
  scheduler:run()

  local squares, multiples = 0, 0
  for i = 1, ITEMS do
    if i % 50 == 0 then
      multiples = multiples + i
    else
      squares = squares + i * i
    end
  end
  if sum ~= squares or failed ~= multiples or born ~= 50000 or scheduler.finished ~= scheduler.started then
    error("tasks: " .. sum .. ", " .. failed .. ", " .. born .. ", " .. scheduler.finished .. " finished")
  end
end

return run
