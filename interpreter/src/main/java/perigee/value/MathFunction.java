package perigee.value;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The functions of C's mathematical library that Lua's are made of. Interpreter, library and compiled code all call these, so
 * results have the same bits in every tier, those of the reference on the same machine. Java's own differ from them in the last
 * bit once in a hundred calls or so.
 *
 * <p>The first call from Java sets FFM up if nobody has done that: it takes tens of milliseconds. Others take a few
 * nanoseconds more than C's.
 */
public enum MathFunction {
    ACOS, ASIN, ATAN2, COS, EXP, FMOD, LOG, LOG2, LOG10, POW, SIN, TAN;

    private final String cName = name().toLowerCase(Locale.ROOT);

    /** The result for one number, or for two. */
    public double of(double x) {
        return of(x, 0);
    }

    /** The same; functions of one number do not look at the other. */
    public double of(double x, double y) {
        try {
            return (double) Library.CALL.invokeExact(Library.FUNCTIONS[ordinal()], x, y);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether it is a function of two numbers. */
    public boolean isBinary() {
        return this == ATAN2 || this == FMOD || this == POW;
    }

    /** What machine code calls the function's address. */
    public String symbol() {
        return "c_" + cName;
    }

    public long address() {
        return find().address();
    }

    private MemorySegment find() {
        return Linker.nativeLinker().defaultLookup().findOrThrow(cName);
    }

    /** One handle serves all: an argument that a function does not have is in a register that it does not read. */
    private static final class Library {
        static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(
                FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE, JAVA_DOUBLE), Linker.Option.critical(false));
        static final MemorySegment[] FUNCTIONS = new MemorySegment[values().length];

        static {
            for (MathFunction function : values()) {
                FUNCTIONS[function.ordinal()] = function.find();
            }
        }
    }
}
