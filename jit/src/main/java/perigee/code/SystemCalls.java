package perigee.code;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of Linux on x86-64 that machine code needs, for memory mappings. As in the kernel's own
 * convention, a result between -4095 and -1 is the negated {@code errno}, and nothing is thrown.
 *
 * <p>All go through the C library's {@code syscall}, by number: each further signature would be another handle, and FFM
 * takes tens of milliseconds for the first call of each.
 */
final class SystemCalls {
    static final int PROT_NONE = 0;
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int PROT_EXEC = 4;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_FIXED = 0x10;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;
    static final int MADV_DONTNEED = 4;
    static final int MADV_NOHUGEPAGE = 15;

    private static final int OPEN = 2;
    private static final int CLOSE = 3;
    private static final int MMAP = 9;
    private static final int MPROTECT = 10;
    private static final int MUNMAP = 11;
    private static final int MREMAP = 25;
    private static final int MADVISE = 28;
    private static final int GETPID = 39;

    private static final int O_CLOEXEC = 0x80000;
    private static final int MREMAP_MAYMOVE = 1;
    private static final int MREMAP_FIXED = 2;

    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO = CAPTURED.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private SystemCalls() {
    }

    /** Makes the first call, which takes as long as making the handle does. */
    static void prepare() {
        long process = call(GETPID, 0, 0, 0, 0, 0, 0);
        assert process > 0 : process;
    }

    /** mmap(2): the address of a new mapping. */
    static long map(long address, long bytes, int protection, int flags, int file, long offset) {
        return call(MMAP, address, bytes, protection, flags, file, offset);
    }

    /** munmap(2). */
    static int unmap(long address, long bytes) {
        return (int) call(MUNMAP, address, bytes, 0, 0, 0, 0);
    }

    /** mprotect(2). */
    static int protect(long address, long bytes, int protection) {
        return (int) call(MPROTECT, address, bytes, protection, 0, 0, 0);
    }

    /** madvise(2). */
    static int advise(long address, long bytes, int advice) {
        return (int) call(MADVISE, address, bytes, advice, 0, 0, 0);
    }

    /** mremap(2): maps the pages of a shared mapping a second time, in the place of what is at an address. */
    static long mapAgain(long from, long to, long bytes) {
        return call(MREMAP, from, 0, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to, 0);
    }

    /** open(2) for reading. */
    static int openFile(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(OPEN, arena.allocateFrom(path).address(), O_CLOEXEC, 0, 0, 0, 0);
        }
    }

    /** close(2). */
    static int close(int file) {
        return (int) call(CLOSE, file, 0, 0, 0, 0, 0);
    }

    /** Whether the result of {@link #map} is an error. */
    static boolean failed(long result) {
        return result < 0 && result >= -4095;
    }

    private static long call(long number, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            long result = (long) SYSCALL.invokeExact(captured, number, a, b, c, d, e, f);
            return result == -1 ? -captured.get(JAVA_INT, ERRNO) : result;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
