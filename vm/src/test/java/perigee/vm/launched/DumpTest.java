package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --dump} prints of functions as they are compiled, with nothing installed but the JDK. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DumpTest {
    private static final String PROGRAM = """
            local Point = {}
            Point.__index = Point
            function Point:norm()
              return self.x * self.x + self.y
            end
            local function sum(t, n)
              local s = 0
              for i = 1, n do
                s = s + t[i]
              end
              return s
            end
            local r = 0
            for i = 1, 100 do
              r = r + sum({i, 2}, 2) + setmetatable({x = i, y = 2}, Point):norm()
            end
            local function first(text)
              return text:byte()
            end
            for _, text in ipairs {"a", "b" .. r, "c"} do
              r = r + first(text)
            end
            print(r)
            """;

    @TempDir
    private Path directory;

    private String dump(String what, String tier) throws IOException {
        Path script = directory.resolve("script.lua");
        Files.writeString(script, PROGRAM);
        Launched.Outcome outcome = Launched.vm("--dump=" + what, "--tier=" + tier, "script.lua").in(directory).run();
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        assertTrue(outcome.out().endsWith("344094\n"), outcome.out());
        return outcome.out();
    }

    private static void has(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + " is not in\n" + text);
        }
    }

    @Test
    void baselineCodeHasNames() throws IOException {
        String text = dump("asm:sum", "baseline");
        has(text, "; ---- machine code of script.lua:6, baseline, ", "; line 9: s = s + t[i]\n", "pc5:\n", "GETINDEX",
                "[thread+attention]", "[frame+R0]", "[table+arraySize]", "[array+element0+rcx*8]", "[code+feedback5]",
                "jmp    exit_execute");
        assertFalse(text.contains("script.lua:3"), text);
        assertFalse(text.contains("(bad)"), text);
    }

    @Test
    void cacheStubsSayWhatTheyAreFor() throws IOException {
        has(dump("asm:norm", "baseline"), "script.lua:3, cache stub, ", "cmp    DWORD PTR [table+shape]",
                "record {x, y} (SHAPE)", "jmp    done");
        has(dump("asm:first", "baseline"), "script.lua:17, cache stub, ", "string (SHAPE)");
    }

    /** Every instruction of what all functions share is one that the disassembler knows. */
    @Test
    void sharedStubsArePrintedWhenAskedFor() throws IOException {
        String text = dump("asm:stubs", "baseline");
        has(text, "\nexit_execute:\n", "\nwrite_barrier", "[thread+nurseryPointer]");
        assertFalse(text.contains("(bad)"), text);
    }

    @Test
    void optimisedCodeIsShownInAllStages() throws IOException {
        String text = dump("inline,graph,lir,asm:norm", "optimized");
        has(text, "; ---- inlining in script.lua:3\n", "; ---- graph as built of script.lua:3\n",
                "; ---- graph after BarrierElimination of script.lua:3\n", "; ---- low-level code of script.lua:3\n",
                "; ---- machine code of script.lua:3 optimised, optimised, ", "[table+slot0]", "call   box_integer",
                "; line 4: return self.x * self.x + self.y\n", " WRONG_SHAPE @line 4 (GUARD)", "jmp    exit_guard");
        assertTrue(text.matches("(?s).*exit #[0-9]+ NOT_INTEGER @line 4 \\(GUARD\\).*"), text);
    }

    /** Code of inlined functions of the chunk has their own lines. */
    @Test
    void optimisedCodeHasTheLinesOfWhatIsInlined() throws IOException {
        has(dump("asm:script.lua:0", "optimized"), "; line 9: s = s + t[i]\n", "; line 4: return self.x * self.x + self.y\n",
                "; line 15: r = r + sum(");
    }

    @Test
    void inlinedCallsAreListed() throws IOException {
        has(dump("inline:script.lua:0", "optimized"), "script.lua:6 at line 15: inlined",
                "script.lua:3 at line 15: inlined");
    }

    /** Methods are known by the shapes of their receivers, more of them than a call notes functions. */
    @Test
    void methodsOfSixClassesAreInlined() throws IOException {
        Files.writeString(directory.resolve("classes.lua"), """
                local all = {}
                for i, f in ipairs {
                  function(o) return o.v end,
                  function(o) return o.v + 1 end,
                  function(o) return o.v + 2 end,
                  function(o) return o.v + 3 end,
                  function(o) return o.v + 4 end,
                  function(o) return o.v + 5 end,
                } do
                  local class = {get = f}
                  class.__index = class
                  all[i] = setmetatable({["k" .. i] = 1, v = i}, class)
                end
                for _ = 1, 4 do collectgarbage() end
                local function sum() local s = 0 for i = 1, 6 do s = s + all[i]:get() end return s end
                for _ = 1, 100 do sum() end
                print(sum())
                """);
        Launched.Outcome outcome = Launched.vm("--dump=inline:sum", "--tier=optimized", "classes.lua").in(directory).run();
        assertEquals(0, outcome.status());
        for (int line = 3; line <= 8; line++) {
            has(outcome.out(), "classes.lua:" + line + " at line 15: inlined (runs 1.80 times, ");
        }
        assertTrue(outcome.out().endsWith("36\n"), outcome.out());
    }

    /** Which code is entered and left is told as the program runs. */
    @Test
    void whatBecomesOfOptimisedCodeIsTold() throws IOException {
        String text = dump("deopt,osr", "optimized");
        has(text, "; osr script.lua:0 loop at line 14: code installed, ", "; osr script.lua:0 loop at line 14: entered\n",
                "; deopt script.lua:6: code installed, ");
        assertTrue(text.matches("(?s).*; deopt script.lua:[0-9]+.*: left, [A-Z_]+ @line [0-9]+.*"), text);
        assertFalse(dump("deopt:norm", "optimized").contains("script.lua:6"));
    }

    @Test
    void aFunctionIsNamedByItsPlaceToo() throws IOException {
        has(dump("bytecode:script.lua:6", "interp"), "function <script.lua:6,12>");
    }
}
