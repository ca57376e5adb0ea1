-- An interpreter for a small stack machine; the programs it runs are compiled from nested expressions.
-- kind: interpreters
-- idioms: a dispatch loop of comparisons; the same machine as a table of functions; arrays of small integers as
--   code; a stack with a pointer

local floor = math.floor

local PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, LESS, JUMP, JUMP_IF_NOT, CALL, RETURN, HALT =
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14

-- The compiler: a program is a list of statements, an expression a number, a variable's name or {operator, a, b}.

local OPERATORS = {["+"] = ADD, ["-"] = SUB, ["*"] = MUL, ["/"] = DIV, ["%"] = MOD, ["<"] = LESS}

local Compiler = {}
Compiler.__index = Compiler

function Compiler:emit(operation, operand)
  local code = self.code
  code[#code + 1] = operation
  code[#code + 1] = operand or 0
  return #code
end

function Compiler:slot(name)
  local slot = self.slots[name]
  if not slot then
    self.slot_count = self.slot_count + 1
    slot = self.slot_count
    self.slots[name] = slot
  end
  return slot
end

function Compiler:expression(e)
  if type(e) == "number" then
    self:emit(PUSH, e)
  elseif type(e) == "string" then
    self:emit(LOAD, self:slot(e))
  elseif e[1] == "call" then
    self:emit(CALL, self.entry[e[2]])
  else
    self:expression(e[2])
    self:expression(e[3])
    self:emit(OPERATORS[e[1]])
  end
end

function Compiler:statement(s)
  local kind = s[1]
  if kind == "set" then
    self:expression(s[3])
    self:emit(STORE, self:slot(s[2]))
  elseif kind == "while" then
    local top = #self.code + 1
    self:expression(s[2])
    local exit = self:emit(JUMP_IF_NOT)
    self:block(s[3])
    self:emit(JUMP, top)
    self.code[exit] = #self.code + 1
  elseif kind == "if" then
    self:expression(s[2])
    local exit = self:emit(JUMP_IF_NOT)
    self:block(s[3])
    self.code[exit] = #self.code + 1
  elseif kind == "return" then
    self:expression(s[2])
    self:emit(RETURN)
  elseif kind == "function" then
    local over = self:emit(JUMP)
    self.entry[s[2]] = #self.code + 1
    self:block(s[3])
    self.code[over] = #self.code + 1
  end
end

function Compiler:block(statements)
  for _, s in ipairs(statements) do
    self:statement(s)
  end
end

local function compile(program)
  local compiler = setmetatable({code = {}, slots = {}, slot_count = 0, entry = {}}, Compiler)
  compiler:block(program)
  compiler:emit(HALT)
  return compiler.code, compiler.slots
end

-- One machine is a loop of comparisons, the commonest operations first.

local function run_by_comparison(code, variables)
  local stack, sp, returns, rp, pc, steps = {}, 0, {}, 0, 1, 0
  while true do
    local operation, operand = code[pc], code[pc + 1]
    pc = pc + 2
    steps = steps + 1
    if operation == LOAD then
      sp = sp + 1
      stack[sp] = variables[operand]
    elseif operation == PUSH then
      sp = sp + 1
      stack[sp] = operand
    elseif operation == STORE then
      variables[operand] = stack[sp]
      sp = sp - 1
    elseif operation == ADD then
      sp = sp - 1
      stack[sp] = stack[sp] + stack[sp + 1]
    elseif operation == SUB then
      sp = sp - 1
      stack[sp] = stack[sp] - stack[sp + 1]
    elseif operation == MUL then
      sp = sp - 1
      stack[sp] = stack[sp] * stack[sp + 1]
    elseif operation == DIV then
      sp = sp - 1
      stack[sp] = floor(stack[sp] / stack[sp + 1])
    elseif operation == MOD then
      sp = sp - 1
      stack[sp] = stack[sp] % stack[sp + 1]
    elseif operation == LESS then
      sp = sp - 1
      stack[sp] = stack[sp] < stack[sp + 1]
    elseif operation == JUMP then
      pc = operand
    elseif operation == JUMP_IF_NOT then
      if not stack[sp] then
        pc = operand
      end
      sp = sp - 1
    elseif operation == CALL then
      rp = rp + 1
      returns[rp] = pc
      pc = operand
    elseif operation == RETURN then
      pc = returns[rp]
      rp = rp - 1
    else
      return steps
    end
  end
end

-- The other machine keeps its state in fields and has one function for each operation.

local Machine = {}
Machine.__index = Machine

local function binary(f)
  return function(machine)
    local stack, sp = machine.stack, machine.sp - 1
    stack[sp] = f(stack[sp], stack[sp + 1])
    machine.sp = sp
  end
end

local operations = {
  [PUSH] = function(machine, operand)
    machine.sp = machine.sp + 1
    machine.stack[machine.sp] = operand
  end,
  [LOAD] = function(machine, operand)
    machine.sp = machine.sp + 1
    machine.stack[machine.sp] = machine.variables[operand]
  end,
  [STORE] = function(machine, operand)
    machine.variables[operand] = machine.stack[machine.sp]
    machine.sp = machine.sp - 1
  end,
  [ADD] = binary(function(a, b) return a + b end),
  [SUB] = binary(function(a, b) return a - b end),
  [MUL] = binary(function(a, b) return a * b end),
  [DIV] = binary(function(a, b) return floor(a / b) end),
  [MOD] = binary(function(a, b) return a % b end),
  [LESS] = binary(function(a, b) return a < b end),
  [JUMP] = function(machine, operand)
    machine.pc = operand
  end,
  [JUMP_IF_NOT] = function(machine, operand)
    if not machine.stack[machine.sp] then
      machine.pc = operand
    end
    machine.sp = machine.sp - 1
  end,
  [CALL] = function(machine, operand)
    machine.returns[#machine.returns + 1] = machine.pc
    machine.pc = operand
  end,
  [RETURN] = function(machine)
    machine.pc = table.remove(machine.returns)
  end,
  [HALT] = function(machine)
    machine.halted = true
  end,
}

local function run_by_table(code, variables)
  local machine = setmetatable({stack = {}, sp = 0, returns = {}, pc = 1, variables = variables}, Machine)
  local steps = 0
  repeat
    local pc = machine.pc
    machine.pc = pc + 2
    operations[code[pc]](machine, code[pc + 1])
    steps = steps + 1
  until machine.halted
  return steps
end

-- The longest Collatz chain that starts below a limit, and a checksum of all the lengths.
local function program(limit)
  return {
    {"function", "half", {{"return", {"/", "n", 2}}}},
    {"set", "best", 0}, {"set", "longest", 0}, {"set", "start", 1}, {"set", "sum", 0},
    {"while", {"<", "start", limit}, {
      {"set", "n", "start"}, {"set", "length", 1},
      {"while", {"<", 1, "n"}, {
        {"set", "odd", {"%", "n", 2}},
        {"set", "m", {"+", {"*", "n", 3}, 1}},
        {"if", {"<", "odd", 1}, {{"set", "m", {"call", "half"}}}},
        {"set", "n", "m"},
        {"set", "length", {"+", "length", 1}},
      }},
      {"if", {"<", "longest", "length"}, {{"set", "longest", "length"}, {"set", "best", "start"}}},
      {"set", "sum", {"%", {"+", {"*", "sum", 31}, "length"}, 10007}},
      {"set", "start", {"+", "start", 1}},
    }},
  }
end

local function run()
  local code, slots = compile(program(550))
  local outcomes = {}
  for i, machine in ipairs({run_by_comparison, run_by_table}) do
    local variables = {}
    local steps = machine(code, variables)
    outcomes[i] = variables[slots.sum] * 1000000 + steps
    -- Below 550 the longest chain starts at 327 and has 144 numbers.
    if variables[slots.best] ~= 327 or variables[slots.longest] ~= 144 then
      error("bytecode: the chain of " .. variables[slots.best] .. " has length " .. variables[slots.longest])
    end
  end
  if outcomes[1] ~= outcomes[2] then
    error("bytecode: the machines differ")
  end
end

return run
