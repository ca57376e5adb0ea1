-- What a call of each library function costs, in nanoseconds: a loop around it, less a loop around nothing.
--     LUA bench/library.lua [PART OF A NAME]
-- What does not change in a loop may be done once, before it: LuaJIT, in particular, then costs nothing.

local only = arg and arg[1]
local load = loadstring or load
local rows = {
  {"math.abs", "local f = math.abs", "x=f(-i)"},
  {"math.floor", "local f = math.floor", "x=f(i+.5)"},
  {"math.ceil", "local f = math.ceil", "x=f(i+.5)"},
  {"math.sqrt", "local f = math.sqrt", "x=f(i)"},
  {"math.sin", "local f = math.sin", "x=f(i*.001)"},
  {"math.cos", "local f = math.cos", "x=f(i*.001)"},
  {"math.tan", "local f = math.tan", "x=f(i*.001)"},
  {"math.asin", "local f = math.asin", "x=f(1/i)"},
  {"math.atan", "local f = math.atan", "x=f(i*.001)"},
  {"math.exp", "local f = math.exp", "x=f(i*1e-6)"},
  {"math.log", "local f = math.log", "x=f(i)"},
  {"math.log2", "local f = math.log", "x=f(i,2)"},
  {"i^0.3", "", "x=i^0.3"},
  {"i^3", "", "x=i^3"},
  {"math.fmod", "local f = math.fmod", "x=f(i,7)"},
  {"math.fmodf", "local f = math.fmod", "x=f(i+.5,7.25)"},
  {"math.modf", "local f = math.modf", "x=f(i+.5)"},
  {"math.max2", "local f = math.max", "x=f(i,7)"},
  {"math.max3", "local f = math.max", "x=f(i,7,8)"},
  {"math.min", "local f = math.min", "x=f(i,7)"},
  {"math.tointeger", "local f = math.tointeger or math.floor", "x=f(i+0.0)"},
  {"math.ult", "local f = math.ult or math.max", "x=f(i,7)"},
  {"math.type", "local f = math.type or type", "x=f(i)"},
  {"math.random()", "local f = math.random", "x=f()"},
  {"math.random(m)", "local f = math.random", "x=f(100)"},
  {"math.random(a,b)", "local f = math.random", "x=f(5,77)"},
  {"math.rad", "local f = math.rad", "x=f(i)"},
  {"string.byte", "local f = string.byte", "x=f('hello',3)"},
  {"string.byte3", "local f = string.byte", "x=f('hello',1,3)"},
  {"string.byte-1", "local f = string.byte", "x=f('hello',-1)"},
  {"string.char", "local f = string.char", "x=f(i%256)"},
  {"string.char3", "local f = string.char", "x=f(65,66,67)"},
  {"string.len", "local f = string.len", "x=f('hello')"},
  {"string.sub", "local f = string.sub", "x=f('hello world',3,8)"},
  {"string.sub1", "local f = string.sub", "x=f('hello world',3,3)"},
  {"string.sub0", "local f = string.sub", "x=f('hello world',3,2)"},
  {"string.rep", "local f = string.rep", "x=f('ab',5)"},
  {"string.reverse", "local f = string.reverse", "x=f('hello world')"},
  {"string.upper", "local f = string.upper", "x=f('hello world')"},
  {"string.lower", "local f = string.lower", "x=f('hello world')"},
  {"string.find plain", "local f = string.find", "x=f('hello world','wor',1,true)"},
  {"string.find nospec", "local f = string.find", "x=f('hello world','wor')"},
  {"string.find pat", "local f = string.find", "x=f('hello world','w%a+')"},
  {"string.match", "local f = string.match", "x=f('key=val','(%w+)=')"},
  {"string.gsub", "local f = string.gsub", "x=f('hello world','o','0')"},
  {"string.format %d", "local f = string.format", "x=f('%d',i)"},
  {"string.format %s", "local f = string.format", "x=f('%s','hello')"},
  {"string.format %5.2f", "local f = string.format", "x=f('%5.2f',i*.5)"},
  {"tostring(int)", "local f = tostring", "x=f(i)"},
  {"tostring(float)", "local f = tostring", "x=f(i+.5)"},
  {"tostring(str)", "local f = tostring", "x=f('abc')"},
  {"tonumber(str)", "local f = tonumber", "x=f('1234')"},
  {"tonumber(fstr)", "local f = tonumber", "x=f('12.34')"},
  {"tonumber(s,16)", "local f = tonumber", "x=f('ff',16)"},
  {"tonumber(int)", "local f = tonumber", "x=f(i)"},
  {"concat str..int", "", "x='a'..i"},
  {"concat 3str", "local a,b='hello','world'", "x=a..i..b"},
  {"table.insert", "local f = table.insert local t={}", "f(t,i) if i%1000==0 then t={} end"},
  {"table.insert pos", "local f,r=table.insert,table.remove local t={1,2,3,4,5}", "f(t,2,i) r(t)"},
  {"table.remove", "local f = table.remove local t={1,2,3}", "t[3]=i x=f(t)"},
  {"table.remove pos", "local f = table.remove local t={1,2,3}", "t[3]=i x=f(t,1)"},
  {"table.concat", "local f = table.concat local t={'a','b','c','d'}", "x=f(t,',')"},
  {"table.unpack", "local f = table.unpack or unpack local t={1,2,3}", "local a,b,c=f(t) x=c"},
  {"table.pack", "local f = table.pack or function(...) return {...} end", "x=f(1,2,3)"},
  {"select n", "local f = select", "x=f(2,i,i,i)"},
  {"select #", "local f = select", "x=f('#',i,i,i)"},
  {"rawget", "local f = rawget local t={a=1}", "x=f(t,'a')"},
  {"rawset", "local f = rawset local t={a=1}", "f(t,'a',i)"},
  {"rawequal", "local f = rawequal local t={a=1}", "x=f(t,i)"},
  {"rawlen", "local f = rawlen or function(t) return #t end local t={1,2}", "x=f(t)"},
  {"next", "local f = next local t={a=1}", "x=f(t)"},
  {"pairs", "local f = pairs local t={a=1,b=2}", "for k,v in f(t) do x=v end"},
  {"ipairs", "local f = ipairs local t={1,2}", "for k,v in f(t) do x=v end"},
  {"setmetatable", "local f = setmetatable local m={}", "x=f({},m)"},
  {"getmetatable", "local f = getmetatable local t=setmetatable({},{})", "x=f(t)"},
  {"type", "local f = type", "x=f(i)"},
  {"assert", "local f = assert", "x=f(i,'x')"},
  {"pcall", "local f = pcall local g=function() return 1 end", "x=f(g)"},
  {"pcall error", "local f = pcall local e={} local g=function() error(e) end", "x=f(g)"},
  {"os.clock", "local f = os.clock", "x=f()"},
  {"string m:byte", "local s='hello'", "x=s:byte(2)"},
  {"utf8.char", "local f = utf8 and utf8.char or string.char", "x=f(72)"},
  {"string.pack", "local f,a=string.pack or string.char,string.pack and 'i4' or 65", "x=f(a,100)"},
}
local clock = os.clock

local function seconds(f, n)
  local start = clock()
  f(n)
  return clock() - start
end

-- Nanoseconds of a round: the least of some runs long enough to be measured, after some that are not.
local function measure(before, body)
  local f = assert(load(before .. " return function(n) local x for i = 1, n do " .. body .. " end return x end"))()
  local n = 20000
  for _ = 1, 3 do f(n) end
  while seconds(f, n) < 0.02 do n = n * 2 end
  local least = math.huge
  for _ = 1, 5 do least = math.min(least, seconds(f, n)) end
  return least / n * 1e9
end

local loop = measure("", "x=i")
for _, row in ipairs(rows) do
  if not only or row[1]:find(only, 1, true) then
    print(string.format("%-20s %8.1f", row[1], measure(row[2], row[3]) - loop))
  end
end
