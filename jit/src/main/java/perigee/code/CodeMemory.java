package perigee.code;

import static perigee.code.SystemCalls.*;

import perigee.memory.Memory;

/**
 * The memory of one code cache: shared memory mapped twice, writable for the installer and executable for running, at
 * two addresses. No address is ever both. Addresses that this class takes are those of the executable view.
 *
 * <pre>
 *   writable    [guard| rw-                                  |guard]
 *                     |  the same pages                      |
 *   executable  [guard| r-x  code and int3  | ---  not yet   |guard]
 *                     start()               |                end()
 *                                           committed()
 * </pre>
 *
 * <p>The executable view opens from its start upwards in steps, and each step is filled with {@code int3} first: every
 * executable byte is code or traps. Memory is taken by the same steps and kept until {@link #close}.
 *
 * <p>The memory has no file, not even one in memory ({@code memfd_create}): {@code perf} looks names up in
 * {@link PerfMap}'s file only for mappings that it takes for anonymous.
 */
final class CodeMemory implements AutoCloseable {
    static final byte INT3 = (byte) 0xCC;
    /** Every address in it reaches every other by a signed 32-bit displacement. */
    static final long LARGEST = 1L << 30;
    static final long STEP = 1 << 16;

    private static final long GUARD = 4096;

    private final long start;
    private final long bytes;
    /** What to add to an address of the executable view to get the writable one. */
    private final long toWritable;
    private long committed;
    private boolean closed;

    private CodeMemory(long executable, long writable, long bytes) {
        start = executable;
        toWritable = writable - executable;
        this.bytes = bytes;
    }

    /** Reserves room for so many bytes, rounded up to whole steps. */
    static Attempt<CodeMemory> open(long size) {
        if (size <= 0 || size > LARGEST) {
            throw new IllegalArgumentException("size of a code cache: " + size);
        }
        if (!MachineFloor.isSupported()) {
            return new Attempt.Failure<>(new OsError("code cache", 0));
        }
        long bytes = size + STEP - 1 & -STEP;
        long writable = reserve(bytes);
        if (failed(writable)) {
            return failure("mmap", writable);
        }
        long result = map(writable, bytes, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
        if (failed(result)) {
            unmapView(writable, bytes);
            return failure("mmap", result);
        }
        long executable = reserve(bytes);
        if (failed(executable)) {
            unmapView(writable, bytes);
            return failure("mmap", executable);
        }
        CodeMemory memory = new CodeMemory(executable, writable, bytes);
        result = mapAgain(writable, executable, bytes);
        if (failed(result)) {
            memory.close();
            return failure("mremap", result);
        }
        result = protect(executable, bytes, PROT_NONE);
        OsError error = failed(result) ? new OsError("mprotect", (int) -result)
                : memory.commit(executable + STEP); // shows whether this system lets memory be executed
        if (error != null) {
            memory.close();
            return new Attempt.Failure<>(error);
        }
        return new Attempt.Success<>(memory);
    }

    private static Attempt<CodeMemory> failure(String call, long result) {
        return new Attempt.Failure<>(new OsError(call, (int) -result));
    }

    /** Address space between two guard pages; its first byte, or an error. */
    private static long reserve(long bytes) {
        long whole = map(0, bytes + 2 * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        return failed(whole) ? whole : whole + GUARD;
    }

    private static void unmapView(long view, long bytes) {
        int result = unmap(view - GUARD, bytes + 2 * GUARD);
        assert result == 0 : result;
    }

    /** First address of the executable view. */
    long start() {
        return start;
    }

    /** One past the last address. */
    long end() {
        return start + bytes;
    }

    /** One past the last address that can be executed as yet. */
    long committed() {
        return start + committed;
    }

    /** Makes sure that memory below an address can be executed; null, or why that cannot be. */
    OsError commit(long to) {
        assert !closed && to <= end();
        long wanted = to - start + STEP - 1 & -STEP;
        if (wanted <= committed) {
            return null;
        }
        Memory.fill(writable(committed()), wanted - committed, INT3);
        int result = protect(committed(), wanted - committed, PROT_READ | PROT_EXEC);
        if (result < 0) {
            return new OsError("mprotect", -result);
        }
        committed = wanted;
        return null;
    }

    /** The address in the writable view of an executable address. Only the installer and {@link Patcher} use it. */
    long writable(long address) {
        assert !closed && address >= start && address <= end();
        return address + toWritable;
    }

    /** Writes a whole piece of code. */
    void write(long address, byte[] code) {
        assert address + code.length <= committed();
        Memory.copy(code, 0, writable(address), code.length);
    }

    /** Makes a range trap. */
    void erase(long address, long count) {
        assert address + count <= committed();
        Memory.fill(writable(address), count, INT3);
    }

    @Override
    public void close() {
        if (!closed) {
            unmapView(writable(start), bytes);
            unmapView(start, bytes);
            closed = true;
        }
    }
}
