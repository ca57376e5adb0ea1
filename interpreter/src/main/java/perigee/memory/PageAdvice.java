package perigee.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * What the operating system is told about the pages of reservations (madvise(2) of Linux): advice only, so where the call
 * is not to be had, or refused, nothing happens.
 *
 * <p>The first foreign call of a process takes tens of milliseconds to set up. Another thread does that, once somebody has
 * asked for it by {@link #prepare}; before it is done nothing is advised.
 */
public final class PageAdvice {
    private static final int DONT_NEED = 4;
    private static final int HUGE_PAGE = 14;
    private static final long PAGE = 4096;

    private volatile MethodHandle advise;
    private boolean asked;

    /** Begins to set up the call. Does so once. */
    public void prepare() {
        if (!asked) {
            asked = true;
            Thread thread = new Thread(this::link, "page advice");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void link() {
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle handle = linker.downcallHandle(linker.defaultLookup().findOrThrow("madvise"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
            call(handle, 0, 0, DONT_NEED);
            advise = handle;
        } catch (UnsupportedOperationException | java.util.NoSuchElementException | IllegalCallerException missing) {
            // Memory is kept then, and pages are small.
        }
    }

    /** Whether advice reaches the operating system. */
    public boolean isReady() {
        return advise != null;
    }

    /** The whole pages between two addresses are given back: their contents are lost, and they may read as anything. */
    public void giveBack(long from, long to) {
        advise(from, to, DONT_NEED);
    }

    /** Pages between two addresses may be larger than usual when they are touched for the first time. */
    public void useHugePages(long from, long to) {
        advise(from, to, HUGE_PAGE);
    }

    private void advise(long from, long to, int advice) {
        long first = from + PAGE - 1 & -PAGE;
        long end = to & -PAGE;
        MethodHandle handle = advise;
        if (handle != null && first < end) {
            call(handle, first, end - first, advice);
        }
    }

    private static void call(MethodHandle handle, long address, long bytes, int advice) {
        try {
            int result = (int) handle.invokeExact(address, bytes, advice);
            // A refusal is no error: it was advice.
            assert result == 0 || result == -1;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
