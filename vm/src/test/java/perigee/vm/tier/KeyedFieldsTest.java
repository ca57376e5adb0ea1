package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.build.GraphBuilder;
import perigee.build.Snapshot;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.ir.BlockOrder;
import perigee.ir.GraphText;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/** Accesses by computed keys whose keys are known once the function is inlined: they are accesses of fields. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class KeyedFieldsTest {
    private static final String OBJECTS = """
            local target = {a = 1, b = 2}
            local proxy = setmetatable({}, {
              __index = function(_, k) return target[k] end,
              __newindex = function(_, k, v) target[k] = v end,
            })
            local raw = setmetatable({n = 0}, {
              __index = function(t, k) return rawget(t, 'n') end,
              __newindex = function(t, k, v) rawset(t, 'n', v) end,
            })
            local keys = {'a', 'b'}
            for _ = 1, 4 do collectgarbage() end
            """;

    private static TieredProgram run(String policy, String text) {
        TieredProgram program = new TieredProgram(TierPolicy.of(policy));
        program.run(text);
        return program;
    }

    /** The only function with four parameters, which the tests are about. */
    private static LoadedFunction function(TieredProgram program) {
        return program.state().functions().all().stream().filter(one -> one.prototype().parameters() == 4)
                .findFirst().orElseThrow();
    }

    private static String graph(TieredProgram program) {
        GraphBuilder.Built built = (GraphBuilder.Built) GraphBuilder.build(Snapshot.of(program.state(),
                program.driver().fields(), function(program), -1, 0, List.of(), (_, _) -> null).request());
        BlockOrder.sort(built.graph());
        return GraphText.of(built.graph());
    }

    /** The words of feedback of a function's instructions of a kind. */
    private static List<Long> words(TieredProgram program, LoadedFunction function, Opcode op) {
        long[] code = function.prototype().code();
        return IntStream.range(0, code.length).filter(pc -> Instruction.op(code[pc]) == op)
                .mapToObj(pc -> Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK)).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "interp   | o.a = i return o.a + o.b | set_index | get_index",
        "baseline | o.a = i return o.a + o.b | set_index | get_index",
    })
    void knownKeysAreFields(String policy, String body, String store, String load) {
        try (TieredProgram program = run(policy, OBJECTS
                + "local function use(o, i, _, _) " + body + " end for i = 1, 60 do use(proxy, i) end")) {
            String graph = graph(program);
            assertFalse(graph.contains("runtime " + store), graph);
            assertFalse(graph.contains("runtime " + load), graph);
            assertFalse(graph.contains("= call"), graph);
        }
    }

    /** The receiver's shape is known where a function serves its field; elsewhere, nothing is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "o.a = i return o.absent          | true",
        "rawset(o, 'n', i) return rawget(o, 'n') | false",
    })
    void rawFieldsOfKnownShapesAreInLine(String body, boolean isKnown) {
        try (TieredProgram program = run("interp", OBJECTS
                + "local function use(o, i, _, _) " + body + " end for i = 1, 60 do use(raw, i) end")) {
            String graph = graph(program);
            assertEquals(isKnown, graph.contains("= load field"), graph);
            assertEquals(isKnown, graph.contains("= store field"), graph);
        }
    }

    /** A key that is an argument is not known. */
    @Test
    void otherKeysAreLookedUp() {
        try (TieredProgram program = run("interp", OBJECTS
                + "local function use(t, k, _, _) return t[k] end for i = 1, 60 do use(target, keys[i % 2 + 1]) end")) {
            String graph = graph(program);
            assertTrue(graph.contains("runtime get_index"), graph);
        }
    }

    /** What is learnt does not depend on the tier, and there is an end to it. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "30, 16"})
    void keysAreLearntInBothTiers(int keys, int known) {
        String names = IntStream.rangeClosed(1, keys).mapToObj(i -> "'k" + i + "'").collect(Collectors.joining(", "));
        String text = "local names = {" + names + "} local t = {k1 = 1, k2 = 2} for _ = 1, 4 do collectgarbage() end "
                + "local function use(t, k, _, _) return t[k] end for _ = 1, 20 do for _, k in ipairs(names) do use(t, k) end end";
        for (String policy : List.of("interp", "baseline")) {
            try (TieredProgram program = run(policy, text)) {
                long word = words(program, function(program), Opcode.GETINDEX).getFirst();
                assertEquals(known, program.driver().fields().keyed().known(word).size(), policy);
            }
        }
    }

    /** What one access has found out is not all that is to be known: another of the same field sees it itself. */
    @ParameterizedTest
    @ValueSource(strings = {"return o.a", "o.a = i"})
    void fieldsOfFunctionsAreSeenByEachAccess(String body) {
        try (TieredProgram program = run("baseline", OBJECTS + "local function first(o, i) " + body + " end "
                + "for i = 1, 50 do first(proxy, i) end "
                + "local function use(o, i, _, _) " + body + " end for i = 1, 50 do use(proxy, i) end")) {
            LoadedFunction use = function(program);
            Opcode op = body.startsWith("return") ? Opcode.GETFIELD : Opcode.SETFIELD;
            assertEquals(1, program.driver().fields().known(words(program, use, op).getFirst()).size());
        }
    }

    /** Objects that become others leave, and are known to the next code. */
    @Test
    void otherShapesComeLater() {
        try (TieredProgram program = TieredProgram.optimizing()) {
            String text = OBJECTS + """
                    local function use(o, i, _, _) local s = 0 for _ = 1, i do o.a = o.a + o.b s = s + o.a end return s end
                    print(use(proxy, 2000))
                    target = {x = 1, b = 2, a = 3}
                    print(use(proxy, 2000))
                    target = setmetatable({b = 2}, {__index = function(_, k) return #k end})
                    print(use(proxy, 2000), target.a)
                    """;
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertTrue(program.counters().optimizedLoops() + program.counters().optimized() > 0);
        }
    }
}
