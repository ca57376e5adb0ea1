-- Prints tables of figures into strings, and reads the figures back.
-- kind: strings
-- idioms: string.format with widths, precisions and several kinds of argument; tostring and tonumber; concatenated
--   numbers

local format, rep, concat = string.format, string.rep, table.concat

local LINES = 15000
local GOODS = {"anchor", "barometer", "compass", "dinghy", "ensign", "flare"}

local function make_orders()
  local orders, seed = {}, 99
  for i = 1, LINES do
    seed = seed * 16807 % 2147483647
    orders[i] = {number = 1000 + i, item = GOODS[seed % #GOODS + 1], count = seed % 9 + 1, cents = seed % 50000 + 1}
  end
  return orders
end

local orders = make_orders()

local function money(cents)
  return format("%d.%02d", math.floor(cents / 100), cents % 100)
end

local function report()
  local lines = {
    format("%-6s %-12s %5s %10s %12s %7s", "order", "item", "count", "each", "total", "share"),
    rep("-", 57),
  }
  local grand = 0
  for _, order in ipairs(orders) do
    grand = grand + order.count * order.cents
  end
  for i, order in ipairs(orders) do
    local total = order.count * order.cents
    lines[i + 2] = format("%06d %-12s %5d %10s %12s %6.3f%%", order.number, order.item, order.count,
                          money(order.cents), money(total), 100 * total / grand)
  end
  lines[#lines + 1] = format("%57s", money(grand))
  return concat(lines, "\n"), grand
end

local function read_back(text)
  local sum, orders_seen, per_item = 0, 0, {}
  for number, item, count, each, total in text:gmatch("(%d+) (%a+) +(%d+) +([%d.]+) +([%d.]+) +[%d.]+%%") do
    local cents = tonumber((total:gsub("%.", "")))
    if tonumber(count) * tonumber((each:gsub("%.", ""))) ~= cents then
      error("reports: order " .. number .. " does not multiply")
    end
    sum, orders_seen = sum + cents, orders_seen + 1
    per_item[item] = (per_item[item] or 0) + cents
  end
  return sum, orders_seen, per_item
end

local function hex_dump(text, limit)
  local lines = {}
  for at = 1, limit, 16 do
    local codes = {}
    for i = at, at + 15 do
      codes[#codes + 1] = format("%02x", text:byte(i))
    end
    local readable = text:sub(at, at + 15):gsub("%c", ".")
    lines[#lines + 1] = format("%08x  %s  |%s|", at - 1, concat(codes, " "), readable)
  end
  return lines
end

local function run()
  local text, grand = report()
  local sum, seen, per_item = read_back(text)
  if sum ~= grand or seen ~= LINES then
    error("reports: " .. seen .. " orders add up to " .. sum)
  end
  local parts = 0
  for _, item in ipairs(GOODS) do
    parts = parts + per_item[item]
  end
  if parts ~= grand then
    error("reports: the items add up to " .. parts)
  end

  local dump, length = hex_dump(text, 64000), 0
  for i, line in ipairs(dump) do
    length = length + #line
    if tonumber(line:sub(1, 8), 16) ~= (i - 1) * 16 then
      error("reports: line " .. i .. " of the dump has a wrong offset")
    end
  end
  if #dump ~= 4000 or length ~= 4000 * (8 + 2 + 47 + 2 + 18) then
    error("reports: the dump has " .. length .. " characters")
  end

  -- 17 digits bring every float back.
  local x = 0.1
  for i = 1, 20000 do
    x = x * 1.5 + 1 / i
    if x > 1e9 then
      x = x / 1e12
    end
    if tonumber(format("%.17g", x)) ~= x or tonumber(i .. "") ~= i or tostring(-i) ~= "-" .. i then
      error("reports: a number changed on its way through a string")
    end
  end
end

return run
