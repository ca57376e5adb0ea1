-- Repeats one benchmark program, in any Lua from 5.1 on.
--
--   LUA harness/driver.lua steady PROGRAM.lua [WARMUP_SECONDS [MEASURED_SECONDS]]
--   LUA harness/driver.lua whole  PROGRAM.lua [ITERATIONS]
--
-- steady: iterates for WARMUP_SECONDS unmeasured, then for at least MEASURED_SECONDS and at least five times,
--         and prints one line (times in seconds per iteration):
--             steady NAME iterations=N median=T min=T max=T
-- whole:  iterates ITERATIONS times and prints `whole NAME iterations=N`; the caller times the process.
--
-- A program either returns its `run` function, or returns nothing because its main chunk is the program. A main
-- chunk is loaded afresh for every iteration: what it measures is top-level code that has never run before.

local MINIMUM_ITERATIONS = 5

local function usage()
  io.stderr:write("usage: driver.lua steady PROGRAM.lua [WARMUP_SECONDS [MEASURED_SECONDS]]\n",
                  "       driver.lua whole PROGRAM.lua [ITERATIONS]\n")
  os.exit(2)
end

-- Runs the file once; answers the function that makes one iteration, and how many iterations that took already.
local function open(path)
  local run = assert(loadfile(path))()
  if type(run) == "function" then
    return run, 0
  end
  return function() assert(loadfile(path))() end, 1
end

local function name_of(path)
  return (path:gsub("^.*[/\\]", ""):gsub("%.lua$", ""))
end

local function median_of(sorted)
  local middle = math.floor((#sorted + 1) / 2)
  if #sorted % 2 == 1 then
    return sorted[middle]
  end
  return (sorted[middle] + sorted[middle + 1]) / 2
end

local function steady(path, warmup, measured)
  local clock = os.clock
  local begin = clock()
  local run = open(path)
  repeat run() until clock() - begin >= warmup

  local times = {}
  begin = clock()
  local before = begin
  repeat
    run()
    local now = clock()
    times[#times + 1] = now - before
    before = now
  until now - begin >= measured and #times >= MINIMUM_ITERATIONS
  table.sort(times)
  print(string.format("steady %s iterations=%d median=%.9f min=%.9f max=%.9f",
                      name_of(path), #times, median_of(times), times[1], times[#times]))
end

local function whole(path, iterations)
  local run, done = open(path)
  for _ = done + 1, iterations do
    run()
  end
  print(string.format("whole %s iterations=%d", name_of(path), iterations))
end

local mode, path, first, second = ...
if not path then
  usage()
elseif mode == "steady" then
  local warmup = tonumber(first or 1)
  steady(path, warmup, tonumber(second or warmup))
elseif mode == "whole" then
  whole(path, tonumber(first or 5))
else
  usage()
end
