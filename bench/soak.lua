-- Makes and drops coroutines, closures, tables and strings for minutes (the argument; 10), and watches the resident size
-- of the process. Exit status 1 when that is in the last minute more than 5 % over what it was around the end of the first: the
-- median of six moments, each after a full collection, since a JVM's own size goes up and down by as much.

local SLICE_SECONDS = 10
local SLICES_PER_MINUTE = 6
local TOLERANCE = 1.05
local PAGES_PER_MEBIBYTE = 256
local KEPT = 5000

local kept = {}
local n = 0
local finalized = 0

local function resident()
  local file <close> = assert(io.open("/proc/self/statm"))
  local _, pages = file:read("n", "n")
  return pages / PAGES_PER_MEBIBYTE
end

local function work()
  n = n + 1
  -- Coroutines that end, and others that are abandoned in a yield.
  local co = coroutine.wrap(function(a)
    local b = coroutine.yield({a})
    return b
  end)
  co(n)
  if n % 2 == 0 then
    co(n)
  end
  -- Closures with variables of their own.
  local count = 0
  local function up()
    count = count + n
    return count
  end
  up()
  -- Tables as records, arrays and dictionaries; strings as keys.
  local t = {n, name = "name " .. n, next = kept[n % KEPT]}
  for k = 1, 10 do
    t["key" .. (n + k) % 300] = k
  end
  t.next = nil
  kept[n % KEPT] = t
  -- A string of some size, a finalizer, a function compiled at run time.
  local s = ("x"):rep(n % 20000) .. n
  if n % 100 == 0 then
    setmetatable({s}, {__gc = function(o)
      o[1] = nil
      finalized = finalized + 1
    end})
  end
  if n % 1000 == 0 then
    local chunk = load("local a, b = ... local s = 0 for i = a, b do s = s + i end return s -- " .. n)
    assert(chunk(1, 100) == 5050)
  end
end

local function median(sizes, from, to)
  local some = table.move(sizes, from, math.min(to, #sizes), 1, {})
  table.sort(some)
  local half = #some // 2
  return #some % 2 == 1 and some[half + 1] or (some[half] + some[half + 1]) / 2
end

local minutes = tonumber(arg[1] or 10)
local sizes = {}
for slice = 1, minutes * SLICES_PER_MINUTE do
  local ends = os.time() + SLICE_SECONDS
  repeat
    for _ = 1, 1000 do
      work()
    end
  until os.time() >= ends
  -- What is garbage at this moment is not to count; what has a finalizer goes with the second collection.
  collectgarbage()
  collectgarbage()
  sizes[slice] = resident()
  print(("%4d s  resident %.1f MiB, Lua heap %.1f MiB, %d rounds, %d finalized")
      :format(slice * SLICE_SECONDS, sizes[slice], collectgarbage("count") / 1024, n, finalized))
  io.stdout:flush()
end
local half = SLICES_PER_MINUTE // 2
local first = median(sizes, SLICES_PER_MINUTE - half + 1, SLICES_PER_MINUTE + half)
local last = median(sizes, #sizes - SLICES_PER_MINUTE + 1, #sizes)
print(("%.1f %% of the size after the first minute"):format(100 * last / first))
os.exit(last <= first * TOLERANCE)
