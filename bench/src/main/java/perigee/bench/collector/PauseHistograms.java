package perigee.bench.collector;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import perigee.heap.CollectorCounters.PauseListener;

/**
 * How long pauses took: on the clock, and of processor time, which on a busy machine is what the collector can be blamed
 * for.
 */
final class PauseHistograms implements PauseListener {
    private static final long LONGEST = 60_000_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long began = System.nanoTime();
    private final Histogram waited = new Histogram(LONGEST, 3);
    private final Histogram worked = new Histogram(LONGEST, 3);
    private long processorTime;

    @Override
    public void begins() {
        processorTime = threads.getCurrentThreadCpuTime();
    }

    @Override
    public void ended(long nanos) {
        waited.recordValue(nanos);
        worked.recordValue(threads.getCurrentThreadCpuTime() - processorTime);
    }

    /** The times on the clock. */
    Histogram waited() {
        return waited;
    }

    void print(PrintStream to) {
        to.println("pauses in ms:");
        waited.outputPercentileDistribution(to, 1, NANOS_PER_MILLI);
        double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
        to.printf(Locale.ROOT, "%d pauses in %.1f s%n", waited.getTotalCount(), seconds);
        print(to, "on the clock", waited);
        print(to, "of processor time", worked);
        double share = waited.getMean() * waited.getTotalCount() / NANOS_PER_SECOND / seconds;
        to.printf(Locale.ROOT, "%.1f %% of the time; load of the machine %.1f, processors %d%n", 100 * share,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    private static void print(PrintStream to, String title, Histogram histogram) {
        to.printf(Locale.ROOT, "%s: median %.1f ms, p99 %.1f ms, longest %.1f ms%n", title,
                histogram.getValueAtPercentile(50) / NANOS_PER_MILLI, histogram.getValueAtPercentile(99) / NANOS_PER_MILLI,
                histogram.getMaxValue() / NANOS_PER_MILLI);
    }
}
