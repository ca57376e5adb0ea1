package perigee.bench.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes and drops coroutines, closures, tables and strings for minutes, and watches the resident size of the process.
 *
 * <p>Arguments: minutes (10). Exit status 1 when the size at the end is more than 5 % over that after the first minute,
 * both after a full collection.
 */
final class Soak {
    private static final long HEAP_BYTES = 2L << 30;
    private static final long PAGE = 4096;
    private static final long SLICE_SECONDS = 10;
    private static final int SLICES_PER_MINUTE = 6;
    private static final double TOLERANCE = 1.05;

    private static final String SLICE = """
            local seconds = ...
            kept = kept or {}
            local time, ends = os.time, os.time() + seconds
            local n = 0
            repeat
                for i = 1, 1000 do
                    n = n + 1
                    -- coroutines that end, and others that are abandoned in a yield
                    local co = coroutine.wrap(function(a) local b = coroutine.yield({a}) return b end)
                    co(i)
                    if i % 2 == 0 then co(i) end
                    -- closures with variables of their own
                    local count = 0
                    local function up() count = count + i return count end
                    up()
                    -- tables as records, arrays and dictionaries; strings as keys
                    local t = {i, name = "name " .. n, next = kept[n % 5000]}
                    for k = 1, 10 do t["key" .. (n + k) % 300] = k end
                    t.next = nil
                    kept[n % 5000] = t
                    -- a string of some size, and a finalizer
                    local s = ("x"):rep(n % 20000) .. n
                    if i % 100 == 0 then setmetatable({s}, {__gc = function(o) o[1] = nil end}) end
                end
            until time() >= ends
            -- What is garbage at this moment is not to count.
            collectgarbage()
            """;

    private Soak() {
    }

    public static void main(String[] arguments) throws IOException {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        long first = 0;
        long last = 0;
        try (LuaRun run = new LuaRun(HEAP_BYTES)) {
            for (int slice = 1; slice <= minutes * SLICES_PER_MINUTE; slice++) {
                run.run(SLICE, SLICE_SECONDS);
                last = residentBytes();
                if (slice == SLICES_PER_MINUTE) {
                    first = last;
                }
                System.out.printf(Locale.ROOT, "%4d s  resident %d MiB, Lua heap %d MiB%n", slice * SLICE_SECONDS,
                        last >> 20, run.state().heap().usedBytes() >> 20);
            }
        }
        System.out.printf(Locale.ROOT, "%.1f %% of the size after the first minute%n", 100.0 * last / first);
        if (last > first * TOLERANCE) {
            System.exit(1);
        }
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
    }
}
