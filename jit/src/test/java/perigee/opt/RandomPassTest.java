package perigee.opt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import perigee.ir.Arena;
import perigee.ir.Graph;
import perigee.ir.GraphEvaluator;
import perigee.ir.GraphParser;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;
import perigee.ir.Outcome;
import perigee.ir.RandomGraph;

/** Random graphs do the same after a pass, whichever it is, as before. */
class RandomPassTest {
    private static final int SEEDS = Integer.getInteger("perigee.seeds", 120);
    private static final int RUNS = 6;

    private record Case(String name, Supplier<Pass> pass) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> passes() {
        return Stream.of(new Case("dead code", DeadCode::new), new Case("canonicalizer", Canonicalizer::new),
                new Case("value numbering", GlobalValueNumbering::new),
                new Case("escape", EscapeAnalysis::new),
                new Case("phis", PhiRepresentation::new),
                new Case("guards", () -> graph -> {
                    new GlobalValueNumbering().run(graph);
                    new GuardWidening().run(graph);
                }),
                new Case("loops", () -> graph -> {
                    new GlobalValueNumbering().run(graph);
                    new LoopInvariantMotion().run(graph);
                }),
                new Case("sinking", CodeSinking::new),
                new Case("stores", () -> graph -> {
                    new GlobalValueNumbering().run(graph);
                    new StoreElimination().run(graph);
                }),
                new Case("all", () -> graph -> Pipeline.run(graph, true, (name, after, time) -> { })));
    }

    @ParameterizedTest
    @MethodSource("passes")
    void randomGraphsDoTheSame(Case test) {
        int changed = 0;
        int returned = 0;
        try (Arena arena = new Arena()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                Graph before = RandomGraph.of(seed, 10 + seed % 90);
                GraphVerifier.require(before, "as made, seed " + seed);
                String text = GraphText.of(before);
                Graph after = GraphParser.parse(text);
                try {
                    test.pass.get().run(after);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + "\n" + text, e);
                }
                GraphVerifier.require(after, "after, seed " + seed + "\n" + text);
                String result = GraphText.of(after);
                changed += result.equals(text) ? 0 : 1;
                Random random = new Random(seed);
                for (int run = 0; run < RUNS; run++) {
                    long[] parameters = RandomGraph.parameters(random, arena);
                    arena.reset();
                    Outcome expected = GraphEvaluator.run(before, arena, parameters);
                    arena.reset();
                    Outcome actual = GraphEvaluator.run(after, arena, parameters);
                    actual.refines(expected, "seed " + seed + " run " + run + "\n" + text + "\nbecomes\n" + result);
                    returned += actual.left() ? 0 : 1;
                }
            }
        }
        assertTrue(changed > SEEDS / 4, changed + " graphs were changed");
        assertTrue(returned > SEEDS / 4, returned + " runs came to their end");
    }
}
