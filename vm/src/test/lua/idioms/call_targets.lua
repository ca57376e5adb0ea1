-- One call in a hot loop that calls another function each time the loop is run: upvalues of the one are not there in another.

package.path = "../?.lua"
local check = require "check"

local state = 12345
local function random(n) state = (state * 1103515245 + 12345) & 0x7fffffff return (state >> 8) % n + 1 end
local makers = {
    function() return random(1000000) end,
    function(i) return i end,
    function(i) return -i end,
    function() return random(10) end,
    math.abs,
    setmetatable({}, { __call = function(_, i) return i % 7 end }),
}
for number, make in ipairs(makers) do
    local list, sum = {}, 0
    for i = 1, 3000 do list[i] = make(i) sum = sum + list[i] end
    check.show("sum", number, sum)
end
print "done"
