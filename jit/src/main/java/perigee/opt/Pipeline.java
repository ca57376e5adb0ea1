package perigee.opt;

import java.util.List;
import java.util.function.Supplier;
import perigee.ir.BlockOrder;
import perigee.ir.Graph;
import perigee.ir.GraphVerifier;

/** The passes in their order, on one screen, and why it is that order. */
public final class Pipeline {
    private static final List<Supplier<Pass>> PASSES = List.of(
            Canonicalizer::new,
            GlobalValueNumbering::new,
            Canonicalizer::new,
            EscapeAnalysis::new,
            Canonicalizer::new,
            PhiRepresentation::new,
            Canonicalizer::new,
            GlobalValueNumbering::new,
            GuardWidening::new,
            LoopInvariantMotion::new,
            GlobalValueNumbering::new,
            Canonicalizer::new,
            CodeSinking::new,
            StoreElimination::new,
            BarrierElimination::new);

    /** One pass has to have run, at some time, before each run of another. */
    private record Constraint(Class<? extends Pass> first, Class<? extends Pass> then, String reason) {
    }

    private static final List<Constraint> CONSTRAINTS = List.of(
            new Constraint(Canonicalizer.class, GlobalValueNumbering.class, "equal conditions have to look equal"),
            new Constraint(GlobalValueNumbering.class, EscapeAnalysis.class,
                    "each object is loaded once, and known shapes leave no branches where objects would meet"),
            new Constraint(EscapeAnalysis.class, PhiRepresentation.class,
                    "fields that become phis are words first"),
            new Constraint(GlobalValueNumbering.class, PhiRepresentation.class,
                    "the guards of a variable are found at the condition that they share"),
            new Constraint(PhiRepresentation.class, LoopInvariantMotion.class,
                    "what a loop does with raw numbers moves, what it does with words it unboxes does not"),
            new Constraint(PhiRepresentation.class, GuardWidening.class, "guards of a variable stand where they were built"),
            new Constraint(GlobalValueNumbering.class, LoopInvariantMotion.class, "each guard is there once"),
            new Constraint(LoopInvariantMotion.class, CodeSinking.class, "what may leave a loop upwards does"),
            new Constraint(LoopInvariantMotion.class, StoreElimination.class,
                    "guards between stores have gone, and none is hoisted between them any more"));

    /** These come last: nothing that folds guards may run after them. */
    private static final List<Class<? extends Pass>> LAST = List.of(BarrierElimination.class);

    /** Told of each pass that has run; what prints and what adds up times listens here. */
    public interface Listener {
        void passed(String name, Graph graph, long nanoseconds);
    }

    static {
        check(PASSES.stream().map(pass -> pass.get().getClass()).toList(), CONSTRAINTS);
    }

    private Pipeline() {
    }

    /**
     * Runs all passes.
     *
     * @param verify whether to check the graph before the first pass and after each; what is wrong is an
     *               {@link IllegalStateException} that names the pass
     */
    public static void run(Graph graph, boolean verify, Listener listener) {
        BlockOrder.sort(graph);
        verify(graph, verify, "as built");
        for (Supplier<Pass> supplier : PASSES) {
            Pass pass = supplier.get();
            long start = System.nanoTime();
            pass.run(graph);
            listener.passed(pass.name(), graph, System.nanoTime() - start);
            verify(graph, verify, "after " + pass.name());
        }
    }

    private static void verify(Graph graph, boolean wanted, String when) {
        if (wanted) {
            GraphVerifier.require(graph, when);
        }
    }

    private static void check(List<? extends Class<? extends Pass>> order, List<Constraint> constraints) {
        for (Class<? extends Pass> last : LAST) {
            if (order.indexOf(last) < order.size() - LAST.size()) {
                throw new IllegalStateException(last.getSimpleName() + " is not at the end");
            }
        }
        for (Constraint constraint : constraints) {
            int then = order.indexOf(constraint.then);
            int first = order.indexOf(constraint.first);
            if (then >= 0 && (first < 0 || first > then)) {
                throw new IllegalStateException(constraint.then.getSimpleName() + " before "
                        + constraint.first.getSimpleName() + ": " + constraint.reason);
            }
        }
    }
}
