package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.layout.ThreadLayout;

/** Library functions that would run for hours stop when they are asked to. */
class InterruptionTest {
    @ParameterizedTest
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {
        "(('a'):rep(40)):find(('a?'):rep(40) .. ('a'):rep(40) .. 'b')",
        "(('a'):rep(1 << 17)):find('.-.-.-b')",
        "(('a'):rep(1 << 20)):gsub('a*b', 'c')",
        "(('a'):rep(1 << 22)):find(('a'):rep(1 << 21) .. 'ba', 1, true)",
        "(('('):rep(1 << 20)):find('%b()')",
        "(('x'):rep(1 << 17)):match('(.-)%1y')",
        "table.move({}, 1, 1 << 60, 2)",
        "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 1)",
        "table.remove(setmetatable({}, {__len = function() return 1 << 60 end}), 1)",
    })
    void stops(String expression) {
        try (Program lua = new Program()) {
            Thread interrupter = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(300);
                    lua.state().stack().demandAttention(ThreadLayout.INTERRUPT);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            String message = lua.run("print(select(2, pcall(function() return " + expression + " end)))");
            interrupter.interrupt();
            assertEquals("test:1: interrupted!\n", message);
        }
    }
}
