package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Simple functions, which programs call all the time, make no garbage on the Java heap. */
class JavaAllocationTest {
    private static final int CALLS = 20_000;
    /** What may be allocated otherwise in the meantime: by the chunk's loading, by a collection. */
    private static final long TOLERATED_BYTES = 4 * CALLS;

    @ParameterizedTest
    @ValueSource(strings = {"string.len('text')", "string.byte('text', 2)", "string.byte('text', 1, -1)",
        "string.sub('text', 2, 3)", "string.sub('text', 2, 2)", "string.char(65)", "string.char(65, 66, 67)",
        "string.upper('text')", "string.rep('text', 3)", "string.reverse('text')",
        "string.find('some text', 'ex', 1, true)", "string.find('some text', '[xy]t')",
        "string.match('key=value', '(%w+)=(%w+)')",
        "string.gsub('some text', 'e', 'i')", "string.format('%d %s %5.1f', 1, 'x', 0.5)",
        "string.unpack('<i4', 'abcd')", "string.pack('<i4', 1)", "('10') + 1",
        "math.floor(1.5)", "math.max(1, 2)", "math.min(1.5, 2)", "math.abs(-1)", "math.sqrt(2)", "math.sin(1)",
        "math.random(10)", "math.fmod(7, 3)", "math.tointeger(3.0)", "math.type(1)",
        "table.insert(list, 1)", "table.insert(list, 1, 1)", "table.remove(list)", "table.unpack(list, 1, 3)",
        "table.concat(words, ' ')", "table.pack(1, 2)", "table.move(list, 1, 3, 2)",
        "utf8.len('text')", "utf8.char(65)", "utf8.codepoint('text', 2)", "utf8.offset('text', 2)"})
    void allocatesNothing(String call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Program lua = new Program()) {
            String loop = "local list, words = {1, 2, 3, 4}, {'some', 'words'}\n"
                    + "for i = 1, COUNT do local a, b, c = " + call + " end";
            // Beyond what method handles count before they are compiled; and no collection falls due for the first time.
            lua.run(loop.replace("COUNT", "200"));
            lua.run("collectgarbage()");
            long before = threads.getCurrentThreadAllocatedBytes();
            lua.run(loop.replace("COUNT", Integer.toString(CALLS)));
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < TOLERATED_BYTES, call + " allocates " + bytes / CALLS + " bytes a call");
        }
    }
}
