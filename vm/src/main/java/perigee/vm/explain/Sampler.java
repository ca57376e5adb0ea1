package perigee.vm.explain;

import java.lang.foreign.Linker;
import java.util.function.LongConsumer;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeOwner;
import perigee.code.CodeObserver;
import perigee.code.EvictionPolicy;
import perigee.code.MachineFloor;
import perigee.code.NativeEntry;
import perigee.code.SymbolTable;
import perigee.code.UnlinkedCode;
import perigee.memory.Memory;

/**
 * Finds out where a thread spends its time, without stopping it: a timer of the system sends that thread a signal, whose
 * handler notes where it is. What one such sample costs is about a microsecond. While the thread waits, it is not running,
 * but time passes: the clock is the wall's. At most one signal is pending, so a thread that has no processor gets fewer.
 *
 * <p>The signal is {@code SIGPROF}, and system calls that it comes in the middle of are begun again.
 */
final class Sampler implements AutoCloseable {
    /** Nanoseconds between two samples. */
    static final long PERIOD = 1_000_000;
    /** Samples between two times that they are fetched: those of four minutes. */
    private static final int CAPACITY = 1 << 18;
    private static final int SIGNAL = 27;
    private static final int GETTID = 186;
    /** As a handler. */
    private static final int IGNORE = 1;

    // ---- struct sigaction, struct sigevent and struct itimerspec of Linux on x86-64 ---------------------------------------
    private static final int ACTION_FLAGS = 136;
    private static final int ACTION_BYTES = 152;
    private static final int WITH_CONTEXT = 4;
    private static final int RESTARTING = 0x1000_0000;
    private static final int ON_ALTERNATE_STACK = 0x0800_0000;
    private static final int EVENT_SIGNAL = 8;
    private static final int EVENT_WAY = 12;
    private static final int EVENT_THREAD = 16;
    private static final int EVENT_BYTES = 64;
    private static final int TO_THREAD = 4;
    private static final int SPEC_BYTES = 32;
    private static final int MONOTONIC = 1;

    private final long buffer;
    private final CodeCache handlers;
    private final long timer;

    private Sampler(long threadBlock) {
        buffer = Memory.reserve(SampleCode.HEADER_BYTES + (long) CAPACITY * SampleCode.SAMPLE_BYTES);
        Memory.fill(buffer, SampleCode.HEADER_BYTES, (byte) 0);
        Memory.putLong(buffer + SampleCode.CAPACITY, CAPACITY);
        Memory.putLong(buffer + SampleCode.THREAD_BLOCK, threadBlock);
        handlers = CodeCache.open(1, new SymbolTable(), EvictionPolicy.NONE, CodeObserver.NONE).orElseThrow();
        long handler = handlers.install(UnlinkedCode.plain("sampler", CodeKind.STUB, SampleCode.of(buffer)),
                new CodeOwner("sampler")).orElseThrow().start();
        long scratch = Memory.reserve(ACTION_BYTES + EVENT_BYTES);
        Memory.fill(scratch, ACTION_BYTES + EVENT_BYTES, (byte) 0);
        Memory.putLong(scratch, handler);
        Memory.putInt(scratch + ACTION_FLAGS, WITH_CONTEXT | RESTARTING | ON_ALTERNATE_STACK);
        call("sigaction", SIGNAL, scratch, 0, 0);
        long event = scratch + ACTION_BYTES;
        Memory.putInt(event + EVENT_SIGNAL, SIGNAL);
        Memory.putInt(event + EVENT_WAY, TO_THREAD);
        Memory.putInt(event + EVENT_THREAD, (int) call("syscall", GETTID, 0, 0, 0));
        call("timer_create", MONOTONIC, event, scratch, 0);
        timer = Memory.getLong(scratch);
        Memory.release(scratch);
        every(PERIOD);
    }

    /** Begins to watch this thread; null where that cannot be done. */
    static Sampler start(long threadBlock) {
        if (!MachineFloor.isSupported()) {
            return null;
        }
        try {
            return new Sampler(threadBlock);
        } catch (LinkageError | RuntimeException refused) {
            return null;
        }
    }

    private void every(long nanos) {
        long spec = Memory.reserve(SPEC_BYTES);
        for (int field = 0; field < SPEC_BYTES; field += 16) {
            Memory.putLong(spec + field, 0);
            Memory.putLong(spec + field + 8, nanos);
        }
        call("timer_settime", timer, 0, spec, 0);
        Memory.release(spec);
    }

    /** Calls a function of the C library; those of a process that cannot have a timer fail. */
    private static long call(String name, long a, long b, long c, long d) {
        long function = Linker.nativeLinker().defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError(name)).address();
        int result = (int) NativeEntry.call(function, a, b, c, d);
        if (result < 0) {
            throw new IllegalStateException(name + " failed");
        }
        return result;
    }

    /** Tells which addresses are the guest program's machine code. */
    void watch(CodeCache cache) {
        Memory.putLong(buffer + SampleCode.CACHE_START, cache.start());
        Memory.putLong(buffer + SampleCode.CACHE_BYTES, cache.end() - cache.start());
    }

    /** Gives each sample since the last time away by its address; see {@link SampleCode}. On the watched thread. */
    void drain(LongConsumer samples) {
        for (long i = 0; i < Memory.getLong(buffer + SampleCode.COUNT); i++) {
            samples.accept(buffer + SampleCode.HEADER_BYTES + i * SampleCode.SAMPLE_BYTES);
        }
        Memory.putLong(buffer + SampleCode.COUNT, 0);
    }

    /** How many samples there was no room for. */
    long lost() {
        return Memory.getLong(buffer + SampleCode.LOST);
    }

    /** Ends the samples. On the watched thread, which has got a signal that was pending before the handler goes. */
    @Override
    public void close() {
        every(0);
        call("timer_delete", timer, 0, 0, 0);
        long action = Memory.reserve(ACTION_BYTES);
        Memory.fill(action, ACTION_BYTES, (byte) 0);
        Memory.putLong(action, IGNORE);
        call("sigaction", SIGNAL, action, 0, 0);
        Memory.release(action);
        handlers.close();
        Memory.release(buffer);
    }
}
