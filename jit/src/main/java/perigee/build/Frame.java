package perigee.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Node;

/** A function while it is being built: the compiled one, or one that is inlined. */
final class Frame {
    /** Control on its way to an instruction, with the values that registers have. */
    record Edge(Block from, Node[] registers) {
    }

    /** A return from an inlined function. */
    record Return(Block from, Node[] values) {
    }

    /** A loop that has been begun; without a head it is the first round on its own, from which its back edges enter the loop. */
    record Loop(Block head, int[] registers, Node[] phis, List<Edge> backEdges) {
        static Loop firstRound() {
            return new Loop(null, null, null, new ArrayList<>());
        }

        boolean isFirstRound() {
            return head == null;
        }
    }

    final FunctionFacts facts;
    final ControlFlow flow;
    final Frame caller;
    /** State of the callers while they wait; null for the compiled function. */
    final FrameState waiting;
    final FrameState.InlinedCall call;
    final Node closure;
    /** Why the closure is one of this function, in whose upvalues there is what it takes to be there; null if it is known. */
    final Node proof;
    final InlineTree tree;
    /** Whether the function is of the same chunk as the compiled one, and so all callers in between. */
    private final boolean isOfChunk;
    final List<Edge>[] incoming;
    final Loop[] loops;
    final List<Return> returns = new ArrayList<>();
    Node[] registers;
    /** The register behind the last one of an open list; 0: there is none. */
    int openEnd;
    /** What that list goes on with, of which the number is known at run time only ({@link Node#isList}); or null. */
    Node list;
    /** The state before the VARARG instruction that began the list, which may be executed again; and its number. */
    FrameState listState;
    int listPc;
    int pc;
    /** The state before instruction {@link #pc}, once somebody has asked for it. */
    FrameState state;

    @SuppressWarnings("unchecked")
    Frame(FunctionFacts facts, ControlFlow flow, Frame caller, FrameState waiting, FrameState.InlinedCall call, Node closure,
            Node proof, InlineTree tree) {
        this.facts = facts;
        this.flow = flow;
        this.caller = caller;
        this.waiting = waiting;
        this.call = call;
        this.closure = closure;
        this.proof = proof;
        this.tree = tree;
        isOfChunk = caller == null || caller.isOfChunk
                && Arrays.equals(caller.facts.prototype().source(), facts.prototype().source());
        int length = facts.prototype().code().length;
        incoming = new List[length];
        loops = new Loop[length];
        registers = new Node[facts.prototype().maxStack()];
    }

    boolean isInlined() {
        return caller != null;
    }

    int depth() {
        return caller == null ? 0 : caller.depth() + 1;
    }

    int line() {
        int[] lines = facts.prototype().lines();
        return pc < lines.length ? lines[pc] : -1;
    }

    /** The source line in the chunk of the compiled function: where other chunks are inlined, that of the call. 0: none. */
    int lineInChunk() {
        return isOfChunk ? Math.max(0, line()) : caller.lineInChunk();
    }

    /** How many frames from here outwards run a function. */
    int activations(int function) {
        int count = 0;
        for (Frame frame = this; frame != null; frame = frame.caller) {
            count += frame.facts.id() == function ? 1 : 0;
        }
        return count;
    }
}
