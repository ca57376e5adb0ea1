package perigee.optimize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import perigee.build.CompileRequest;
import perigee.build.GraphBuilder;
import perigee.bytecode.Prototype;
import perigee.emit.Emitter;
import perigee.emit.Entry;
import perigee.emit.OptimizedCode;
import perigee.ir.Block;
import perigee.ir.CallSite;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.lir.LirVerifier;
import perigee.lower.Lowering;
import perigee.opt.Pipeline;
import perigee.regalloc.Allocation;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.value.Word;

/** One compile: what a request says, through graph and low-level code, to machine code. */
public final class Compilation {
    private final CompileRequest request;
    private final CompileSettings settings;
    private final Stages stages;
    private final Runnable step;

    private Compilation(CompileRequest request, CompileSettings settings, Stages stages, Runnable step) {
        this.request = request;
        this.settings = settings;
        this.stages = stages;
        this.step = step;
    }

    /** Compiles; a failure of the compiler itself is a bail-out as well. */
    public static CompileResult run(CompileRequest request, CompileSettings settings, Stages stages) {
        CompileResult result;
        try {
            result = run(request, settings, stages, () -> { });
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            result = failed(thrown);
        }
        stages.ended(result);
        return result;
    }

    /** What is said of a compiler that has failed. */
    public static CompileResult.BailOut failed(Throwable thrown) {
        return new CompileResult.BailOut(thrown.toString(), null);
    }

    /**
     * Compiles, and lets go what is thrown.
     *
     * @param stages told of the stages, but not of the end
     * @param step   runs between two stages; what it throws ends the compile
     */
    public static CompileResult run(CompileRequest request, CompileSettings settings, Stages stages, Runnable step) {
        return new Compilation(request, settings, stages, step).run();
    }

    private CompileResult run() {
        return switch (GraphBuilder.build(request)) {
            case GraphBuilder.Failed failed -> {
                stages.inlined(failed.inlined());
                yield new CompileResult.BailOut(failed.reason() + " " + failed.where(), failed.inlined());
            }
            case GraphBuilder.Built built -> {
                stages.inlined(built.inlined());
                stages.passed("as built", built.graph());
                yield run(built);
            }
        };
    }

    private CompileResult run(GraphBuilder.Built built) {
        Graph graph = built.graph();
        Pipeline.run(graph, settings.verifies(), (pass, after, _) -> {
            stages.passed("after " + pass, after);
            step.run();
        });
        Prototype prototype = request.root().prototype();
        Lowering.Result lowering = Lowering.lower(new perigee.lower.Request(graph, prototype.vararg(),
                prototype.parameters(), prototypes()::get, settings.features()));
        if (!(lowering instanceof Lowering.Lowered(var low))) {
            return new CompileResult.BailOut(lowering.toString(), built.inlined());
        }
        stages.lowered(low);
        require(LirVerifier::verify, low);
        step.run();
        Allocator.Result allocating = Allocator.allocate(low, settings.registers());
        if (!(allocating instanceof Allocator.Allocated(Allocation allocation))) {
            return new CompileResult.BailOut(allocating.toString(), built.inlined());
        }
        require(AllocationVerifier::verify, allocation);
        step.run();
        Entry entry = request.isForLoop() ? Entry.FRAME : prototype.vararg() ? Entry.VARARG_CALL : Entry.CALL;
        OptimizedCode code = Emitter.emit(allocation, settings.features(), entry, settings.countsGuards());
        return new CompileResult.Code(code, built.assumptions(), request.closure(), references(graph), built.inlined());
    }

    /** Has a verifier look at something, if that is wanted; what it finds ends the compile. */
    private <T> void require(Function<T, List<String>> verifier, T made) {
        List<String> problems = settings.verifies() ? verifier.apply(made) : List.of();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(request.root().name() + ": " + problems);
        }
    }

    /** By CODE block: the functions that may be in states. */
    private Map<Long, Prototype> prototypes() {
        Map<Long, Prototype> prototypes = new HashMap<>();
        request.functions().values().forEach(facts -> prototypes.put(facts.code(), facts.prototype()));
        return prototypes;
    }

    // ---- references ------------------------------------------------------------------------------------------------------

    /** What lives as long as the closure that the code is for: itself, its upvalues, theirs if they are constant closures. */
    private Set<Long> keptByClosure() {
        Set<Long> kept = new TreeSet<>();
        Deque<Long> open = new ArrayDeque<>();
        open.push(request.closure());
        while (!open.isEmpty()) {
            long object = open.pop();
            if (Word.isObject(object) && kept.add(object) && request.upvalues().containsKey(object)) {
                for (long word : request.upvalues().get(object)) {
                    open.push(word);
                }
            }
        }
        return kept;
    }

    /** The objects whose addresses are in the code or in its frame states, without those that its closure keeps. */
    private long[] references(Graph graph) {
        Set<Long> found = new TreeSet<>();
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                if (node.is(Op.HAS_CODE) || node.is(Op.NEW_CLOSURE) || node.is(Op.WORD) && Word.isObject(node.number())) {
                    found.add(node.number());
                }
                if (node.info() instanceof CallSite site && site.code() != 0) {
                    found.add(site.code());
                }
                for (FrameState at = node.state(); at != null; at = at.parent()) {
                    found.add(at.code());
                    for (Node value : at.registers()) {
                        if (value != null && value.resolved().is(Op.WORD) && Word.isObject(value.resolved().number())) {
                            found.add(value.resolved().number());
                        }
                    }
                }
            }
        }
        found.removeAll(keptByClosure());
        return found.stream().mapToLong(Long::longValue).toArray();
    }
}
