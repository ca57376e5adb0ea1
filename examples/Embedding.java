// Lua in a Java program: rules of a shop that its owner writes in Lua, and that the shop stops when they take too long.
//
//   vm/bin/vm -v                                                               (builds Perigee, and finds a JDK)
//   "$(tail -n 1 vm/target/perigee.jdk)/bin/java" @examples/embedding.args examples/Embedding.java

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import perigee.vm.embed.Lua;
import perigee.vm.embed.LuaException;
import perigee.vm.embed.LuaFunction;
import perigee.vm.embed.LuaTable;

class Embedding {
    private static final Map<String, Long> STOCK = Map.of("lamp", 120L, "chair", 8L, "table", 2L);

    private static final String RULES = """
            local discounts = {lamp = 0.2, chair = 0.1}

            function price(item, count)
                local each = prices[item] or error("no price for " .. item)
                if stock(item) < count then
                    return nil, "only " .. stock(item) .. " left"
                end
                local rate = count >= 5 and discounts[item] or 0
                return each * count * (1 - rate)
            end

            function forecast()
                while true do end
            end
            """;

    public static void main(String[] arguments) {
        try (Lua lua = Lua.builder().maxHeap(64 << 20).build();
                ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor()) {
            // A table, and a Java function that Lua code calls.
            LuaTable prices = lua.newTable();
            prices.set("lamp", 30);
            prices.set("chair", 45.5);
            lua.set("prices", prices);
            lua.set("stock", item -> STOCK.getOrDefault(item.getText(0), 0L));
            lua.run(RULES, "rules.lua");

            // A Lua function that Java calls.
            LuaFunction price = lua.getFunction("price");
            System.out.println("6 lamps: " + price.call("lamp", 6).getDouble(0));
            System.out.println("9 chairs: " + price.call("chair", 9).getText(1));

            // Errors come with the reference's message and traceback.
            try {
                price.call("table", 1);
            } catch (LuaException error) {
                System.out.println(error.getMessage() + "\n" + error.luaTraceback());
            }

            // Compiled code without end is stopped from another thread; things go on.
            watchdog.schedule(lua::interrupt, 200, TimeUnit.MILLISECONDS);
            try {
                lua.getFunction("forecast").call();
            } catch (LuaException error) {
                System.out.println(error.getMessage());
            }
            lua.run("print(price('lamp', 1))", "order");
        }
    }
}
