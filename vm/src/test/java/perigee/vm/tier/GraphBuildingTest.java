package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import perigee.build.CompileRequest;
import perigee.build.GraphBuilder;
import perigee.build.Snapshot;
import perigee.bytecode.Instruction;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.runtime.LoadedFunction;

/** Every function of every benchmark program, after a run, gives a graph that verifies, or a reason why not. */
class GraphBuildingTest {
    private static final Path PROGRAMS = Path.of("../bench/programs");

    static List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programsGiveGraphs(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run("local run = load([=====[" + text + "]=====])() if run then run() run() end");
            int built = 0;
            for (LoadedFunction function : program.state().functions().all()) {
                built += build(program, function, -1);
                long[] code = function.prototype().code();
                for (int pc = 0; pc < code.length; pc++) {
                    int loop = switch (Instruction.op(code[pc])) {
                        case LOOP, FORLOOP -> pc + 1 + Instruction.j(code[pc]);
                        case TFORCALL -> pc;
                        default -> -1;
                    };
                    if (loop >= 0) {
                        built += build(program, function, loop);
                    }
                }
            }
            assertTrue(built > 0);
        }
    }

    private static int build(TieredProgram program, LoadedFunction function, int loop) {
        CompileRequest request = Snapshot.of(program.state(), program.driver().fields(), function, loop, 0, List.of(),
                (_, _) -> null).request();
        return switch (GraphBuilder.build(request)) {
            case GraphBuilder.Built built -> {
                BlockOrder.sort(built.graph());
                assertEquals(List.of(), GraphVerifier.verify(built.graph()),
                        () -> built.inlined().text() + GraphText.of(built.graph()));
                yield 1;
            }
            case GraphBuilder.Failed _ -> 0;
        };
    }

    @Test
    void aLoopGivesOne() {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run("local function add(a, b) return a + b end "
                    + "function sum(n) local s = 0 for i = 1, n do s = add(s, i) end return s end sum(100)");
            GraphBuilder.Built built = build(program);
            assertTrue(built.inlined().text().contains("inlined"), built.inlined().text());
        }
    }

    /** A variable that turns late needs a stage for either kind and one for floats; that turns at once, only the latter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2 | while n ~= 1 do if n % 2 == 0 then n = n / 2 else n = 3 * n + 1 end end",
        "1 | local s = 0 for i = 1, n do s = s + i / 2 end",
        "1 | local s = 0 for i = 1, n do s = s + i end"})
    void aLoopIsBuiltInStages(int loops, String body) {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.run("local f = function(n) " + body + " end for i = 1, 30 do f(i) end");
            Graph graph = build(program).graph();
            assertEquals(loops, graph.blocks().stream().filter(Block::isLoopHead).count(), () -> GraphText.of(graph));
            boolean hasFloats = graph.blocks().stream().filter(Block::isLoopHead).flatMap(block -> block.nodes().stream())
                    .anyMatch(node -> node.is(Op.PHI) && node.rep() == Rep.FLOAT);
            assertEquals(body.contains("/"), hasFloats, () -> GraphText.of(graph));
        }
    }

    /** The function with one parameter. */
    private static GraphBuilder.Built build(TieredProgram program) {
        LoadedFunction function = program.state().functions().all().stream()
                .filter(one -> one.prototype().parameters() == 1).findFirst().orElseThrow();
        CompileRequest request = Snapshot.of(program.state(), program.driver().fields(), function, -1, 0, List.of(),
                (_, _) -> null).request();
        GraphBuilder.Built built = (GraphBuilder.Built) GraphBuilder.build(request);
        BlockOrder.sort(built.graph());
        assertEquals(List.of(), GraphVerifier.verify(built.graph()), () -> GraphText.of(built.graph()));
        return built;
    }
}
