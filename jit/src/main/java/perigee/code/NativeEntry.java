package perigee.code;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Enters machine code: calls an address by the C convention of System V with up to four words, and returns the word in
 * {@code rax}. The code may switch stacks as long as it returns on the one it was entered on, with {@code rbx},
 * {@code rbp} and {@code r12} to {@code r15} as they were, the direction flag clear and MXCSR untouched.
 *
 * <p>A wrong address kills the process. The JVM's thread is "in native" meanwhile and holds off no safepoint.
 *
 * <p>One handle serves for any number of words, since a handle takes milliseconds to make and an unused word costs
 * nothing to pass. It is static final, so that a compiled caller has the call in line, and made on first use.
 */
public final class NativeEntry {
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private NativeEntry() {
    }

    public static long call(long code, long a) {
        return call(code, a, 0, 0, 0);
    }

    public static long call(long code, long a, long b) {
        return call(code, a, b, 0, 0);
    }

    public static long call(long code, long a, long b, long c, long d) {
        try {
            return (long) Plain.HANDLE.invokeExact(MemorySegment.ofAddress(code), a, b, c, d);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Calls code that is known to return within a microsecond or so: it is a few nanoseconds cheaper, but the JVM's
     * thread stays "in Java", and no safepoint comes about until the code returns. Not for code of a guest program.
     */
    public static long callBriefly(long code, long a, long b, long c, long d) {
        try {
            return (long) Brief.HANDLE.invokeExact(MemorySegment.ofAddress(code), a, b, c, d);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Makes the handle of {@link #call} and the first call, of a function that is there already. */
    static void prepare() {
        MemorySegment labs = Linker.nativeLinker().defaultLookup().findOrThrow("labs");
        long result = call(labs.address(), -1);
        assert result == 1 : result;
    }

    private static final class Plain {
        static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(WORDS);
    }

    private static final class Brief {
        static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(WORDS, Linker.Option.critical(false));
    }
}
