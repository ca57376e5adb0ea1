-- Keys that the program makes, of every length and with every kind of end: found by machine code, without Java.
local alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
local text = alphabet:rep(8)
local keys, t = {}, {}
for len = 0, 70 do
  for at = 1, 12 do
    local s = text:sub(at, at + len - 1)
    t[s] = (t[s] or 0) + len * 100 + at
  end
end
local sum, misses = 0, 0
for round = 1, 40 do
  for len = 0, 70 do
    for at = 1, 12 do
      local s = text:sub(at, at + len - 1)
      local v = t[s]
      if v ~= nil then sum = sum + v else misses = misses + 1 end
      local w = t[s:sub(1, -2) .. "\0"]
      if w then misses = misses + 1000 end
      if len > 3 then
        local u = t[(s:sub(1, len - 1)) .. "\255"]
        if u then misses = misses + 1000000 end
        t[s] = t[s] + 1
      end
    end
  end
  if round % 7 == 0 then collectgarbage("step") elseif round == 20 then collectgarbage() end
end
print(sum, misses)
local n = 0
for k, v in pairs(t) do n = n + #k * v end
print(n)

print "done"
