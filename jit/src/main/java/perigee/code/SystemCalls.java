package perigee.code;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The calls of Linux that machine code needs: memory mappings and memory files. As in the kernel's own convention, a
 * result between -4095 and -1 is the negated {@code errno}, and nothing is thrown.
 *
 * <p>Loading this class sets up FFM, which takes tens of milliseconds; {@link MachineFloor} does it on another thread.
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
    static final int EINVAL = 22;

    private static final int MFD_CLOEXEC = 1;
    /** Says that the file will be executed: since Linux 6.3 the administrator can ask for that to be said. */
    private static final int MFD_EXEC = 0x10;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = CAPTURED.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP = handle("mmap", JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = handle("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MPROTECT = handle("mprotect", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MADVISE = handle("madvise", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MEMFD_CREATE = handle("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FTRUNCATE = handle("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);

    private SystemCalls() {
    }

    /** mmap(2): the address of a new mapping. */
    static long map(long address, long bytes, int protection, int flags, int file, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            long result = (long) MMAP.invokeExact(captured, address, bytes, protection, flags, file, offset);
            return result == -1 ? -errno(captured) : result;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** munmap(2). */
    static int unmap(long address, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) MUNMAP.invokeExact(captured, address, bytes), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** mprotect(2). */
    static int protect(long address, long bytes, int protection) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) MPROTECT.invokeExact(captured, address, bytes, protection), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** madvise(2). */
    static int advise(long address, long bytes, int advice) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) MADVISE.invokeExact(captured, address, bytes, advice), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** memfd_create(2): a file in memory that may be mapped executable, closed by exec. */
    static int memoryFile(String name) {
        int file = memoryFile(name, MFD_CLOEXEC | MFD_EXEC);
        return file == -EINVAL ? memoryFile(name, MFD_CLOEXEC) : file;
    }

    private static int memoryFile(String name, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) MEMFD_CREATE.invokeExact(captured, arena.allocateFrom(name), flags), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** ftruncate(2). */
    static int truncate(int file, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) FTRUNCATE.invokeExact(captured, file, bytes), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** close(2). */
    static int close(int file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            return result((int) CLOSE.invokeExact(captured, file), captured);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether the result of {@link #map} is an error. */
    static boolean failed(long result) {
        return result < 0 && result >= -4095;
    }

    private static int result(int result, MemorySegment captured) {
        return result == -1 ? -errno(captured) : result;
    }

    private static int errno(MemorySegment captured) {
        return captured.get(JAVA_INT, ERRNO_OFFSET);
    }

    private static MethodHandle handle(String name, ValueLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters),
                ERRNO);
    }
}
