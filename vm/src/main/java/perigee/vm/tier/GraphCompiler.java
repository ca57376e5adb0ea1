package perigee.vm.tier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import perigee.asm.CpuFeatures;
import perigee.build.Assumption;
import perigee.build.CompileRequest;
import perigee.build.GraphBuilder;
import perigee.build.Snapshot;
import perigee.bytecode.Prototype;
import perigee.deopt.DeoptHistory;
import perigee.deopt.Reason;
import perigee.emit.Emitter;
import perigee.emit.Entry;
import perigee.emit.OptimizedCode;
import perigee.interp.Driver;
import perigee.ir.Block;
import perigee.ir.CallSite;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.lower.Lowering;
import perigee.object.Validity;
import perigee.opt.Pipeline;
import perigee.regalloc.Allocation;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** The optimising compiler: what a request says, through graph and low-level code, to machine code. */
public final class GraphCompiler implements OptimizingCompiler {
    private final LuaState state;
    private final Driver driver;
    private final boolean verifies;
    private final RegisterSet registers;
    private final TierOptions options;

    /**
     * @param verifies  whether to check the graph after each pass, and the allocation
     * @param registers that may be allocated
     */
    public GraphCompiler(LuaState state, Driver driver, boolean verifies, RegisterSet registers) {
        this(state, driver, verifies, registers, TierOptions.DEFAULT);
    }

    /** @param options who is told of the stages, and which of them fail */
    public GraphCompiler(LuaState state, Driver driver, boolean verifies, RegisterSet registers, TierOptions options) {
        this.options = options;
        this.state = state;
        this.driver = driver;
        this.verifies = verifies;
        this.registers = registers;
    }

    @Override
    public OptimizeResult compile(OptimizeRequest request) {
        return prepare(request).run();
    }

    @Override
    public Task prepare(OptimizeRequest request) {
        CompileRequest facts = Snapshot.of(state, driver.fields(), request.function(), request.loop(),
                request.closure(), request.metatables(), (code, pc) -> failures(request.history(), code, pc));
        options.faults().step();
        return () -> compile(request, facts);
    }

    /** Between two stages: where a compile may be given up. */
    private void step() {
        options.faults().step();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the program has ended");
        }
    }

    private OptimizeResult compile(OptimizeRequest request, CompileRequest facts) {
        return switch (GraphBuilder.build(facts)) {
            case GraphBuilder.Failed failed -> {
                options.listener().inlined(request, failed.inlined());
                yield new OptimizeResult.BailOut(failed.reason() + " " + failed.where());
            }
            case GraphBuilder.Built built -> {
                options.listener().inlined(request, built.inlined());
                options.listener().passed(request, "as built", built.graph());
                yield compile(request, facts, built);
            }
        };
    }

    private static Set<Reason> failures(DeoptHistory history, long code, int pc) {
        if (history.isEmpty()) {
            return null;
        }
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        for (Reason reason : Reason.values()) {
            if (history.has(code, pc, reason)) {
                reasons.add(reason);
            }
        }
        return reasons.isEmpty() ? null : reasons;
    }

    private OptimizeResult compile(OptimizeRequest request, CompileRequest facts, GraphBuilder.Built built) {
        Graph graph = built.graph();
        Pipeline.run(graph, verifies, (pass, after, _) -> {
            options.listener().passed(request, "after " + pass, after);
            step();
        });
        Prototype prototype = facts.root().prototype();
        Lowering.Result lowering = Lowering.lower(new perigee.lower.Request(graph, prototype.vararg(), prototype.parameters(),
                CpuFeatures.host()));
        if (!(lowering instanceof Lowering.Lowered(var low))) {
            return new OptimizeResult.BailOut(lowering.toString());
        }
        options.listener().lowered(request, low);
        step();
        Allocator.Result allocating = Allocator.allocate(low, registers);
        if (!(allocating instanceof Allocator.Allocated(Allocation allocation))) {
            return new OptimizeResult.BailOut(allocating.toString());
        }
        if (verifies) {
            List<String> problems = AllocationVerifier.verify(allocation);
            if (!problems.isEmpty()) {
                throw new IllegalStateException(graph.name() + ": " + problems);
            }
        }
        step();
        Entry entry = request.isLoop() ? Entry.FRAME : prototype.vararg() ? Entry.VARARG_CALL : Entry.CALL;
        OptimizedCode code = Emitter.emit(allocation, CpuFeatures.host(), entry);
        return new OptimizeResult.Code(code, assumptions(facts, built), facts.closure(), references(graph, keptByClosure(facts)));
    }

    private static List<Validity> assumptions(CompileRequest facts, GraphBuilder.Built built) {
        List<Validity> result = new ArrayList<>();
        for (Assumption assumption : built.assumptions()) {
            result.add(switch (assumption) {
                case Assumption.Rests(int number) -> facts.rests().get(number);
                case Assumption.ConstantCell(long cell) -> facts.constancies().get(cell);
            });
        }
        return result;
    }

    /** What lives as long as the closure that the code is for: itself, its upvalues, theirs if they are constant closures. */
    private static Set<Long> keptByClosure(CompileRequest facts) {
        Set<Long> kept = new TreeSet<>();
        Deque<Long> open = new ArrayDeque<>();
        open.push(facts.closure());
        while (!open.isEmpty()) {
            long object = open.pop();
            if (Word.isObject(object) && kept.add(object) && facts.upvalues().containsKey(object)) {
                for (long word : facts.upvalues().get(object)) {
                    open.push(word);
                }
            }
        }
        return kept;
    }

    /** The objects whose addresses are in the code or in its frame states, without some. */
    private static long[] references(Graph graph, Set<Long> kept) {
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
        found.removeAll(kept);
        return found.stream().mapToLong(Long::longValue).toArray();
    }
}
