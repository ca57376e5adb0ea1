package perigee.stdlib;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that start other programs. Java's own way tells the end by a signal from an exit with
 * a high status only by guessing, and does not wait as C's {@code system} does. Loading this class costs tens of
 * milliseconds: nothing may touch it before a program asks for another one.
 */
final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor POINTER_TO_INT =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

    static {
        restoreLocale();
    }

    private static final MethodHandle SYSTEM = handle("system", POINTER_TO_INT);
    private static final MethodHandle POPEN = handle("popen",
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle FILENO = handle("fileno", POINTER_TO_INT);
    private static final MethodHandle PCLOSE = handle("pclose", POINTER_TO_INT);
    private static final MethodHandle READ = handle("read", TRANSFER);
    private static final MethodHandle WRITE = handle("write", TRANSFER);

    private SystemCalls() {
    }

    /** Other programs are to see the environment that this one was started with. */
    private static void restoreLocale() {
        if (!Environment.hasOwnLocale()) {
            return;
        }
        byte[] locale = Environment.originalLocale();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("LC_ALL");
            if (locale.length == 0) {
                int ignored = (int) handle("unsetenv", POINTER_TO_INT).invokeExact(name);
            } else {
                int ignored = (int) handle("setenv", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS, ValueLayout.JAVA_INT)).invokeExact(name, text(arena, locale), 1);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
    }

    /**
     * Runs a command of the shell to its end.
     *
     * @return its wait status; -1 when it could not be started
     */
    static int system(byte[] command) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) SYSTEM.invokeExact(text(arena, command));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Starts a command of the shell with a pipe to it or from it.
     *
     * @param mode "r" or "w"
     * @return C's stream, for {@link #fileno} and {@link #pclose}; NULL when it could not be started
     */
    static MemorySegment popen(byte[] command, String mode) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) POPEN.invokeExact(text(arena, command), arena.allocateFrom(mode));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The pipe of a stream. */
    static int fileno(MemorySegment stream) {
        try {
            return (int) FILENO.invokeExact(stream);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Closes the pipe, waits for the command, and gives its wait status, or -1. */
    static int pclose(MemorySegment stream) {
        try {
            return (int) PCLOSE.invokeExact(stream);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Reads into guest memory; the number of bytes, 0 at the end, or -1. */
    static long read(int descriptor, long address, long count) {
        try {
            return (long) READ.invokeExact(descriptor, address, count);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Writes from guest memory; the number of bytes, or -1. */
    static long write(int descriptor, long address, long count) {
        try {
            return (long) WRITE.invokeExact(descriptor, address, count);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MemorySegment text(Arena arena, byte[] bytes) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }
}
