-- An operand that is a constant: one constant on either side of every operator, at the sizes where
-- an instruction can no longer hold it, against the same operation on two variables.

package.path = "../?.lua"
local check = require "check"

local constants = {
    "0", "1", "-1", "2", "3", "7", "8", "63", "64", "126", "127", "128", "129", "-126", "-127", "-128", "-129",
    "130", "255", "256", "257", "-255", "-256", "32767", "32768", "-32768", "-32769", "65535", "65536", "65537",
    "131071", "131072", "-131072", "2147483647", "2147483648", "-2147483648", "-2147483649",
    "1.0", "127.0", "128.0", "-128.0", "0.5", "65536.0", "1e15", "1e16", "1e300",
}
local operands = { 0, 1, -1, 5, 127, 128, -129, 65536, math.maxinteger, math.mininteger, 0.0, 2.5, -7.0, 2 ^ 53, 1e300 }
local operators = { "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "==", "~=", "<", ">", "<=", ">=" }

local function bare(text)
    return (text:gsub(" %(%a+ '[^']*'%)", ""))
end

local compared = 0
for _, operator in ipairs(operators) do
    local general = load("local a, b = ... return a " .. operator .. " b", "=chunk")
    local digest = 0
    for _, source in ipairs(constants) do
        local constant = load("return " .. source)()
        local right = load("local a = ... return a " .. operator .. " " .. source, "=chunk")
        local left = load("local b = ... return " .. (source:find("^%-") and "(" .. source .. ")" or source) .. " " ..
            operator .. " b", "=chunk")
        local condition = load("local a = ... if a " .. operator .. " " .. source ..
            " then return 'yes' end return 'no'",
            "=chunk")
        for _, operand in ipairs(operands) do
            local expected = bare(check.outcome(general, operand, constant))
            local label = check.text(operand) .. " " .. operator .. " " .. source
            check.same(bare(check.outcome(right, operand)), expected, label)
            check.same(bare(check.outcome(left, operand)), bare(check.outcome(general, constant, operand)),
                "reversed " .. label)
            local truth = expected
            if expected:find("^=") then
                truth = (expected == "= false") and '= "no"' or '= "yes"'
            end
            check.same(bare(check.outcome(condition, operand)), truth, "condition " .. label)
            compared = compared + 3
            for i = 1, #expected do digest = (digest * 33 + expected:byte(i)) % 998244353 end
        end
    end
    print(operator, digest)
end
print("compared", compared)

-- The constant subtracted is zero: the reference adds the negated constant, which shows with a negative zero.
local function minus_constant(a) return a - 0 end
local function minus_variable(a, b) return a - b end
local function minus_float(a) return a - 0.0 end
check.show("-0.0 - 0", minus_constant(-0.0), minus_variable(-0.0, 0), minus_float(-0.0))

-- Metamethods see a constant operand as it was written, on the side it was written.
local spy = setmetatable({}, {})
for name, symbol in pairs { add = "+", sub = "-", mul = "*", div = "/", idiv = "//", mod = "%", pow = "^" } do
    getmetatable(spy)["__" .. name] = function(a, b)
        return symbol .. " " .. check.text(rawequal(a, spy) and "spy" or a) .. " " ..
            check.text(rawequal(b, spy) and "spy" or b)
    end
end
for name, symbol in pairs { band = "&", bor = "|", bxor = "~", shl = "<<", shr = ">>" } do
    getmetatable(spy)["__" .. name] = function(a, b)
        return symbol .. " " .. check.text(rawequal(a, spy) and "spy" or a) .. " " ..
            check.text(rawequal(b, spy) and "spy" or b)
    end
end
for _, operator in ipairs { "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>" } do
    for _, source in ipairs { "0", "1", "-1", "127", "128", "-128", "300", "1.0", "0.5", "'10'" } do
        local text = source:find("^%-") and "(" .. source .. ")" or source
        check.show("spy " .. operator .. " " .. source, load("local s = ... return s " .. operator .. " " .. text)(spy))
        check.show(source .. " " .. operator .. " spy", load("local s = ... return " .. text .. " " .. operator ..
            " s")(spy))
    end
end

print "done"
