-- Prime numbers by crossing out, and Euler's function by a linear sieve.
-- kind: numeric
-- idioms: arrays of booleans and integers; an array from 0; t[#t + 1] = v

local LIMIT = 1000000

local function count_by_crossing_out(limit)
  local composite = {}
  for i = 0, limit do
    composite[i] = false
  end
  local count = 0
  for candidate = 2, limit do
    if not composite[candidate] then
      count = count + 1
      for multiple = candidate * candidate, limit, candidate do
        composite[multiple] = true
      end
    end
  end
  return count
end

-- Visits every composite once, by its smallest prime factor.
local function totients(limit)
  local phi, primes = {1}, {}
  for i = 2, limit do
    phi[i] = 0
  end
  for i = 2, limit do
    if phi[i] == 0 then
      phi[i] = i - 1
      primes[#primes + 1] = i
    end
    local k, prime = 1, primes[1]
    while prime and i * prime <= limit do
      if i % prime == 0 then
        phi[i * prime] = phi[i] * prime
        break
      end
      phi[i * prime] = phi[i] * (prime - 1)
      k = k + 1
      prime = primes[k]
    end
  end
  return phi, #primes
end

local function run()
  local crossed = count_by_crossing_out(LIMIT)
  local phi, listed = totients(LIMIT)
  if crossed ~= 78498 or listed ~= crossed then
    error("sieve: " .. crossed .. " and " .. listed .. " primes")
  end
  -- Over all divisors d of n, phi(d) sums to n: one summand for every fraction k/n in lowest terms.
  for n = LIMIT - 9, LIMIT do
    local sum, d = 0, 1
    while d * d <= n do
      if n % d == 0 then
        sum = sum + phi[d]
        if d * d < n then
          sum = sum + phi[math.floor(n / d)]
        end
      end
      d = d + 1
    end
    if sum ~= n then
      error("sieve: wrong totients of the divisors of " .. n)
    end
  end
end

return run
