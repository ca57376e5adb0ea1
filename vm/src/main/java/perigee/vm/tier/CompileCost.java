package perigee.vm.tier;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a compile of the optimising tier takes on its thread.
 *
 * @param nanos of time
 * @param bytes of Java memory that are allocated, and garbage when it is over but for its result; 0: that was not measured
 */
record CompileCost(long nanos, long bytes) {
    /** A compile that has begun, on this thread. */
    record Start(long nanos, ThreadMXBean memory, long bytes) {
        CompileCost end() {
            return new CompileCost(System.nanoTime() - nanos,
                    memory == null ? 0 : memory.getCurrentThreadAllocatedBytes() - bytes);
        }
    }

    /** @param withMemory whether to measure that, too: the first time takes 50 ms */
    static Start begin(boolean withMemory) {
        ThreadMXBean memory = withMemory && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean ? bean : null;
        return new Start(System.nanoTime(), memory, memory == null ? 0 : memory.getCurrentThreadAllocatedBytes());
    }
}
