-- Records and arrays made in every order that programs make them in.
-- kind: tables
-- idioms: records filled field by field, in several orders; t[#t + 1] = v, table.insert, arrays from 0, filled
--   downwards, with holes; table.remove, table.concat; optional fields

local insert, remove = table.insert, table.remove

local COUNT = 15000

-- Four ways to make one kind of record.
local function by_constructor(i)
  return {id = i, name = "n" .. i % 10, weight = i * 0.5, tag = i % 2 == 0}
end

local function field_by_field(i)
  local record = {}
  record.id = i
  record.name = "n" .. i % 10
  record.weight = i * 0.5
  record.tag = i % 2 == 0
  return record
end

local function in_another_order(i)
  local record = {}
  record.tag = i % 2 == 0
  record.weight = i * 0.5
  record.name = "n" .. i % 10
  record.id = i
  return record
end

local function with_options(i)
  local record = {id = i}
  if i % 3 == 0 then
    record.comment = "third"
  end
  record.weight = i * 0.5
  if i % 5 == 0 then
    record.extra = i
  end
  record.name = "n" .. i % 10
  record.tag = i % 2 == 0
  return record
end

local makers = {[0] = by_constructor, field_by_field, in_another_order, with_options}

local function total(records)
  local ids, weight, tagged, extras = 0, 0, 0, 0
  for i = 1, #records do
    local record = records[i]
    ids = ids + record.id
    weight = weight + record.weight
    if record.tag then
      tagged = tagged + 1
    end
    extras = extras + (record.extra or 0)
  end
  return ids, weight, tagged, extras
end

local function update(records)
  for i, record in ipairs(records) do
    record.weight = record.weight + 1
    record.last, record.tag = record.tag, not record.tag
    if i % 7 == 0 then
      record.comment = nil
    end
  end
end

local function group(records)
  local groups = {}
  for _, record in ipairs(records) do
    local members = groups[record.name]
    if not members then
      members = {}
      groups[record.name] = members
    end
    insert(members, record)
  end
  return groups
end

local function exercise_records(make)
  local records = {}
  for i = 1, COUNT do
    records[#records + 1] = make(i)
  end
  update(records)
  local ids, weight, tagged, extras = total(records)
  if ids ~= COUNT * (COUNT + 1) / 2 or weight ~= ids / 2 + COUNT or tagged ~= COUNT / 2 then
    error("records: " .. ids .. ", " .. weight .. ", " .. tagged)
  end
  for name, members in pairs(group(records)) do
    if #members ~= COUNT / 10 or members[1].name ~= name then
      error("records: " .. #members .. " records are called " .. name)
    end
  end
  return extras
end

local function exercise_arrays(n)
  local up, inserted, from_zero, down, holes = {}, {}, {}, {}, {}
  for i = 1, n do
    up[#up + 1] = i
    insert(inserted, i)
    from_zero[i - 1] = i
    down[n + 1 - i] = i
    holes[i] = i
  end
  for i = 2, n - 1, 3 do
    holes[i] = nil
  end
  local sum, absent = 0, 0
  for i = 1, n do
    sum = sum + up[i] + inserted[i] + from_zero[i - 1] - 3 * down[n + 1 - i]
    if holes[i] == nil then
      absent = absent + 1
    end
  end
  for i = 2, n - 1, 3 do
    holes[i] = -i
  end
  for _ = 1, n / 2 do
    remove(inserted)
    up[#up] = nil
  end
  insert(inserted, 1, 0)
  insert(inserted, 3, 1.5)
  local first = remove(inserted, 1)
  if sum ~= 0 or absent ~= math.floor(n / 3) or #up ~= n / 2 or #inserted ~= n / 2 + 1 or first ~= 0
      or inserted[2] ~= 1.5 or #holes ~= n or from_zero[0] ~= 1 or #down ~= n then
    error("records: arrays of wrong sizes or contents")
  end
end

-- A window that moves along an array: fills at one end, empties at the other.
local function exercise_window(n)
  local window, first, last, sum = {}, 1, 0, 0
  for i = 1, n do
    last = last + 1
    window[last] = i
    if last - first >= 100 then
      sum = sum + window[first]
      window[first] = nil
      first = first + 1
    end
  end
  if sum ~= (n - 100) * (n - 99) / 2 then
    error("records: the window passed on " .. sum)
  end
end

local function run()
  local extras = 0
  for way = 0, 3 do
    extras = extras + exercise_records(makers[way])
  end
  extras = extras + exercise_records(function(i) return makers[i % 4](i) end)
  if extras ~= 22507500 + 5628750 then
    error("records: extras add up to " .. extras)
  end
  for _ = 1, 4 do
    exercise_arrays(30000)
  end
  exercise_window(150000)
end

return run
