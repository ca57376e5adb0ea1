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
 * <p>There is one handle per number of words, in a class of its own: static final, so that the compiled caller has the
 * call in line, and made on first use, since making it takes milliseconds.
 */
public final class NativeEntry {
    private NativeEntry() {
    }

    public static long call(long code, long a) {
        try {
            return (long) One.HANDLE.invokeExact(MemorySegment.ofAddress(code), a);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static long call(long code, long a, long b) {
        try {
            return (long) Two.HANDLE.invokeExact(MemorySegment.ofAddress(code), a, b);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static long call(long code, long a, long b, long c, long d) {
        try {
            return (long) Four.HANDLE.invokeExact(MemorySegment.ofAddress(code), a, b, c, d);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Calls code that is known to return within a microsecond or so: it is a few nanoseconds cheaper, but the JVM's
     * thread stays "in Java", and no safepoint comes about until the code returns. Not for code of a guest program.
     */
    public static long callBriefly(long code, long a, long b) {
        try {
            return (long) Brief.HANDLE.invokeExact(MemorySegment.ofAddress(code), a, b);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Makes all handles. */
    static void prepare() {
        MachineFloor.initialise(One.class);
        MachineFloor.initialise(Two.class);
        MachineFloor.initialise(Four.class);
        MachineFloor.initialise(Brief.class);
    }

    private static final class One {
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    }

    private static final class Two {
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    private static final class Four {
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    private static final class Brief {
        static final MethodHandle HANDLE = Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG), Linker.Option.critical(false));
    }
}
