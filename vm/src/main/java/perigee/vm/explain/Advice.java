package perigee.vm.explain;

import perigee.deopt.Reason;

/** What would help, in the words of someone who writes Lua. */
final class Advice {
    static final String SHAPES = "Give these objects the same fields, set in the same order, best where they are made.";
    static final String FUNCTIONS = "Call fewer different functions from one place, or give each its own loop.";
    static final String REDEFINED = "Define functions, globals, classes and metatables once, before the hot code runs.";
    static final String SHORT = "It runs too rarely to be worth a compile, or the program is over too soon.";

    private Advice() {
    }

    /** How to keep a guard from failing; null where there is nothing to say. */
    static String against(Reason reason) {
        return switch (reason) {
            case NOT_INTEGER, NOT_FLOAT, NOT_NUMBER, INTEGER_TOO_LARGE, NOT_INTEGRAL ->
                "Keep a variable either an integer or a float: begin with 0.0 what becomes a float.";
            case NOT_STRING, NOT_BOOLEAN, NOT_NIL, NOT_TABLE, NOT_FUNCTION ->
                "Let a variable, field or element have values of one type.";
            case WRONG_SHAPE -> SHAPES;
            case WRONG_TARGET, WRONG_CLOSURE -> FUNCTIONS;
            case WRONG_VALUE, ASSUMPTION -> REDEFINED;
            case NO_ELEMENT, HOLE, LOOP_BOUNDS -> "Fill arrays from 1 on without holes, and read within them.";
            case ZERO_DIVISOR -> "Test for a divisor of zero before the division.";
            case WRONG_COUNT -> "Call a function with, and return from it, always as many values.";
            case OVERFLOW_OF_LOOP -> "Keep a loop's limit well below math.maxinteger.";
            case NOT_COMPILED, SLOW_PATH, TO_CLOSE -> "Take what is not compiled out of the hot code.";
            case NEVER_TAKEN, LOOP_LEFT, MATERIALIZED, TAIL_CALL, RESUMED -> null;
        };
    }
}
