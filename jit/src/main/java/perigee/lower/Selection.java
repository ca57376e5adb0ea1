package perigee.lower;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Rep;
import perigee.layout.StackLayout;
import perigee.lir.Address;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Value;

/**
 * What the families of operations share while a graph is lowered: the builder, the low-level values of nodes, constants,
 * cold blocks.
 *
 * <p>The entry block of the low-level function holds parameters and constants only, and stays open until the end; a
 * constant costs nothing where it is not used, and is made again rather than kept.
 */
final class Selection {
    /** So rare is what is out of line, at most. */
    private static final double COLD = 0.01;
    private static final double RARE = 1e-3;

    final Request request;
    final LirBuilder b;
    final UseMap uses;
    /** By node. */
    private final int[] values;
    private final perigee.lir.Block prologue;
    /** Of the entry block: nothing but these is defined there. */
    private final Map<Constant, Integer> constants = new HashMap<>();
    private final Map<Constant, Integer> literals = new HashMap<>();
    /** Booleans of conditions that frame states hold. */
    private final Map<Node, Integer> booleans = new IdentityHashMap<>();
    /** The block of the graph that is being lowered. */
    private Block block;

    private record Constant(Kind kind, long bits) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Constant constant && kind == constant.kind && bits == constant.bits;
        }

        @Override
        public int hashCode() {
            return kind.ordinal() * 31 + Long.hashCode(bits);
        }
    }

    Selection(Request request, UseMap uses) {
        this.request = request;
        this.uses = uses;
        b = new LirBuilder(request.graph().name(), request.graph().parameters(), request.features());
        values = new int[request.graph().nodeLimit()];
        Arrays.fill(values, Value.NONE);
        prologue = b.block(1);
    }

    /** Ends the entry block. */
    void finish(perigee.lir.Block first) {
        b.begin(prologue);
        b.setLine(0);
        b.jump(first);
    }

    /** A block of the graph begins. */
    void enter(Block next) {
        block = next;
    }

    Block block() {
        return block;
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    static Kind kind(Rep rep) {
        return switch (rep) {
            case WORD -> Kind.WORD;
            case INT, BOOL -> Kind.INT;
            case FLOAT -> Kind.FLOAT;
            case NONE -> throw new IllegalArgumentException("no value");
        };
    }

    boolean isDefined(Node node) {
        return values[node.id()] != Value.NONE;
    }

    void define(Node node, int value) {
        values[node.id()] = value;
        if (node.rep() == Rep.INT && Value.isRegister(value) && Ranges.fits(node)) {
            b.markFitting(value);
        }
    }

    void defineBoolean(Node condition, int word) {
        booleans.put(condition, word);
    }

    int booleanOf(Node condition) {
        return booleans.get(condition);
    }

    /** The register of a node, or of a constant. */
    int use(Node node) {
        if (node.isConstant()) {
            return constant(kind(node.rep()), node.number());
        }
        int value = values[node.id()];
        assert value != Value.NONE : node + " " + node.op() + " has no value";
        return value;
    }

    /** The register of an input. */
    int use(Node node, int input) {
        return use(node.input(input));
    }

    /** For jumps, frame states, and operands with a place of their own: constants need no register. */
    int useAnywhere(Node node) {
        return node.isConstant() ? literal(kind(node.rep()), node.number()) : use(node);
    }

    /** In the entry block, which has parameters before anything else. */
    void defineParameter(Node node) {
        at(prologue, () -> define(node, b.argument((int) node.number())));
    }

    void defineClosure(Node node) {
        at(prologue, () -> define(node, b.value(Op.LOAD, Kind.WORD,
                Address.of(Value.BASE, StackLayout.FUNCTION))));
    }

    private void at(perigee.lir.Block where, Runnable what) {
        perigee.lir.Block here = b.current();
        b.begin(where);
        what.run();
        b.begin(here);
    }

    // ---- constants -------------------------------------------------------------------------------------------------

    int constant(Kind kind, long bits) {
        Constant key = new Constant(kind, bits);
        Integer known = constants.get(key);
        if (known == null) {
            at(prologue, () -> constants.put(key, b.constant(kind, bits)));
            known = constants.get(key);
        }
        return known;
    }

    int literal(Kind kind, long bits) {
        return literals.computeIfAbsent(new Constant(kind, bits), key -> b.literal(kind, bits));
    }

    static boolean isImmediate(Node node) {
        return node.isConstant() && node.number() == (int) node.number();
    }

    static boolean isConstant(Node node, long number) {
        return node.isConstant() && node.number() == number;
    }

    // ---- blocks ----------------------------------------------------------------------------------------------------

    /** A block that goes on with what is being lowered. */
    perigee.lir.Block newBlock() {
        return b.block(b.current().frequency);
    }

    /** A block that hardly ever runs. */
    perigee.lir.Block coldBlock() {
        return b.block(Math.min(COLD, b.current().frequency * RARE));
    }

    static double coldFrequency(double frequency) {
        return Math.min(COLD, frequency);
    }

    /** Does something rare if a comparison holds, and goes on. */
    void rarely(Comparison when, Runnable what) {
        perigee.lir.Block rare = coldBlock();
        perigee.lir.Block straight = newBlock();
        perigee.lir.Block next = newBlock();
        b.branch(when, rare, straight);
        b.begin(rare);
        what.run();
        b.jump(next);
        b.begin(straight);
        b.jump(next);
        b.begin(next);
    }

    /** One of two values, the second of which is rare. */
    int mostly(Comparison when, Kind kind, IntSupplier value, IntSupplier rare) {
        perigee.lir.Block usual = newBlock();
        perigee.lir.Block cold = coldBlock();
        perigee.lir.Block next = newBlock();
        int result = b.parameter(next, kind);
        b.branch(when, usual, cold);
        b.begin(usual);
        b.jump(next, value.getAsInt());
        b.begin(cold);
        b.jump(next, rare.getAsInt());
        b.begin(next);
        return result;
    }

    static Address thread(int field) {
        return Address.of(Value.THREAD, field);
    }
}
