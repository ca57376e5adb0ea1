package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import perigee.interp.Driver;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.StandardStreams;
import perigee.stdlib.ChunkLoading;

/** Programs are the same for a seed, can be loaded, and use all of the grammar. */
class GeneratorTest {
    private static final int PROGRAMS = 300;

    private static final Grammar grammar = new Grammar();
    private static final Set<String> used = new TreeSet<>();
    private static final List<String> programs = LongStream.rangeClosed(1, PROGRAMS)
            .mapToObj(seed -> Generator.program(grammar, seed, rule -> used.add(rule.name()))).toList();

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
            for (int i = 0; i < PROGRAMS; i++) {
                byte[] bytes = programs.get(i).getBytes(StandardCharsets.ISO_8859_1);
                try {
                    ChunkLoading.load(state, bytes, bytes.length, "=program".getBytes(StandardCharsets.US_ASCII), "t",
                            state.globals());
                } catch (LuaError error) {
                    throw new AssertionError("seed " + (i + 1) + ": "
                            + Strings.toJava(state.conversions().plainText(state.errorValue())), error);
                }
            }
        }
    }

    @Test
    void layoutIsWhatTheReducerExpects() {
        for (String program : programs) {
            assertEquals(program, Layout.text(Layout.parse(program)));
        }
    }

    @Test
    void everyRuleIsUsed() {
        Set<String> unused = new TreeSet<>();
        grammar.statements().forEach(rule -> unused.add(rule.name()));
        grammar.kindsOfExpressions()
                .forEach(kind -> grammar.expressions(kind).forEach(rule -> unused.add(rule.name())));
        unused.removeAll(used);
        assertEquals(Set.of(), unused);
    }
}
