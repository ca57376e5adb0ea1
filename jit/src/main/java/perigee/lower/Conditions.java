package perigee.lower;

import java.util.List;
import perigee.asm.Condition;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.lir.Address;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.value.Word;

/**
 * Conditions, and the guards and branches that they are parts of. A condition has no value of its own: it is compared
 * where it is asked for, with an operand in memory if that was loaded for nothing else; only where memory may have
 * changed since, or where a phi or a frame state wants it, it is kept as 0 or 1.
 */
final class Conditions {
    /** Words from here on, unsigned, are integers. */
    private static final long FIRST_INTEGER = Word.ofInteger(Word.MIN_INLINE);
    /** So far may a load be from the comparison that it becomes part of. */
    private static final int REACH = 16;

    private final Selection s;
    private final LirBuilder b;
    private final Memory memory;

    Conditions(Selection selection, Memory memory) {
        s = selection;
        b = selection.b;
        this.memory = memory;
    }

    // ---- where a condition stands ----------------------------------------------------------------------------------

    /** The place of a condition in its block: it is kept if it cannot be asked for later. */
    void visit(Node condition) {
        boolean inState = s.uses.isInState(condition);
        if (inState || !canWait(condition)) {
            s.define(condition, b.set(comparison(condition)));
        }
        if (inState) {
            s.defineBoolean(condition, booleanOf(condition));
        }
    }

    /** Whether the condition may be compared where it is used. */
    private boolean canWait(Node condition) {
        if (!condition.is(Op.HAS_SHAPE)) {
            return true;
        }
        Node user = s.uses.onlyUser(condition);
        return user != null && !user.is(Op.PHI) && isUndisturbed(condition, user);
    }

    /** Whether nothing writes what a node reads until another node, which is near. */
    private boolean isUndisturbed(Node reader, Node user) {
        Block block = reader.block();
        if (user.block() != block) {
            return false;
        }
        List<Node> nodes = block.nodes();
        int at = s.uses.position(reader) + 1;
        for (int end = at + REACH; at < end; at++) {
            Node between = nodes.get(at);
            if (between == user) {
                return true;
            }
            if ((between.writes() & reader.reads()) != 0) {
                return false;
            }
        }
        return false;
    }

    /** Whether a load is part of the comparison that uses it, and so is not done where it stands. */
    boolean takes(Node load) {
        Node condition = s.uses.onlyUser(load);
        if (condition == null || condition.rep() != Rep.BOOL) {
            return false;
        }
        Node user = s.uses.onlyUser(condition);
        return user != null && (user.is(Op.GUARD) || user.is(Op.BRANCH)) && isUndisturbed(load, user)
                && formTakes(condition, load);
    }

    private boolean formTakes(Node condition, Node load) {
        Node other = condition.count() == 2 ? condition.input(condition.input(0) == load ? 1 : 0) : null;
        if (other != null && memory.isDeferred(other)) {
            return false;
        }
        return switch (condition.op()) {
            case TRUTHY, SAME -> load.is(Op.LOAD) || load.is(Op.LOAD_AT);
            case EQ, LT, LE, ULT -> switch (load.op()) {
                case LOAD_I64 -> true;
                case LOAD_U32 -> other.is(Op.INT) && other.number() >= 0 && other.number() <= Integer.MAX_VALUE;
                case LOAD_U8, LOAD_BYTE_AT -> other.is(Op.INT) && other.number() >= 0 && other.number() <= Byte.MAX_VALUE;
                default -> false;
            };
            default -> false;
        };
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    /** Makes the boolean of a condition. */
    int booleanOf(Node condition) {
        int bit = bit(condition);
        return b.value(perigee.lir.Op.LEA, Kind.WORD, Address.of(bit, (int) Word.FALSE));
    }

    /** 1 or 0. */
    int bit(Node condition) {
        return condition.isConstant() ? s.use(condition) : s.isDefined(condition) ? s.use(condition)
                : b.set(comparison(condition));
    }

    // ---- comparisons -----------------------------------------------------------------------------------------------

    /** What holds when a condition, or its contrary, does. */
    Comparison comparison(Node condition, boolean expected) {
        Comparison comparison = comparison(condition);
        return expected ? comparison : comparison.negate();
    }

    private Comparison comparison(Node c) {
        if (s.isDefined(c)) {
            return Comparison.with(Test.TEST32, Condition.NE, s.use(c), 1);
        }
        return switch (c.op()) {
            case BOOL -> Comparison.with(Test.CMP, c.number() != 0 ? Condition.NE : Condition.E, Value.THREAD, 0);
            case IS_INT -> isInteger(s.use(c, 0));
            case IS_FLOAT -> isFloat(memory.floatBits(c.input(0)));
            case IS_NUMBER -> isNumber(c);
            case IS_OBJECT -> isObject(s, s.use(c, 0));
            case HAS_TYPE -> hasType(Address.of(s.use(c, 0), 0), (int) c.number());
            case HAS_SHAPE -> shape(s.use(c, 0), (int) c.number());
            case HAS_CODE -> Comparison.of(Test.CMP, Condition.E, s.constant(Kind.INT, c.number()),
                    Address.of(s.use(c, 0), FunctionLayout.CODE));
            case SAME, EQ -> compare(c, Condition.E);
            case TRUTHY -> {
                Node word = c.input(0);
                yield memory.isDeferred(word)
                        ? new Comparison(Test.CMP, Condition.A, Value.MEMORY, Value.IMMEDIATE, Word.FALSE, memory.address(word))
                        : Comparison.with(Test.CMP, Condition.A, s.use(word), Word.FALSE);
            }
            case LT -> compare(c, Condition.L);
            case LE -> compare(c, Condition.LE);
            case ULT -> compare(c, Condition.B);
            // with the greater one first: neither holds for operands that are not ordered
            case FEQ -> Comparison.of(Test.FCMP, Condition.E, s.use(c, 0), s.use(c, 1));
            case FLT -> Comparison.of(Test.FCMP, Condition.A, s.use(c, 1), s.use(c, 0));
            case FLE -> Comparison.of(Test.FCMP, Condition.AE, s.use(c, 1), s.use(c, 0));
            default -> throw new IllegalArgumentException("no condition: " + c.op());
        };
    }

    Comparison isInteger(int word) {
        return isInteger(s, word);
    }

    static Comparison isInteger(Selection s, int word) {
        return Comparison.of(Test.CMP, Condition.AE, word, s.constant(Kind.INT, FIRST_INTEGER));
    }

    static Comparison isObject(Selection s, int word) {
        return Comparison.of(Test.CMP, Condition.B, s.b.addImmediate(Kind.INT, word, -Word.FIRST_OBJECT),
                s.constant(Kind.INT, 1L << Word.OBJECT_BITS));
    }

    static Comparison isFloat(int bits) {
        return Comparison.of(Test.CMP, Condition.BE, bits, Value.LAST_FLOAT);
    }

    /** Two tests, whichever way it goes. */
    private Comparison isNumber(Node c) {
        int integer = b.set(isInteger(s.use(c, 0)));
        int floating = b.set(isFloat(memory.floatBits(c.input(0))));
        int either = b.value(perigee.lir.Op.OR32, Kind.INT, integer, floating);
        return Comparison.with(Test.TEST32, Condition.NE, either, 1);
    }

    /** Goes on with an integer at once, with a float after a second test. */
    void guardNumber(int word, States.Lowered state) {
        perigee.lir.Block integer = s.newBlock();
        perigee.lir.Block other = s.newBlock();
        perigee.lir.Block next = s.newBlock();
        b.branch(isInteger(word), integer, other);
        b.begin(other);
        b.guard(isFloat(b.floatBits(word)), state.origin(), state.values());
        b.jump(next);
        b.begin(integer);
        b.jump(next);
        b.begin(next);
    }

    /** The shape word of all objects but tables is their type. */
    static Comparison hasType(Address object, int type) {
        if (type == HeapType.TABLE) {
            return memoryImmediate(Test.CMP8, object.base(), ObjectHeader.TYPE, type);
        }
        return shape(object.base(), type);
    }

    private static Comparison shape(int object, int shape) {
        return memoryImmediate(Test.CMP32, object, ObjectHeader.SHAPE, shape);
    }

    static Comparison memoryImmediate(Test test, int base, int offset, long immediate) {
        return new Comparison(test, Condition.E, Value.MEMORY, Value.IMMEDIATE, immediate, Address.of(base, offset));
    }

    private Comparison compare(Node c, Condition condition) {
        Node left = c.input(0);
        Node right = c.input(1);
        if (memory.isDeferred(right) || left.isConstant() && !memory.isDeferred(left)) {
            Node other = left;
            left = right;
            right = other;
            condition = condition.swap();
        }
        if (memory.isDeferred(left)) {
            return compareMemory(left, right, condition);
        }
        return Selection.isImmediate(right) ? Comparison.with(Test.CMP, condition, s.use(left), right.number())
                : Comparison.of(Test.CMP, condition, s.use(left), s.use(right));
    }

    private Comparison compareMemory(Node load, Node other, Condition condition) {
        Test test = switch (load.op()) {
            case LOAD_U32 -> Test.CMP32;
            case LOAD_U8, LOAD_BYTE_AT -> Test.CMP8;
            default -> Test.CMP;
        };
        Condition asked = test == Test.CMP ? condition : unsigned(condition);
        return Selection.isImmediate(other)
                ? new Comparison(test, asked, Value.MEMORY, Value.IMMEDIATE, other.number(), memory.address(load))
                : Comparison.of(test, asked, memory.address(load), s.use(other));
    }

    /** For operands that are not negative, and have no bits above. */
    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case L -> Condition.B;
            case LE -> Condition.BE;
            case G -> Condition.A;
            case GE -> Condition.AE;
            default -> condition;
        };
    }
}
