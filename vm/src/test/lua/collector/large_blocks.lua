-- Large arrays and hashes with young references in them, growing during collections.
local live = {}
for r = 1, 6 do
  local t, h = {}, {}
  for i = 1, 6000 do t[i] = {i}; if i % 3 == 0 then h["k" .. i] = {i} end; if i%1000==0 then collectgarbage("step") end end
  for i = 1, 3000 do t[#t+1] = {i + 6000} h[i * 1.5] = {i} end
  live[r] = {t, h}
end
local s = 0
for r = 1, 6 do for i, v in ipairs(live[r][1]) do s = s + v[1] end for k, v in pairs(live[r][2]) do s = s + v[1] end end
print(s)
print "done"
