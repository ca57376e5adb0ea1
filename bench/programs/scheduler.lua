-- An operating system in small: tasks with priorities and mailboxes pass packets through slow devices.
-- kind: objects
-- idioms: classes with one base class; methods that differ per class at one call site; linked lists; state in
--   fields

local PACKETS, WINDOW = 36000, 12

local Task = {}
Task.__index = Task

function Task.init(self, kernel, name, priority)
  self.kernel, self.name, self.priority = kernel, name, priority
  self.first, self.last, self.waiting = nil, nil, 0
  self.asleep = false
  self.steps = 0
  return self
end

function Task:post(packet)
  packet.next = nil
  if self.last then
    self.last.next = packet
  else
    self.first = packet
  end
  self.last = packet
  self.waiting = self.waiting + 1
end

function Task:take()
  local packet = self.first
  self.first = packet.next
  if not self.first then
    self.last = nil
  end
  self.waiting = self.waiting - 1
  return packet
end

function Task:runnable()
  return self.waiting > 0 and not self.asleep
end

function Task:sleep(ticks)
  self.asleep = true
  self.kernel:wake_later(self, ticks)
end

function Task:wake()
  self.asleep = false
end

local function class(base)
  local methods = setmetatable({}, base)
  methods.__index = methods
  return methods
end

-- Sends numbered packets, never more than its window of them at a time.
local Source = class(Task)

function Source.new(kernel, priority, router)
  local self = Task.init(setmetatable({}, Source), kernel, "source", priority)
  self.router, self.sent, self.credit = router, 0, WINDOW
  return self
end

function Source:runnable()
  return self.credit > 0 and self.sent < PACKETS
end

function Source:step()
  self.credit = self.credit - 1
  self.sent = self.sent + 1
  self.router:post({number = self.sent, hops = 0, value = self.sent % 97})
end

-- Hands each packet to one of its devices, by the packet's number.
local Router = class(Task)

function Router.new(kernel, priority)
  local self = Task.init(setmetatable({}, Router), kernel, "router", priority)
  self.targets = {}
  return self
end

function Router:step()
  local packet = self:take()
  packet.hops = packet.hops + 1
  self.targets[packet.number % #self.targets + 1]:post(packet)
end

-- Works on one packet for some ticks of the clock before it passes the packet on.
local Device = class(Task)

function Device.new(kernel, priority, ticks, factor, output)
  local self = Task.init(setmetatable({}, Device), kernel, "device", priority)
  self.ticks, self.factor, self.output, self.current = ticks, factor, output, nil
  return self
end

function Device:runnable()
  return not self.asleep and (self.current ~= nil or self.waiting > 0)
end

function Device:step()
  local packet = self.current
  if packet then
    self.current = nil
    packet.value = packet.value * self.factor
    self.output:post(packet)
  else
    packet = self:take()
    packet.hops = packet.hops + 1
    self.current = packet
    self:sleep(self.ticks)
  end
end

-- Adds up what arrives and gives the source its credit back.
local Sink = class(Task)

function Sink.new(kernel, priority)
  local self = Task.init(setmetatable({}, Sink), kernel, "sink", priority)
  self.count, self.sum, self.hops = 0, 0, 0
  return self
end

function Sink:step()
  local packet = self:take()
  self.count = self.count + 1
  self.sum = self.sum + packet.value
  self.hops = self.hops + packet.hops
  self.source.credit = self.source.credit + 1
end

-- Always runnable, at the lowest priority: when nothing else can run, time passes.
local Clock = class(Task)

function Clock.new(kernel, priority)
  return Task.init(setmetatable({}, Clock), kernel, "clock", priority)
end

function Clock:runnable()
  return true
end

function Clock:step()
  self.kernel:tick()
end

local Kernel = {}
Kernel.__index = Kernel

function Kernel.new()
  return setmetatable({tasks = {}, sleepers = nil, now = 0, idle = 0}, Kernel)
end

-- Keeps the tasks in falling order of priority.
function Kernel:add(task)
  local at = #self.tasks + 1
  while at > 1 and self.tasks[at - 1].priority < task.priority do
    at = at - 1
  end
  table.insert(self.tasks, at, task)
  return task
end

-- The sleepers are a list ordered by waking time.
function Kernel:wake_later(task, ticks)
  local entry = {task = task, time = self.now + ticks}
  local before, after = nil, self.sleepers
  while after and after.time <= entry.time do
    before, after = after, after.next
  end
  entry.next = after
  if before then
    before.next = entry
  else
    self.sleepers = entry
  end
end

function Kernel:tick()
  self.now = self.now + 1
  while self.sleepers and self.sleepers.time <= self.now do
    self.sleepers.task:wake()
    self.sleepers = self.sleepers.next
  end
end

function Kernel:choose()
  local tasks = self.tasks
  for i = 1, #tasks do
    if tasks[i]:runnable() then
      return tasks[i]
    end
  end
end

local function run()
  local kernel = Kernel.new()
  local router = kernel:add(Router.new(kernel, 50))
  local sink = kernel:add(Sink.new(kernel, 60))
  local source = kernel:add(Source.new(kernel, 40, router))
  sink.source = source
  local factors = {1, 2, 3, 5}
  for i, factor in ipairs(factors) do
    router.targets[i] = kernel:add(Device.new(kernel, 10 * i, i, factor, sink))
  end
  kernel:add(Clock.new(kernel, 0))

  local steps = 0
  while sink.count < PACKETS do
    local task = kernel:choose()
    task.steps = task.steps + 1
    task:step()
    steps = steps + 1
  end

  local expected = 0
  for number = 1, PACKETS do
    expected = expected + number % 97 * factors[number % #factors + 1]
  end
  -- A packet takes one step of the source, the router and the sink, and two of a device; the rest is the clock's.
  if sink.sum ~= expected or sink.hops ~= 2 * PACKETS or steps ~= 5 * PACKETS + kernel.now then
    error("scheduler: sum " .. sink.sum .. ", " .. sink.hops .. " hops, " .. steps .. " steps")
  end
end

return run
