package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Nothing that is made hard for the compilers changes what a Lua test program prints. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StressTest {
    /** Everything at once, since each start of a process takes its time. */
    private static final String OPTIONS = "tier=baseline;stress=bail-out:7;stress=small-caches;code-cache=128k";

    @TestFactory
    Stream<DynamicTest> eachProgramPrintsTheSame() {
        return LuaFiles.all().stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> assertEquals(
                LuaFiles.outcome("baseline", file), LuaFiles.outcomeWith(OPTIONS, file), file.toString())));
    }

    /** The options do what they say, or programs would print the same for no reason. */
    @Test
    void compilesFailAndSomeDoNot() {
        Launched.Outcome outcome = Launched.vm("-e", "for i = 1, 100 do load('local t = {x = 1} return t.x')() end")
                .withOptions(OPTIONS + ";stats").run();
        assertTrue(outcome.err().matches("(?s).*\\ncompiled +[1-9][0-9]* functions.*"), outcome.err());
        assertTrue(outcome.err().matches("(?s).*\\ngiven up +[1-9][0-9]* compilations.*"), outcome.err());
        assertTrue(outcome.err().matches("(?s).*\\ncode cache +[0-9]+ of 131072 bytes.*"), outcome.err());
    }
}
