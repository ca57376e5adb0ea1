package perigee.stdlib;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Processor time of the running thread. Time of the process, which C's {@code clock} gives, would count the JVM's
 * compilers and be known to Java in steps of ten milliseconds only. Loading this class takes some milliseconds.
 */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOSECONDS = 1e9;

    private ProcessorTime() {
    }

    static double seconds() {
        return THREADS.getCurrentThreadCpuTime() / NANOSECONDS;
    }
}
