package perigee.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {

    private static final Path ROOT = Path.of("/checkout");

    private static CompareOptions parse(String... arguments) {
        return CompareOptions.parse(ROOT, List.of(arguments));
    }

    @Test
    void withoutArgumentsEverythingRunsSteadilyUnderThreeEngines() {
        CompareOptions options = parse();
        assertEquals(List.of("perigee", "lua5.4", "luajit"), options.engines());
        assertEquals(List.of(Mode.STEADY), options.modes());
        assertEquals(List.of(), options.selection());
    }

    @Test
    void anEngineWithACommandTakesPart() {
        CompareOptions options = parse("--engines=luajit", "--slow-command=luajit -joff", "queens");
        assertEquals(List.of("luajit", "slow"), options.engines());
        assertEquals(List.of("luajit", "-joff"), Engine.named("slow", options).command());
        assertEquals(List.of("queens"), options.selection());
    }

    @Test
    void vmArgumentsGoToTheSubjectAlone() {
        CompareOptions options = parse("--vm-args=--tier=interp --stats");
        assertEquals(List.of("/checkout/vm/bin/vm", "--tier=interp", "--stats"),
                Engine.named("perigee", options).command());
        assertEquals(List.of("lua5.4"), Engine.named("lua5.4", options).command());
    }

    @Test
    void mistakesAreNamed() {
        for (String mistake : List.of("--engine=luajit", "--engines", "--rounds=0", "--seconds=soon", "--mode=fast")) {
            assertThrows(IllegalArgumentException.class, () -> parse(mistake), mistake);
        }
    }
}
