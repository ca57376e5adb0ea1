-- Patterns in code that is hot: those that machine code matches and those that it does not, generated ones and those of
-- real programs, on subjects for which each part of them takes something, nothing, or all.

package.path = "../?.lua"
local check = require "check"

local function text(...)
  local t = table.pack(...)
  for i = 1, t.n do t[i] = type(t[i]) == "string" and string.format("%q", t[i]) or tostring(t[i]) end
  return table.concat(t, ",")
end

local function match(s, p, i) return s:match(p, i) end
local function find(s, p, i) return s:find(p, i) end
local function both(s, p, i)
  local out = {text(pcall(match, s, p, i)), text(pcall(find, s, p, i))}
  return table.concat(out, ";")
end
local function all(s, p)
  local out = {}
  for a, b, c in s:gmatch(p) do
    out[#out + 1] = text(a, b, c)
    if #out > 300 then break end
  end
  return table.concat(out, ";")
end

local hash, count = 0, 0
local function add(s)
  count = count + 1
  for i = 1, #s do hash = (hash * 31 + s:byte(i)) % 4294967291 end
end

-- Strings that are keys, and old.
local function settle(list)
  local set = {}
  for _, s in ipairs(list) do set[s] = true end
  local keys = {}
  for s in pairs(set) do keys[#keys + 1] = s end
  table.sort(keys)
  for i = 1, 4 do collectgarbage() end
  return keys
end

-- ---- those of real programs

local subjects = {"", "a", "  hello world  ", "key=value", "key = value # c", "2024-01-02", '"quoted" rest', "aaa", "{name}",
  "a,b,,c", "\0x\255", ("ab "):rep(100), "x = -1.5e3", "\n\n", "path/to/file.lua", "a\nb\n", "   "}
local patterns = settle {"^%s*(.-)%s*$", "(%w+)=(%w+)", "^(%w+)%s*=%s*(%S+)", "(%d+)-(%d+)-(%d+)", '"(.-)"', "[^,]+", "[^,]*",
  "%w+", "%s+", "()%w*()", "a?", "^a*$", "(a*(.)%w(%s*))", "{(%w+)}", "^[%a_][%w_]*", ".-b", ".*", "hello", "(.)(.)", "x*",
  "%d*%.?%d*", "[^\n]*", "[^\n]*\n?", "(.-)\n", "a-", "((a)(b))", "b$", "^", "$", "^$", "%-?%d+", "%f[%w]%w+", "%b{}",
  "(%a)%1", "^(.-)([^/]*)$", "%.(%w+)$", "^%s+", "%s+$", "(.-)%s*$", ".+$", ".?$", "(()", "(", ")", "%", "[a", "%f", "a)",
  "()()()()()()()()", "()()()()()()()()()", "[%w_]+%s*%(?", "[]]", "[^%s]-,", "[a-]+", "%z", "%x+", "\0"}
for round = 1, 4 do
  for _, p in ipairs(patterns) do
    for _, s in ipairs(subjects) do
      for i = -1, 3 do add(both(s, p, i)) end
      add(both(s, p, 1000))
      add(text(pcall(all, s, p)))
    end
  end
end
print(count, hash)
for _, p in ipairs(patterns) do
  print(p, both("  key = value 12,b ", p), (pcall(all, "a b\nab", p)))
end

-- ---- replacements

local function replace(s, p, r) return s:gsub(p, r) end
local replacements = {"", "x", "<>", "%0%0", "%%", "%2", ("z"):rep(70), ("y"):rep(50), {a = "1", hello = false}, function(c)
  return c == "a" and "Q"
end, 12, true, false}
for round = 1, 5 do
  for _, p in ipairs(patterns) do
    for _, s in ipairs(subjects) do
      for i = 1, #replacements do add(text(pcall(replace, s, p, replacements[i]))) end
    end
  end
end
print(count, hash)
local list = ("a,"):rep(3000)
for round = 1, 5 do
  check.list({replace(list, ",", "")}, ("a"):rep(3000), 3000)
  check.list({replace(list, ",", ", ")}, ("a, "):rep(3000), 3000)
  check.same(#replace(list, "%a", ("b"):rep(60)), 183000)
  check.list({replace(list, "^a", "")}, list:sub(2), 1)
  check.list({replace(list, "b", {})}, list, 0)
end

-- ---- generated ones

local seed = 42
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end
local items = {"a", "b", ".", "%w", "%s", "[ab]", "[^a]", "%d", "[^,]", ",", "%a", "%S"}
local quantifiers = {"", "", "", "*", "+", "-", "?"}
local made = {}
for n = 1, 250 do
  local parts, open = {}, 0
  if random(4) == 1 then parts[1] = "^" end
  for k = 1, random(5) do
    if random(4) == 1 then
      parts[#parts + 1] = "("
      open = open + 1
    end
    parts[#parts + 1] = items[random(#items)] .. quantifiers[random(#quantifiers)]
    if open > 0 and random(2) == 1 then
      parts[#parts + 1] = ")"
      open = open - 1
    end
    if random(12) == 1 then parts[#parts + 1] = "()" end
  end
  parts[#parts + 1] = (")"):rep(open)
  if random(3) == 1 then parts[#parts + 1] = "$" end
  made[n] = table.concat(parts)
end
made = settle(made)
local letters = {"a", "b", ",", " ", "1", "a"}
local strings = {""}
for n = 1, 15 do
  local s = {}
  for k = 1, random(9) do s[k] = letters[random(#letters)] end
  strings[#strings + 1] = table.concat(s)
end
for _, p in ipairs(made) do
  for round = 1, 3 do
    for _, s in ipairs(strings) do
      add(both(s, p))
      if round == 2 then add(text(pcall(replace, s, p, "-"))) add(both(s, p, 2)) add(text(pcall(all, s, p))) end
    end
  end
end
print(#made, count, hash)

-- ---- what takes long, and what is long

local long = ("a"):rep(3000)
for round = 1, 3 do
  check.same(long:match "a+b", nil)
  check.same((long .. "b"):match "a+b", long .. "b")
  check.same(long:find "b+", nil)
  check.same(#long:match "%a*", 3000)
  check.same(#(long:rep(4)):match "(%a*)", 12000)
  check.same((long .. ","):find "[^a]", 3001)
end
local huge = ("x"):rep(1 << 20) .. "12,"
for round = 1, 3 do
  check.list({huge:find "%d+"}, (1 << 20) + 1, (1 << 20) + 2)
  check.list({huge:find("%d+", (1 << 20) - 5)}, (1 << 20) + 1, (1 << 20) + 2)
  check.same(huge:match(",$", -1), ",")
end

-- ---- iterators: interleaved, kept, and with changing subjects

local function pairsOf(s)
  local out = {}
  for k, v in s:gmatch "(%w+)=(%w+)" do
    for d in v:gmatch "%d" do out[#out + 1] = k .. d end
  end
  return table.concat(out, " ")
end
for round = 1, 300 do
  check.same(pairsOf "a=12, b=c3; d = 4, e=5", "a1 a2 b3 e5")
end
local nextWord = ("one two three"):gmatch "%a+"
local first = nextWord()
for round = 1, 300 do pairsOf("x=" .. round) end
check.list({first, nextWord(), nextWord(), nextWord(), nextWord()}, "one", "two", "three")

-- ---- patterns that die

local total = 0
for round = 1, 30 do
  local some = settle {"a" .. round .. "+", "[b" .. round .. "]+", "%d" .. round}
  for _, p in ipairs(some) do
    for again = 1, 4 do
      total = total + #(("xa" .. round .. "b" .. round .. "1" .. round):match(p) or "")
    end
  end
end
print(total)

print "done"
