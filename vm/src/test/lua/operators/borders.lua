-- Borders of lists that end in nil: any would do, but programs rely on those that the reference finds.
print(#{1,nil,3,nil}, #{1,2,3,nil,5,nil}, #table.pack(nil,nil,3,nil), table.unpack({1,nil,3,nil}))
print(#{nil,nil,3}, #{1,nil,3}, #{nil}, #{nil,2}, #{1,2,nil,4,nil,nil}, #{nil,nil,nil,4,nil})
local function f(...) return #{...} end
print(f(1,nil,3,nil), f(nil,nil,3,nil,nil), f(nil,2,nil), f(1,nil), f(1,2,3,nil,nil,nil,nil,8,nil))
print "done"
