-- What a compiler computes from literals must be what the program computes from variables.
-- Every operator meets every pair of boundary values in four forms: both operands literal,
-- one of them literal, and both arriving as parameters.

package.path = "../?.lua"
local check = require "check"

local binary = {
    "+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "..",
    "==", "~=", "<", ">", "<=", ">=", "and", "or",
}
local unary = { "-", "~", "#", "not" }

-- An outcome without the name of the variable that held the operand, and without the chunk's position.
local function bare(text)
    return (text:gsub(" %(%a+ '[^']*'%)", ""))
end

-- The reference adds the negated constant when an integer constant is subtracted, and
-- (-0.0) + 0 is 0.0 where (-0.0) - 0 is -0.0. Everywhere else the forms agree.
local function known_exception(x, operator, y)
    return operator == "-" and x.name == "-0.0" and y.name == "0"
end

local compared, sum = 0, 0

local function record(label, results)
    for i = 2, #results do
        compared = compared + 1
        if results[i] ~= results[1] then
            error(label .. ": form " .. i .. " gives " .. results[i] .. ", the first " .. results[1])
        end
    end
    -- A digest of all texts: it differs when any result does.
    for i = 1, #results[1] do
        sum = (sum * 31 + results[1]:byte(i)) % 1000000007
    end
end

for _, operator in ipairs(binary) do
    local run_time = load("local a, b = ... return a " .. operator .. " b", "=chunk")
    sum = 0
    for _, x in ipairs(check.boundary) do
        for _, y in ipairs(check.boundary) do
            local a, b = x.value, y.value
            if x == y and type(a) == "table" then b = {} end -- each literal is a new table
            local right = load("local a = ... return a " .. operator .. " " .. y.source, "=chunk")
            local left = load("local b = ... return " .. x.source .. " " .. operator .. " b", "=chunk")
            local both = load("return " .. x.source .. " " .. operator .. " " .. y.source, "=chunk")
            local results = {
                bare(check.outcome(run_time, a, b)),
                bare(check.outcome(left, b)),
            }
            if not known_exception(x, operator, y) then
                results[#results + 1] = bare(check.outcome(right, a))
                results[#results + 1] = bare(check.outcome(both))
            end
            record(x.name .. " " .. operator .. " " .. y.name, results)
        end
    end
    print("operator " .. operator, "digest " .. sum)
end

for _, operator in ipairs(unary) do
    local run_time = load("local a = ... return " .. operator .. " a", "=chunk")
    sum = 0
    for _, x in ipairs(check.boundary) do
        local literal = load("return " .. operator .. " " .. x.source, "=chunk")
        record(operator .. x.name, { bare(check.outcome(run_time, x.value)), bare(check.outcome(literal)) })
    end
    print("unary " .. operator, "digest " .. sum)
end

-- The same comparisons as conditions: a jump must go where the value says.
local conditions = { "==", "~=", "<", ">", "<=", ">=" }
for _, operator in ipairs(conditions) do
    local value = load("local a, b = ... return a " .. operator .. " b", "=chunk")
    local jump = load("local a, b = ... if a " .. operator .. " b then return true else return false end", "=chunk")
    local negated = load("local a, b = ... if not (a " .. operator .. " b) then return false end return true", "=chunk")
    for _, x in ipairs(check.boundary) do
        for _, y in ipairs(check.boundary) do
            local a, b = x.value, y.value
            if x == y and type(a) == "table" then b = {} end
            local literal = load("local a = ... if a " .. operator .. " " .. y.source ..
                " then return true else return false end", "=chunk")
            record(x.name .. " " .. operator .. " " .. y.name, {
                bare(check.outcome(value, a, b)),
                bare(check.outcome(jump, a, b)),
                bare(check.outcome(negated, a, b)),
                bare(check.outcome(literal, a)),
            })
        end
    end
end

print("compared", compared)
print "done"
