package perigee.lir;

import perigee.asm.Condition;

/**
 * A test and the condition asked of it, for a builder.
 *
 * @param left      a register, or {@link Value#MEMORY}
 * @param right     a register, {@link Value#MEMORY} or {@link Value#IMMEDIATE}
 * @param address   of the operand in memory, or null
 */
public record Comparison(Test test, Condition condition, int left, int right, long immediate, Address address) {
    public static Comparison of(Test test, Condition condition, int left, int right) {
        return new Comparison(test, condition, left, right, 0, null);
    }

    public static Comparison with(Test test, Condition condition, int left, long immediate) {
        return new Comparison(test, condition, left, Value.IMMEDIATE, immediate, null);
    }

    public static Comparison of(Test test, Condition condition, int left, Address right) {
        return new Comparison(test, condition, left, Value.MEMORY, 0, right);
    }

    public static Comparison of(Test test, Condition condition, Address left, int right) {
        return new Comparison(test, condition, Value.MEMORY, right, 0, left);
    }

    public static Comparison with(Test test, Condition condition, Address left, long immediate) {
        return new Comparison(test, condition, Value.MEMORY, Value.IMMEDIATE, immediate, left);
    }

    /** Doubles: see {@link Test#FCMP} for what the conditions mean when one is not a number. */
    public static Comparison doubles(Condition condition, int left, int right) {
        return of(Test.FCMP, condition, left, right);
    }

    /** The comparison that holds exactly when this one does not. */
    public Comparison negate() {
        return new Comparison(test, condition.negate(), left, right, immediate, address);
    }
}
