package perigee.opt;

import perigee.ir.Node;
import perigee.ir.Op;
import perigee.layout.HeapType;
import perigee.value.Word;

/**
 * What is known at a place of the graph because guards and branches before it went one way: of each condition its
 * truth, and what follows from it, with the proof. A fact has one proof; what follows only from two together is not
 * concluded, since either could be moved by itself.
 */
final class Facts {
    /** Stands for the number in keys of what the type, shape, code or value of something is. */
    private static final long WHICH = Long.MIN_VALUE + 1;

    /**
     * One fact.
     *
     * @param value 0 or 1 of a condition; else a type, shape, code, word or integer
     * @param proof the guard, or begin of a block, that it needs
     */
    record Fact(long value, Node proof) {
        boolean isTrue() {
            return value != 0;
        }
    }

    /** With a hash of its own: that of records goes through method handles, which are slow in a compiler that runs cold. */
    private record Key(Op op, long number, int a, int b, int version) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Key key && a == key.a && b == key.b && op == key.op && number == key.number
                    && version == key.version;
        }

        @Override
        public int hashCode() {
            return (((op.ordinal() * 31 + (int) number) * 31 + a) * 31 + b) * 31 + version;
        }
    }

    private final ScopedTable<Key, Fact> known = new ScopedTable<>();
    /** By node: the version of the shapes that a HAS_SHAPE met. */
    private final int[] versions;

    Facts(int nodes) {
        versions = new int[nodes];
    }

    void setVersion(Node hasShape, int version) {
        versions[hasShape.id()] = version;
    }

    int mark() {
        return known.mark();
    }

    void reset(int mark) {
        known.reset(mark);
    }

    // ---- questions --------------------------------------------------------------------------------------------------

    /** The truth of a condition, or null when it is not known. */
    Fact of(Node condition) {
        Fact fact = known.get(key(condition));
        if (fact != null) {
            return fact;
        }
        return switch (condition.op()) {
            case HAS_TYPE, HAS_CODE -> compare(which(condition.op(), condition.input(0), 0), condition.number());
            case HAS_SHAPE -> {
                Fact shape = which(Op.HAS_SHAPE, condition.input(0), versions[condition.id()]);
                yield compare(shape, condition.number());
            }
            case EQ -> condition.input(1).is(Op.INT)
                    ? compare(which(Op.EQ, condition.input(0), 0), condition.input(1).number()) : null;
            case IS_INT, IS_FLOAT, IS_NUMBER, IS_OBJECT, TRUTHY, SAME -> ofConstant(condition);
            default -> null;
        };
    }

    private static Fact compare(Fact which, long number) {
        return which == null ? null : new Fact(which.value == number ? 1 : 0, which.proof);
    }

    private Fact which(Op op, Node of, int version) {
        return known.get(new Key(op, WHICH, of.id(), 0, version));
    }

    /** The truth of a condition on a word that is known to be a constant. */
    private Fact ofConstant(Node condition) {
        Fact which = which(Op.SAME, condition.input(0), 0);
        if (which == null) {
            return null;
        }
        long word = which.value;
        if (condition.is(Op.SAME)) {
            return condition.input(1).is(Op.WORD) ? compare(which, condition.input(1).number()) : null;
        }
        boolean truth = switch (condition.op()) {
            case IS_INT -> Word.isInteger(word);
            case IS_FLOAT -> Word.isFloat(word);
            case IS_NUMBER -> Word.isInteger(word) || Word.isFloat(word);
            case IS_OBJECT -> Word.isObject(word);
            default -> Word.isTruthy(word);
        };
        return new Fact(truth ? 1 : 0, which.proof);
    }

    /** Whether a word is known to be an inline integer, a float, ...; null when it is not. */
    Fact isTrue(Op condition, Node word) {
        Fact fact = known.get(new Key(condition, 0, word.id(), 0, 0));
        return fact != null && fact.isTrue() ? fact : null;
    }

    // ---- learning ---------------------------------------------------------------------------------------------------

    private Key key(Node condition) {
        Op op = condition.op();
        if (!op.isPure() && !op.isLoad()) {
            return new Key(op, condition.id(), 0, 0, 0);
        }
        int a = condition.count() > 0 ? condition.input(0).id() : 0;
        int b = condition.count() > 1 ? condition.input(1).id() : 0;
        return op.commutes() && a > b ? new Key(op, condition.number(), b, a, 0)
                : new Key(op, condition.number(), a, b, versions[condition.id()]);
    }

    /** A condition has this truth, wherever the proof has been passed. */
    void learn(Node condition, boolean truth, Node proof) {
        put(key(condition), truth ? 1 : 0, proof);
        Node a = condition.count() > 0 ? condition.input(0) : null;
        Node b = condition.count() > 1 ? condition.input(1) : null;
        switch (condition.op()) {
            case IS_INT, IS_FLOAT, IS_NUMBER, IS_OBJECT, TRUTHY -> kind(condition.op(), a, truth, proof);
            case HAS_TYPE -> {
                if (truth) {
                    object(a, condition.number(), proof);
                }
            }
            case HAS_CODE -> {
                if (truth) {
                    object(a, HeapType.CLOSURE, proof);
                    put(Op.HAS_CODE, WHICH, a, null, 0, condition.number(), proof);
                }
            }
            case HAS_SHAPE -> {
                if (truth) {
                    boolean table = condition.number() >= HeapType.FIRST_SHAPE;
                    object(a, table ? HeapType.TABLE : condition.number(), proof);
                    put(Op.HAS_SHAPE, WHICH, a, null, versions[condition.id()], condition.number(), proof);
                }
            }
            case SAME -> {
                if (truth && b.is(Op.WORD)) {
                    put(Op.SAME, WHICH, a, null, 0, b.number(), proof);
                }
            }
            case EQ, LT, LE -> integers(condition.op(), a, b, truth, proof);
            case FLT, FLE, FEQ -> floats(condition.op(), a, b, truth, proof);
            default -> {
            }
        }
    }

    /** A table has been made with this shape, or given it. */
    void learnShape(Node table, long shape, int version, Node proof) {
        object(table, HeapType.TABLE, proof);
        put(Op.HAS_SHAPE, WHICH, table, null, version, shape, proof);
    }

    private void put(Op op, long number, Node a, Node b, int version, long value, Node proof) {
        put(new Key(op, number, a.id(), b == null ? 0 : b.id(), version), value, proof);
    }

    /** What is known already has the better proof: the earlier one. */
    private void put(Key key, long value, Node proof) {
        known.putIfAbsent(key, new Fact(value, proof));
    }

    private void put(Op op, Node a, boolean truth, Node proof) {
        put(op, 0, a, null, 0, truth ? 1 : 0, proof);
    }

    private void kind(Op op, Node word, boolean truth, Node proof) {
        if (!truth) {
            if (op == Op.TRUTHY || op == Op.IS_NUMBER) {
                put(Op.IS_INT, word, false, proof);
                put(Op.IS_FLOAT, word, false, proof);
            }
            if (op == Op.TRUTHY) {
                put(Op.IS_NUMBER, word, false, proof);
                put(Op.IS_OBJECT, word, false, proof);
            }
            return;
        }
        switch (op) {
            case IS_INT, IS_FLOAT -> {
                put(op == Op.IS_INT ? Op.IS_FLOAT : Op.IS_INT, word, false, proof);
                put(Op.IS_NUMBER, word, true, proof);
                put(Op.IS_OBJECT, word, false, proof);
                put(Op.TRUTHY, word, true, proof);
            }
            case IS_NUMBER -> {
                put(Op.IS_OBJECT, word, false, proof);
                put(Op.TRUTHY, word, true, proof);
            }
            case IS_OBJECT -> isObject(word, proof);
            default -> {
            }
        }
    }

    private void isObject(Node word, Node proof) {
        put(Op.IS_OBJECT, word, true, proof);
        put(Op.IS_INT, word, false, proof);
        put(Op.IS_FLOAT, word, false, proof);
        put(Op.IS_NUMBER, word, false, proof);
        put(Op.TRUTHY, word, true, proof);
    }

    private void object(Node word, long type, Node proof) {
        isObject(word, proof);
        put(Op.HAS_TYPE, WHICH, word, null, 0, type, proof);
    }

    private void integers(Op op, Node a, Node b, boolean truth, Node proof) {
        switch (op) {
            case EQ -> {
                if (truth) {
                    order(Op.LT, a, b, false, proof);
                    order(Op.LT, b, a, false, proof);
                    order(Op.LE, a, b, true, proof);
                    order(Op.LE, b, a, true, proof);
                    if (b.is(Op.INT)) {
                        put(Op.EQ, WHICH, a, null, 0, b.number(), proof);
                    }
                }
            }
            // a < b, or b <= a
            case LT -> strictly(truth ? a : b, truth ? b : a, truth, proof);
            // a <= b, or b < a
            default -> strictly(truth ? a : b, truth ? b : a, !truth, proof);
        }
    }

    /** a is less than b, or at most b. */
    private void strictly(Node a, Node b, boolean less, Node proof) {
        order(Op.LE, a, b, true, proof);
        order(Op.LT, b, a, false, proof);
        if (less) {
            order(Op.LT, a, b, true, proof);
            order(Op.LE, b, a, false, proof);
            put(Op.EQ, 0, a.id() < b.id() ? a : b, a.id() < b.id() ? b : a, 0, 0, proof);
        }
    }

    private void order(Op op, Node a, Node b, boolean truth, Node proof) {
        put(op, 0, a, b, 0, truth ? 1 : 0, proof);
    }

    /** Of floats, which may be NaNs, nothing follows from what is false. */
    private void floats(Op op, Node a, Node b, boolean truth, Node proof) {
        if (!truth) {
            return;
        }
        order(Op.FLE, a, b, true, proof);
        order(Op.FLT, b, a, false, proof);
        if (op == Op.FEQ) {
            order(Op.FLE, b, a, true, proof);
            order(Op.FLT, a, b, false, proof);
        } else if (op == Op.FLT) {
            order(Op.FLE, b, a, false, proof);
            put(Op.FEQ, 0, a.id() < b.id() ? a : b, a.id() < b.id() ? b : a, 0, 0, proof);
        }
    }
}
