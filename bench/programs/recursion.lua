-- Functions that call themselves and each other, and hardly anything else.
-- kind: functions
-- idioms: calls of local functions as upvalues; mutual recursion; several results; tail calls

local function fibonacci(n)
  if n < 2 then
    return n
  end
  return fibonacci(n - 1) + fibonacci(n - 2)
end

local function ackermann(m, n)
  if m == 0 then
    return n + 1
  elseif n == 0 then
    return ackermann(m - 1, 1)
  end
  return ackermann(m - 1, ackermann(m, n - 1))
end

local function takeuchi(x, y, z)
  if y >= x then
    return z
  end
  return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y))
end

local function hanoi(n, from, to, spare)
  if n == 0 then
    return 0, 0
  end
  local moves, weight = hanoi(n - 1, from, spare, to)
  local more, heavier = hanoi(n - 1, spare, to, from)
  return moves + more + 1, weight + heavier + n
end

-- Hofstadter's female and male sequences.
local male

local function female(n)
  return n == 0 and 1 or n - male(female(n - 1))
end

function male(n)
  return n == 0 and 0 or n - female(male(n - 1))
end

local function gcd(a, b)
  if b == 0 then
    return a
  end
  return gcd(b, a % b)
end

local function coprime_pairs(n)
  local count = 0
  for a = 1, n do
    for b = 1, n do
      if gcd(a, b) == 1 then
        count = count + 1
      end
    end
  end
  return count
end

local function expect(what, actual, expected)
  if actual ~= expected then
    error("recursion: " .. what .. " is " .. actual .. ", not " .. expected)
  end
end

local function run()
  expect("fibonacci(30)", fibonacci(30), 832040)
  expect("fibonacci(20.0)", fibonacci(20 + 0.0), 6765)
  expect("ackermann(2, 60)", ackermann(2, 60), 123)
  expect("ackermann(3, 6)", ackermann(3, 6), 509)
  expect("takeuchi(18, 12, 6)", takeuchi(18, 12, 6), 7)
  local moves, weight = hanoi(16, 1, 2, 3)
  expect("hanoi(16)", moves, 2 ^ 16 - 1)
  -- Disc k moves 2^(16 - k) times.
  expect("the weight moved", weight, 2 ^ 17 - 18)
  for n = 1, 40 do
    expect("female - male at " .. n, female(n) - male(n), (n == 1 or n == 2 or n == 4 or n == 7 or n == 12
                                                            or n == 20 or n == 33) and 1 or 0)
  end
  expect("the number of coprime pairs below 300", coprime_pairs(300), 54795)
end

return run
