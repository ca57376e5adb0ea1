-- require and package: preload, loaded, searchers, path, searchpath, the loader's arguments, errors. Modules are
-- written to a directory of their own, which is removed at the end.

package.path = "../?.lua"
local check = require "check"

local directory = os.tmpname()
os.remove(directory)
assert(os.execute("mkdir -p " .. directory .. "/sub/deep"))
local made = {}
local function module(name, source)
    local path = directory .. "/" .. name
    made[#made + 1] = path
    local f = assert(io.open(path, "w"))
    f:write(source)
    f:close()
end
local function hide(...)
    local out = table.pack(...)
    for i = 1, out.n do if type(out[i]) == "string" then out[i] = out[i]:gsub(directory:gsub("%p", "%%%0"),
        "DIR") end end
    return table.unpack(out, 1, out.n)
end
package.path = directory .. "/?.lua;" .. directory .. "/?/init.lua"
package.cpath = ""

-- A module returns its value and the name of its file; the second time it is not run again.
module("plain.lua", "loads = (loads or 0) + 1 return { name = ..., file = select(2, ...), count = select('#', ...) }")
local plain, where = require "plain"
check.show("first", hide(plain.name, plain.file, plain.count, where))
check.list({ require "plain", select("#", require "plain") }, plain, 1)
check.list({ loads, package.loaded.plain }, 1, plain)
package.loaded.plain = nil
check.same(require "plain" ~= plain, true)
check.same(loads, 2)
loads = nil

-- What a module may return.
module("nothing.lua", "")
module("returns_nil.lua", "return nil")
module("returns_false.lua", "return false")
module("returns_number.lua", "return 42")
module("sets_itself.lua", "package.loaded[...] = 'set by itself'")
module("sets_and_returns.lua", "package.loaded[...] = 'set by itself' return 'returned'")
for _, name in ipairs { "nothing", "returns_nil", "returns_false", "returns_number", "sets_itself",
    "sets_and_returns" } do
    check.show(name, hide(require(name)))
    check.show("  again", hide(require(name)))
    check.show("  loaded", package.loaded[name])
end

-- Dots are directories; init.lua; environment and globals of modules.
module("sub/inner.lua", "return ...")
module("sub/init.lua", "return 'init of ' .. ...")
module("sub/deep/most.lua", "return 'most ' .. ...")
check.list({ (require "sub.inner"), (require "sub"), (require "sub.deep.most") }, "sub.inner", "init of sub",
    "most sub.deep.most")
module("globals.lua", "set_by_module = 'visible' return _ENV == _G")
check.list({ (require "globals"), set_by_module }, true, "visible")
set_by_module = nil

-- Modules that require each other: the half-made one is seen if it has stored itself.
module("cycle_a.lua", "local M = {} package.loaded[...] = M M.b = require 'cycle_b' return M")
module("cycle_b.lua", "return { a = require 'cycle_a' }")
local cycle = require "cycle_a"
check.same(cycle.b.a, cycle)

-- Errors: not found, syntax, run time.
check.show("not found", hide(pcall(require, "missing")))
check.show("not found, dots", hide(pcall(require, "missing.inner")))
module("bad_syntax.lua", "return = 1")
module("bad_run.lua", "error 'while loading'")
module("bad_value.lua", "error { code = 1 }")
check.show("syntax error", hide(pcall(require, "bad_syntax")))
check.show("run-time error", hide(pcall(require, "bad_run")))
check.show("error value", hide(pcall(require, "bad_value")))
check.list({ package.loaded.bad_run, package.loaded.missing }, nil, nil)
package.path = ""
check.show("empty path", hide(pcall(require, "plain2")))
package.path = ";;"
check.show("only separators", hide(pcall(require, "plain2")))
package.path = "no template"
check.show("no mark", hide(pcall(require, "plain2")))
package.path = 5
check.show("number", hide(pcall(require, "plain2")))
package.path = nil
check.show("nil", hide(pcall(require, "plain2")))
package.path = directory .. "/?.lua"

-- preload comes before the path, and gets ":preload:" as its second argument.
package.preload.plain3 = function(...) return { ... } end
local preloaded, extra = require "plain3"
check.list({ preloaded[1], preloaded[2], extra }, "plain3", ":preload:", ":preload:")
package.preload.plain3 = nil
package.preload.not_callable = 5
check.show("preload is no function", hide(pcall(require, "not_callable")))
package.preload.not_callable = nil

-- Searchers: four, called in order; results of each kind.
check.same(#package.searchers, 4)
local log = {}
table.insert(package.searchers, 2, function(name)
    log[#log + 1] = name
    if name == "made" then return function(...) return table.concat({ ... }, "+") end, "extra" end
    if name == "text" then return "\n\tthe searcher's message" end
    if name == "failing" then error("the searcher fails", 0) end
    if name == "odd" then return 5 end
end)
check.list({ require "made" }, "made+extra", "extra")
check.show("message", hide(pcall(require, "text")))
check.show("failing searcher", hide(pcall(require, "failing")))
check.show("odd result", hide(pcall(require, "odd")))
print(table.concat(log, " "))
table.remove(package.searchers, 2)
local saved = package.searchers
package.searchers = { function() return nil end }
check.show("searcher without a message", pcall(require, "none"))
package.searchers = {}
check.show("no searchers", pcall(require, "none"))
package.searchers = nil
check.show("searchers missing", pcall(require, "none"))
package.searchers = saved

-- searchpath.
check.show("found", hide(package.searchpath("sub.inner", package.path)))
check.show("not found", hide(package.searchpath("none", "./?.x;./?/y")))
check.show("own separator", hide(package.searchpath("sub-inner", package.path, "-")))
check.show("no separator", hide(package.searchpath("sub.inner", "./?.none", "")))
check.show("own replacement", hide(package.searchpath("sub.inner", directory .. "/?.lua", ".", "/")))
check.show("empty path", hide(package.searchpath("x", "")))
check.show("several marks", hide(package.searchpath("a.b", "?/?/?.none")))

-- The tables themselves.
check.same(package.loaded._G, _G)
check.same(package.loaded.string, string)
check.same(package.loaded.package, package)
check.same((require "math"), math)
check.same(package.config, "/\n;\n?\n!\n-\n")
for _, name in ipairs { "coroutine", "debug", "io", "math", "os", "package", "string", "table",
    "utf8" } do check.same(package.loaded[name], _G[name]) end
package.loaded.math, math = nil, nil
check.show("a library that is not loaded", pcall(require, "math") == false)

-- loadlib without a library.
local f, message, kind = package.loadlib("no such library.so", "f")
check.list({ f, type(message), kind }, nil, "string", "open")

for _, path in ipairs(made) do os.remove(path) end
for _, path in ipairs { "/sub/deep", "/sub", "" } do assert(os.remove(directory .. path)) end
print "done"
