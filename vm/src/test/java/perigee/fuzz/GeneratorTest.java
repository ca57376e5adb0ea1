package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import perigee.interp.Driver;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;

/** Programs are the same for a seed, can be loaded, and use all of the grammar. */
class GeneratorTest {
    private static final int PROGRAMS = 400;

    private final Grammar grammar = new Grammar();

    @Test
    void programOfASeedIsTheSame() {
        String program = Generator.program(grammar, 7);
        assertEquals(program, Generator.program(new Grammar(), 7));
        assertNotEquals(program, Generator.program(grammar, 8));
    }

    @Test
    void programsCanBeLoaded() {
        try (LuaState state = new LuaState(64 << 20, new StandardStreams(InputStream.nullInputStream(),
                OutputStream.nullOutputStream(), OutputStream.nullOutputStream()))) {
            new Driver(state);
            for (long seed = 1; seed <= PROGRAMS; seed++) {
                byte[] bytes = Generator.program(grammar, seed).getBytes(StandardCharsets.ISO_8859_1);
                try {
                    ChunkLoading.load(state, bytes, bytes.length, "=program".getBytes(StandardCharsets.US_ASCII), "t",
                            state.globals());
                } catch (LuaError error) {
                    throw new AssertionError("seed " + seed + ": "
                            + Strings.toJava(state.conversions().plainText(state.errorValue())), error);
                }
            }
        }
    }

    @Test
    void layoutIsWhatTheReducerExpects() {
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            String program = Generator.program(grammar, seed);
            assertEquals(program, Layout.text(Layout.parse(program)));
        }
    }

    @Test
    void everyRuleIsUsed() {
        Set<String> unused = new TreeSet<>();
        grammar.statements().forEach(rule -> unused.add(rule.name()));
        grammar.kindsOfExpressions()
                .forEach(kind -> grammar.expressions(kind).forEach(rule -> unused.add(rule.name())));
        for (long seed = 1; seed <= PROGRAMS; seed++) {
            Generator.program(grammar, seed, rule -> unused.remove(rule.name()));
        }
        assertEquals(Set.of(), unused);
    }
}
