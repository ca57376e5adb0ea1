package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What a program no longer uses goes back to the system: memory, and descriptors of files. Programs print their resident
 * size in MiB.
 */
@EnabledOnOs(OS.LINUX)
class ResidentSizeTest {
    private static final String RESIDENT = """
            local function resident()
              local file = assert(io.open('/proc/self/statm'))
              local _, pages = file:read('n', 'n')
              file:close()
              return pages * 4096 >> 20
            end
            local before = resident()
            """;
    private static final String LARGE = "local large = resident() ";
    private static final String COLLECTED = """

            for i = 1, 12 do
              collectgarbage()
              local ends = os.time() + 1
              if i == 1 then repeat until os.time() > ends end
            end
            print(before, large, resident())
            """;

    /** The size grows by so many MiB when one program has run, and most of that is gone when another one has. */
    private static void falls(String making, String dropping, long least) {
        Launched.Outcome outcome = Launched.vm("--tier=interp", "-e", RESIDENT + making + LARGE + dropping + COLLECTED).run();
        assertEquals("", outcome.err());
        String[] sizes = outcome.out().strip().split("\t");
        long before = Long.parseLong(sizes[0]);
        long large = Long.parseLong(sizes[1]);
        long after = Long.parseLong(sizes[2]);
        assertTrue(large - before >= least, outcome.out());
        assertTrue(after - before < (large - before) / 3, outcome.out());
    }

    @Test
    void heapGivesMemoryBack() {
        falls("kept = {} for i = 1, 1500000 do kept[i] = {i, name = i} end ", "kept = nil", 150);
    }

    @Test
    void largeObjectsGiveMemoryBack() {
        falls("kept = {} for i = 1, 40 do kept[i] = ('x'):rep(5000000) .. i end ", "kept = nil", 150);
    }

    @Test
    void coroutinesGiveMemoryBack() {
        falls("kept = {} for i = 1, 100000 do kept[i] = coroutine.create(function() end) end ", "kept = nil", 150);
    }

    /** A dead coroutine has no stack, though it is still referred to. */
    @Test
    void deadCoroutinesGiveTheirStacksBack() {
        falls("""
                local threads = {}
                for i = 1, 60 do
                  threads[i] = coroutine.wrap(function()
                    local function deep(n)
                      if n == 0 then coroutine.yield() return 0 end
                      return 1 + deep(n - 1)
                    end
                    deep(60000)
                  end)
                  threads[i]()
                end
                """, "for i = 1, 60 do threads[i]() end", 100);
    }

    /** Functions come and go with their machine code, and with what Java knows of them. */
    @Test
    void functionsLeaveNothingBehind() {
        Launched.Outcome outcome = Launched.vm("--tier=baseline", "-e", RESIDENT + """
                local function load_some(n)
                  for i = 1, n do
                    local f = load("local a, b = ... local s = 0 for i = 1, 4 do s = s + a * i + b end return s + " .. i)
                    for k = 1, 4 do f(k, i) end
                  end
                  collectgarbage()
                end
                load_some(5000)
                local large = resident()
                load_some(20000)
                print(large, resident())
                """).run();
        assertEquals("", outcome.err());
        String[] sizes = outcome.out().strip().split("\t");
        // Of each function there is more than a kilobyte in the code cache, and as much in Java's heap.
        assertTrue(Long.parseLong(sizes[1]) - Long.parseLong(sizes[0]) < 24, outcome.out());
    }

    /** A process may have only so many files open. They are small, so the collector has no other reason to look for them. */
    @Test
    void forgottenFilesAreClosedInTime() {
        String program = "for i = 1, 1000 do assert(io.open('/dev/null')) end print('done')";
        Launched.Outcome outcome = Launched.shell("ulimit -n 300; exec \"$VM\" -e \"" + program + "\"").run();
        assertEquals("done\n", outcome.out(), outcome.err());
    }
}
