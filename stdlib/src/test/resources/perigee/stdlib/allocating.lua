-- Programs that allocate, one between two lines of hyphens. The fault injection test fails each allocation of each.
-- Together they call every function of the libraries, and execute every operation, that makes an object.
local t = {1, 2, 3, x = 4, [5.5] = 6} assert(#t == 3 and t.x == 4 and t[5.5] == 6)
---
local t = {} for i = 1, 40 do t[i] = i end assert(#t == 40)
---
local t = {} for i = 1, 40 do t["k" .. i] = i end assert(t.k40 == 40)
---
local t = {} for i = 40, 1, -1 do t[i] = {i} end assert(t[1][1] == 1 and #t == 40)
---
local t = {} for i = 1, 20 do t[{}] = i end local n = 0 for _ in pairs(t) do n = n + 1 end assert(n == 20)
---
local t = {} for i = 1, 20 do t[math.maxinteger - i] = i end assert(t[math.maxinteger - 20] == 20)
---
local t = {} for i = 1, 20 do t[i + 0.5] = i end assert(t[20.5] == 20)
---
local function record(a, b) return {a = a, b = b, c = {a, b}} end
local r = record(1, record(2, 3)) assert(r.b.c[2] == 3) r.d = 1 r.e = 2 r.f = 3 r.g = 4 r.h = 5 assert(r.h == 5)
---
local C = {} C.__index = C function C.new(v) return setmetatable({v = v}, C) end function C:get() return self.v end
local sum = 0 for i = 1, 20 do sum = sum + C.new(i):get() end assert(sum == 210)
---
local B = {} B.__index = B function B.f() return "f" end local D = setmetatable({}, B) D.__index = D
for i = 1, 5 do local o = setmetatable({}, D) assert(o.f() == "f") end
---
local fs = {} for i = 1, 20 do local j = i fs[i] = function() j = j + 1 return j end end assert(fs[20]() == 21 and fs[20]() == 22)
---
local function curry(a) return function(b) return function(c) return a + b + c end end end assert(curry(1)(2)(3) == 6)
---
local s = "" for i = 1, 40 do s = s .. i .. "," end assert(#s == 111 and s:sub(1, 4) == "1,2,")
---
local a, b = ("x"):rep(100), ("y"):rep(100) local c = a .. b .. a assert(#c == 300 and c:sub(101, 101) == "y")
---
local function va(...) local t = {...} return select("#", ...), #t, ... end
local n, m, a = va(1, 2, 3, 4, 5) assert(n == 5 and m == 5 and a == 1)
---
local big = math.maxinteger local sum = big // 2 + big // 3 assert(sum == 7686143364045646505 and -big == math.mininteger + 1)
for i = big - 3, big do assert(i > 0) end assert(big - 1 ~= big)
---
local mt = {} for _, e in ipairs {"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr",
"bnot", "concat"} do mt["__" .. e] = function(a, b) return {e} end end local o = setmetatable({}, mt)
assert((o + 1)[1] == "add" and (1 - o)[1] == "sub" and (o * o)[1] == "mul" and (o / 1)[1] == "div" and (o % 1)[1] == "mod")
assert((o ^ 1)[1] == "pow" and (-o)[1] == "unm" and (o // 1)[1] == "idiv" and (o & 1)[1] == "band" and (o | 1)[1] == "bor")
assert((o ~ 1)[1] == "bxor" and (o << 1)[1] == "shl" and (o >> 1)[1] == "shr" and (~o)[1] == "bnot" and (o .. "x")[1] == "concat")
---
local mt = {__eq = function() return true end, __lt = function() return true end, __le = function() return false end,
__len = function() return 7 end, __call = function(self, a) return {a} end}
local a, b = setmetatable({}, mt), setmetatable({}, mt) assert(a == b and a < b and not (a <= b) and #a == 7 and a(5)[1] == 5)
---
local log = {} local p = setmetatable({}, {__index = function(t, k) return k .. "!" end, __newindex = function(t, k, v)
rawset(t, k, {v}) end}) p.x = 1 assert(p.x[1] == 1 and p.y == "y!")
---
local log = {} do local a <close> = setmetatable({}, {__close = function() log[#log + 1] = "a" end})
local b <close> = setmetatable({}, {__close = function() log[#log + 1] = "b" end}) end assert(log[1] == "b" and log[2] == "a")
---
local log = {} local ok, e = pcall(function() local a <close> = setmetatable({}, {__close = function(_, e) log[1] = e end})
error({"e"}) end) assert(ok or type(e) == "table" or e == "not enough memory")
---
local co = coroutine.wrap(function(a) for i = 1, 10 do a = coroutine.yield({a, i}) end return "end" end)
for i = 1, 10 do local r = co(i) assert(r[1] == i and r[2] == i) end assert(co() == "end")
---
local co = coroutine.create(function(...) local t = {...} coroutine.yield(#t) error({1}) end)
local ok, n = coroutine.resume(co, 1, 2, 3) assert(ok and n == 3) ok, n = coroutine.resume(co) assert(not ok)
assert(coroutine.status(co) == "dead" and coroutine.isyieldable() ~= nil and coroutine.running()) coroutine.close(co)
---
local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end assert(deep(500) == 500)
---
local co = coroutine.wrap(function() local function deep(n) if n == 0 then coroutine.yield({}) return 0 end
return 1 + deep(n - 1) end return deep(200) end) co() assert(co() == 200)
---
assert(load("local a = ... return {a, 'text', 1.5, 12345678901234567}")(3)[1] == 3)
---
local pieces, i = {"return ", "function(x) ", "return x .. 'y' ", "end"}, 0
local f = load(function() i = i + 1 return pieces[i] end) assert(f()("x") == "xy")
---
local f, e = load("return +") assert(f == nil and (e:find("near") or e:find("memory")))
---
local f = load(string.dump(function(a) local b = {a} return function() return b end end)) assert(f(4)()[1] == 4)
---
assert(tostring(12) == "12" and tostring(1.5) == "1.5" and tostring({}):find("table: ") and tostring(print):find("function"))
---
assert(tonumber("0x10") == 16 and tonumber("10", 36) == 36 and tonumber("9223372036854775807") == math.maxinteger)
---
local ok, e = pcall(error, {code = 1}) assert(not ok and (e == "not enough memory" or e.code == 1))
---
local ok, e = xpcall(function() local x = nil; x() end, function(m) return {m} end)
assert(not ok and (e == "not enough memory" or e[1]:find("call a nil")))
---
local ok, e = pcall(function() return {} + 1 end) assert(not ok and (e:find("arithmetic") or e:find("memory")))
---
local t = {} for k, v in pairs({a = 1, b = 2, 10, 20}) do t[#t + 1] = {k, v} end assert(#t == 4)
---
local t = setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return 1, {} end end, t, nil end})
for k, v in pairs(t) do assert(k == 1 and #v == 0) end
---
local t = {} for i, v in ipairs({"a", "b", "c"}) do t[v] = i end assert(t.c == 3) assert(next({}) == nil and rawlen({1, 2}) == 2)
---
assert(select(-1, 1, {2})[1] == 2 and rawequal(t, t) and rawget({5}, 1) == 5 and type({}) == "table")
assert(getmetatable(setmetatable({}, {__metatable = "locked"})) == "locked")
---
assert(("abc"):upper() == "ABC" and ("ABC"):lower() == "abc" and ("abc"):reverse() == "cba" and ("ab"):rep(3, "-") == "ab-ab-ab")
---
assert(("hello"):byte(1, -1) == 104 and string.char(104, 105) == "hi" and ("hello"):sub(2, -2) == "ell" and ("x"):len() == 1)
---
assert(("key = value"):match("(%w+)%s*=%s*(%w+)") == "key" and ("hello"):find("l+") == 3 and ("a.b"):find(".", 1, true) == 2)
---
local t = {} for k, v in ("a=1, b=2, c=3"):gmatch("(%w+)=(%w+)") do t[k] = v end assert(t.a == "1" and t.c == "3")
---
assert(("hello world"):gsub("o", "0") == "hell0 w0rld" and ("abc"):gsub("%w", "%0%0") == "aabbcc")
---
assert(("hello"):gsub("l", function(c) return ({L = "1"})[c:upper()] end) == "he11o" and ("abc"):gsub("%w", {a = "x", b = false}) == "xbc")
---
assert(string.format("%d %5.2f %s %q %x %c", 42, 1.5, {} and "s", "a\n", 255, 65) == '42  1.50 s "a\\\n" ff A')
assert(#string.format("%p", {}) > 2 and #string.format("%p", "short") > 2 and string.format("%a", 1.0):find("0x1"))
---
local p = string.pack("<i4 z s1 d", 100, "zero", "counted", 1.5) local a, b, c, d = string.unpack("<i4 z s1 d", p)
assert(a == 100 and b == "zero" and c == "counted" and d == 1.5 and string.packsize("<i4 d") == 12)
---
local t = {} for i = 1, 20 do table.insert(t, 1, {i}) end assert(table.remove(t)[1] == 1 and table.remove(t, 1)[1] == 20)
---
local p = table.pack(1, nil, {3}) assert(p.n == 3 and p[3][1] == 3 and select("#", table.unpack(p, 1, p.n)) == 3)
---
assert(table.concat({"a", "b", 3}, "-") == "a-b-3" and table.concat({}) == "" and #table.concat({("x"):rep(200), "y"}) == 201)
---
local t = {5, 3, 8, 1} table.sort(t) assert(t[1] == 1) table.sort(t, function(a, b) return ({a})[1] > ({b})[1] end) assert(t[1] == 8)
local s = {"b", "a", "c"} table.sort(s) assert(s[1] == "a")
---
local t = table.move({1, 2, 3}, 1, 3, 2) assert(t[4] == 3) local u = table.move({{1}, {2}}, 1, 2, 1, {}) assert(u[2][1] == 2)
---
assert(math.floor(3.7) == 3 and math.tointeger("8") == 8 and math.type(1) == "integer" and math.max(1, 2.5) == 2.5)
assert(math.ult(1, -1) and math.abs(math.mininteger) == math.mininteger and math.fmod(math.mininteger, -1) == 0)
math.randomseed(42) assert(math.random(1, 6) <= 6) assert(math.random(0) and math.sqrt(4) == 2.0)
---
assert(utf8.char(72, 228, 8364) == "H\u{e4}\u{20ac}" and utf8.len("H\u{e4}") == 2 and utf8.codepoint("\u{20ac}") == 8364)
local t = {} for p, c in utf8.codes("a\u{e4}b") do t[#t + 1] = {p, c} end assert(#t == 3 and utf8.offset("a\u{e4}b", 3) == 4)
---
assert(type(os.time()) == "number" and type(os.date()) == "string" and os.date("*t").year > 2000 and type(os.clock()) == "number")
assert(os.getenv("NO SUCH VARIABLE") == nil and os.time({year = 2020, month = 1, day = 1, hour = 12}) > 0)
---
local n = FILE local f = io.open(n, "w") f:write("one\n", 2, "\nthree") f:close()
local t = {} for l in io.lines(n) do t[#t + 1] = l end assert(#t == 3 and t[2] == "2")
---
local n = FILE local f = io.open(n, "w+") f:write(("line\n"):rep(20)) f:seek("set") assert(f:read("l") == "line")
assert(#f:read("a") == 95 and io.type(f) == "file" and tostring(f):find("file")) f:setvbuf("full") f:flush() f:close()
---
local f, e = io.open("/no/such/file") assert(not f and (e:find("No such file") or e:find("memory"))) assert(io.type(io.stdout) == "file")
---
local i = debug.getinfo(1, "nSluft") assert(i.short_src and i.currentline) assert(debug.traceback("m"):find("m"))
---
local x, y = 1, {} local function f() return x, y end assert(debug.getupvalue(f, 1) == "x" and debug.setupvalue(f, 1, {9}) == "x")
assert(f()[1] == 9 and debug.upvalueid(f, 1) ~= debug.upvalueid(f, 2) and debug.getlocal(1, 1)) debug.setlocal(1, 2, {3})
---
local a, b = 0, 0 local function f() a = a + 1 return a end local function g() b = b + 1 return b end
debug.upvaluejoin(f, 1, g, 1) assert(f() == 1 and g() == 2) assert(debug.getregistry() and debug.getmetatable("").__index == string)
---
local n = 0 debug.sethook(function() n = n + 1 end, "l") local x = {}
x[1] = {} debug.sethook() assert(n > 0 and debug.gethook() == nil)
---
local w = setmetatable({}, {__mode = "k"}) for i = 1, 10 do w[{}] = {i} end collectgarbage() assert(next(w) == nil)
---
local n = 0 for i = 1, 5 do setmetatable({}, {__gc = function() n = n + 1 end}) end collectgarbage() collectgarbage() assert(n >= 3)
---
collectgarbage("step") assert(collectgarbage("count") > 0) collectgarbage("generational") collectgarbage("incremental")
---
package.preload.injected = function(name) return {name = name} end local m = require("injected") package.loaded.injected = nil
assert(m.name == "injected" and package.searchpath("x.y", "./?.none") == nil)
---
local t = {} for i = 1, 2000 do t[i] = {i} end local s = 0 for i = 1, 2000 do s = s + t[i][1] end assert(s == 2001000)
---
local t = {} for i = 1, 600 do t["key" .. i] = {i} end for i = 1, 600 do t["key" .. i] = nil end assert(next(t) == nil)
---
local env = setmetatable({}, {__index = _G}) local f = load("x = {} y = {x} return y", "chunk", "t", env) assert(f()[1] == env.x)
---
warn("@off", "") warn("a", "b") print(({}).x) assert(pcall(assert, false) == false and dofile == dofile)
---
local x = 0.5 assert(math.sin(x) + math.cos(x) + math.tan(x) + math.asin(x) + math.acos(x) + math.atan(x, 2) + math.exp(x) > 0)
assert(math.ceil(2^61) == 1 << 61 and math.modf(3.5) == 3.0 and math.min(2, 1) == 1 and math.deg(math.rad(180)) > 179 and math.log(8, 2) == 3)
---
local f = io.open(FILE, "w") io.output(f) io.write("1 2\nx") io.flush() io.close() io.output(io.stdout)
io.input(FILE) assert(io.read("n") == 1 and io.read("n") == 2 and io.read("L") == "\n") io.input():close() io.input(io.stdin)
---
local f = io.tmpfile() f:write("a\nb\n") f:seek("set") for l in f:lines() do assert(#l == 1) end f:close()
---
local p = io.popen("echo x") assert(p:read("a") == "x\n" and p:close()) assert(os.execute("true"))
---
local f = io.open(FILE, "w") f:write("return {...}") f:close() assert(loadfile(FILE)(7)[1] == 7 and dofile(FILE)[1] == nil)
assert(os.rename(FILE, FILE .. ".renamed") and os.remove(FILE .. ".renamed")) assert(not package.loadlib("/none", "f"))
---
local n = os.tmpname() os.remove(n) assert(os.difftime(2, 1) == 1.0 and os.setlocale() == "C")
---
debug.setmetatable(1, {__len = function(n) return {n} end}) local t = #5 debug.setmetatable(1, nil) assert(t[1] == 5)
assert(not debug.setuservalue(io.stdout, {}, 1) and not debug.getuservalue(io.stdout, 1)) debug.setcstacklimit(200)
---
local function list(n) return table.pack(("x"):rep(n):byte(1, n)) end
local function dictionary(n) return table.move(list(n), 1, n, 100000, {}) end
local kept = {}
for i = 1, 14 do
  local a, h = list(1500), dictionary(700)
  a[7], a[1499], h[100007], h[100699] = {i}, "s" .. i, {-i}, "t" .. i
  a[#a + 1] = {i + 1}
  if i % 3 == 0 then kept[i] = {a, h} end
  local old = kept[i - i % 3]
  if old then old[1][9], old[2][100009] = {i}, {a} end
end
for i, pair in pairs(kept) do
  local a, h = pair[1], pair[2]
  assert(#a == 1501 and a[1] == 120 and a[7][1] == i and a[1499] == "s" .. i and a[1501][1] == i + 1)
  assert(h[100001] == 120 and h[100007][1] == -i and h[100699] == "t" .. i)
  assert(a[9][1] >= i and h[100009][1][7][1] == a[9][1])
end
