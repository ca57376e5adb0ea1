package perigee.code;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The free ranges of an address range, neighbours always joined. Takes the smallest range that will do, and of those the
 * lowest: so what was never used is used last. All of it in logarithmic time, but for a search within bounds.
 */
final class FreeRanges {
    static final long NONE = -1;

    /** In the order of sizes. */
    private record Range(long start, long bytes) implements Comparable<Range> {
        long end() {
            return start + bytes;
        }

        @Override
        public int compareTo(Range other) {
            return bytes != other.bytes ? Long.compare(bytes, other.bytes) : Long.compare(start, other.start);
        }
    }

    private final TreeMap<Long, Range> byStart = new TreeMap<>();
    private final TreeSet<Range> bySize = new TreeSet<>();
    private long bytes;

    FreeRanges(long start, long bytes) {
        add(new Range(start, bytes));
    }

    /** All that is free. */
    long bytes() {
        return bytes;
    }

    /** The largest piece that could be taken. */
    long largest() {
        return bySize.isEmpty() ? 0 : bySize.last().bytes;
    }

    int count() {
        return byStart.size();
    }

    /** Takes so many bytes anywhere; their address, or {@link #NONE}. */
    long take(long size) {
        assert size > 0;
        Range range = bySize.ceiling(new Range(Long.MIN_VALUE, size));
        return range == null ? NONE : take(range, range.start, size);
    }

    /** Takes so many bytes that start within bounds (inclusive), as low as can be; their address, or {@link #NONE}. */
    long take(long size, long lowest, long highest) {
        assert size > 0 && lowest <= highest;
        Map.Entry<Long, Range> below = byStart.floorEntry(lowest);
        for (Range range : byStart.tailMap(below == null ? lowest : below.getKey()).values()) {
            if (range.start > highest) {
                return NONE;
            }
            long at = Math.max(range.start, lowest);
            if (at + size <= range.end()) {
                return take(range, at, size);
            }
        }
        return NONE;
    }

    private long take(Range range, long at, long size) {
        remove(range);
        if (range.start < at) {
            add(new Range(range.start, at - range.start));
        }
        if (at + size < range.end()) {
            add(new Range(at + size, range.end() - at - size));
        }
        return at;
    }

    /** Gives a range back, which was taken as a whole or in parts. */
    void free(long start, long size) {
        Range free = new Range(start, size);
        Map.Entry<Long, Range> below = byStart.floorEntry(start);
        if (below != null) {
            assert below.getValue().end() <= start : "freed twice";
            if (below.getValue().end() == start) {
                remove(below.getValue());
                free = new Range(below.getValue().start, below.getValue().bytes + size);
            }
        }
        Map.Entry<Long, Range> above = byStart.ceilingEntry(start);
        if (above != null) {
            assert above.getKey() >= start + size : "freed twice";
            if (above.getKey() == start + size) {
                remove(above.getValue());
                free = new Range(free.start, free.bytes + above.getValue().bytes);
            }
        }
        add(free);
    }

    private void add(Range range) {
        byStart.put(range.start, range);
        bySize.add(range);
        bytes += range.bytes;
    }

    private void remove(Range range) {
        byStart.remove(range.start);
        bySize.remove(range);
        bytes -= range.bytes;
    }
}
