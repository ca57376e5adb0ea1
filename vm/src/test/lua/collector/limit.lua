-- Garbage alone never fills the heap: much more is made than there is memory, in objects of all sizes.

local function make(n, size)
    local t
    for i = 1, n do
        t = size < 1000 and {i, i} or ("x"):rep(size)
    end
    return t
end
make(1000000, 1)
make(300, 100000)
make(20, 2000000)
local kept = {}
for i = 1, 200000 do kept[i] = {i} end
make(1000000, 1)
for i = 1, 200000 do assert(kept[i][1] == i) end
collectgarbage("stop")
for _ = 1, 300000 do local t = {} end
assert(collectgarbage("count") > 10000)
collectgarbage("restart")
kept = nil
collectgarbage()
assert(collectgarbage("count") < 4000)
print("done")
