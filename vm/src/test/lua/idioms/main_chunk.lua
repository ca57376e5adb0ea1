-- Idiom: a main chunk whose top-level loops are the program: everything in locals of the chunk, no functions but
-- the library's. Changes on the way: kinds of the chunk's variables, loops inside loops, gotos, variables captured
-- late.

package.path = "../?.lua"
local check = require "check"

-- Primes by trial division.
local primes, n = {}, 2
while #primes < 8000 do
    local is_prime = true
    for i = 1, #primes do
        local p = primes[i]
        if p * p > n then break end
        if n % p == 0 then is_prime = false break end
    end
    if is_prime then primes[#primes + 1] = n end
    n = n + 1
end
print("primes", primes[1], primes[100], primes[8000])

-- A running sum that becomes a float, a counter, a maximum, all in one loop.
local sum, largest, count = 0, -math.huge, 0
for i = 1, 300000 do
    local v = i * 7919 % 10007
    if i == 150000 then sum = sum + 0.5 end
    if v > largest then largest = v count = count + 1 end
    sum = sum + v
end
check.show("running", sum, largest, count)

-- Nested loops with breaks and a goto.
local triples = 0
for a = 1, 60 do
    for b = a, 60 do
        local c2 = a * a + b * b
        local c = math.floor(math.sqrt(c2))
        if c > 80 then goto next_a end
        if c * c == c2 then triples = triples + 1 end
    end
    ::next_a::
end
print("triples", triples)

-- while and repeat with conditions over several variables.
local x, y, rounds = 1, 1, 0
while x < 1e15 and rounds < 1000 do
    x, y = x + y, x
    rounds = rounds + 1
    if rounds == 40 then x = x + 0.0 end
end
check.show("while", x, y, rounds)
local z = 1000000007
repeat
    z = z % 2 == 0 and z // 2 or 3 * z + 1
    rounds = rounds + 1
until z == 1 or rounds > 5000
check.show("repeat", z, rounds)

-- Mandelbrot as written in a first program.
local inside = 0
for py = 0, 39 do
    for px = 0, 59 do
        local cx, cy = px / 30 - 1.5, py / 20 - 1
        local zx, zy, i = 0, 0, 0
        while i < 100 and zx * zx + zy * zy < 4 do
            zx, zy = zx * zx - zy * zy + cx, 2 * zx * zy + cy
            i = i + 1
        end
        if i == 100 then inside = inside + 1 end
    end
end
print("inside", inside)

-- Tables, strings and globals of the chunk.
words = {}
local text, letters = "", 0
for i = 1, 3000 do
    local word = string.char(97 + i % 26, 97 + i * 7 % 26)
    words[word] = (words[word] or 0) + 1
    if i % 100 == 0 then text = text .. word end
    letters = letters + #word
end
print("text", text, words.ab, words.zz, letters)
words = nil

-- Bubble sort in place, then a binary search for each item.
local list = {}
for i = 1, 150 do list[i] = i * 73 % 151 end
for last = #list, 2, -1 do
    local swapped = false
    for i = 1, last - 1 do
        if list[i] > list[i + 1] then list[i], list[i + 1] = list[i + 1], list[i] swapped = true end
    end
    if not swapped then break end
end
local probes = 0
for wanted = 1, 150 do
    local low, high = 1, #list
    while low <= high do
        local middle = (low + high) // 2
        probes = probes + 1
        if list[middle] == wanted then break
        elseif list[middle] < wanted then low = middle + 1
        else high = middle - 1 end
    end
end
print("probes", probes)

-- A loop that never runs, one that runs once, one that leaves in its first iteration.
local never = 0
for i = 10, 1 do never = never + list[i].x end
for i = 1, 0, 1 do never = never + 1 end
while never > 0 do never = never - 1 end
for i = 1, 1 do never = never + i end
for i = 1, 1000000 do never = never + i break end
print("never", never)

-- Variables of the chunk that are captured only after the loop, and by functions made in a loop.
local captured, functions = 0, {}
for i = 1, 40000 do captured = captured + i % 3 end
local function add() captured = captured + 1 return captured end
for i = 1, 20000 do
    captured = captured + i % 2
    if i % 1000 == 0 then add() end
    if i % 5000 == 0 then functions[#functions + 1] = function() return i + captured end end
end
print("captured", captured, functions[1](), functions[4](), add())

-- Strings compared and concatenated at top level; booleans; nil.
local state, switches = "on", 0
for i = 1, 20000 do
    if state == "on" and i % 3 == 0 then state = "off" switches = switches + 1
    elseif state == "off" and i % 5 == 0 then state = nil switches = switches + 1
    elseif state == nil then state = true
    elseif state == true then state = "o" .. "n"
    end
end
print("switches", switches, state)

-- An error at top level of a loop, caught by loading the loop as a chunk.
check.chunk("local t, s = {}, 0 for i = 1, 5000 do t[i] = i end t[4321] = 'x' .. t[4321] " ..
    "for i = 1, 5000 do s = s + t[i] * #t end return s")
check.chunk("local t, s = {}, 0 for i = 1, 3000 do t[i] = { v = i } end t[2500] = nil " ..
    "for i = 1, 3000 do s = s + t[i].v end return s")

print "done"
