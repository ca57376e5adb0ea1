package perigee.code;

import static perigee.code.SystemCalls.*;

/**
 * Address space for guest stacks: one private mapping that takes memory as it is touched, cut into regions of one size.
 * Regions read as zero when new and after {@link #giveBack}.
 *
 * <p>Nothing separates the regions: a guard page of its own for each would be a mapping of its own, and the kernel allows
 * 65,530 of them to a process. The guest checks its limit in software, and leaves head room below for the signals of the
 * JVM. At both ends of the reservation there are guard pages.
 *
 * <p>The mapping refuses huge pages: one touched word of a stack would take 2 MB where the system gives them unasked.
 */
public final class StackReservation implements AutoCloseable {
    private static final long PAGE = 4096;

    private final long start;
    private final long regionBytes;
    private final long regions;
    private boolean closed;

    private StackReservation(long start, long regionBytes, long regions) {
        this.start = start;
        this.regionBytes = regionBytes;
        this.regions = regions;
    }

    /** Reserves room for so many regions of so many bytes, a multiple of the page size; it may be more than there is. */
    public static Attempt<StackReservation> open(long regions, long regionBytes) {
        if (regions <= 0 || regionBytes <= 0 || regionBytes % PAGE != 0) {
            throw new IllegalArgumentException("regions: " + regions + " of " + regionBytes + " bytes");
        }
        if (!MachineFloor.isSupported()) {
            return new Attempt.Failure<>(new OsError("stack reservation", 0));
        }
        long bytes = Math.multiplyExact(regions, regionBytes);
        long whole = map(0, bytes + 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (failed(whole)) {
            return new Attempt.Failure<>(new OsError("mmap", (int) -whole));
        }
        int result = protect(whole + PAGE, bytes, PROT_READ | PROT_WRITE);
        if (result < 0) {
            unmap(whole, bytes + 2 * PAGE);
            return new Attempt.Failure<>(new OsError("mprotect", -result));
        }
        advise(whole + PAGE, bytes, MADV_NOHUGEPAGE);
        return new Attempt.Success<>(new StackReservation(whole + PAGE, regionBytes, regions));
    }

    /** First byte of a region. */
    public long region(long index) {
        assert index >= 0 && index < regions;
        return start + index * regionBytes;
    }

    public long regionBytes() {
        return regionBytes;
    }

    public long regions() {
        return regions;
    }

    /** Gives the memory of whole pages inside a reserved range back; they read as zero when they are touched again. */
    public void giveBack(long from, long to) {
        assert start <= from && from <= to && to <= start + regions * regionBytes;
        long firstPage = from + PAGE - 1 & -PAGE;
        long endPage = to & -PAGE;
        if (firstPage < endPage) {
            int result = advise(firstPage, endPage - firstPage, MADV_DONTNEED);
            assert result == 0 : result;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            int result = unmap(start - PAGE, regions * regionBytes + 2 * PAGE);
            assert result == 0 : result;
        }
    }
}
