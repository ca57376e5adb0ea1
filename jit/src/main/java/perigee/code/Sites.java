package perigee.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The named places of a piece of code, in the order of their offsets: the one list that stack walks, the collector,
 * deopt, inline caches and the disassembler use. Immutable, and kept in columns, since there may be one for every ten
 * bytes of code.
 *
 * <p>What a site means is its maker's: a key (say, an index into the bytecode) and a detail (say, a frame state, or
 * null).
 */
public final class Sites {
    public static final Sites NONE = new Builder().build();
    /** No such site. */
    public static final int ABSENT = -1;

    private static final SiteKind[] KINDS = SiteKind.values();

    private final int[] offsets;
    private final byte[] kinds;
    private final int[] keys;
    /** Null when no site has one. */
    private final Object[] details;

    private Sites(List<Entry> entries) {
        int count = entries.size();
        offsets = new int[count];
        kinds = new byte[count];
        keys = new int[count];
        Object[] found = null;
        for (int i = 0; i < count; i++) {
            Entry entry = entries.get(i);
            offsets[i] = entry.offset;
            kinds[i] = (byte) entry.kind.ordinal();
            keys[i] = entry.key;
            if (entry.detail != null) {
                found = found == null ? new Object[count] : found;
                found[i] = entry.detail;
            }
        }
        details = found;
    }

    public int count() {
        return offsets.length;
    }

    public int offset(int site) {
        return offsets[site];
    }

    public SiteKind kind(int site) {
        return KINDS[kinds[site]];
    }

    public int key(int site) {
        return keys[site];
    }

    public Object detail(int site) {
        return details == null ? null : details[site];
    }

    /** The site of a kind at an offset, or {@link #ABSENT}. */
    public int find(SiteKind kind, int offset) {
        for (int site = first(offset); site < offsets.length && offsets[site] == offset; site++) {
            if (kinds[site] == kind.ordinal()) {
                return site;
            }
        }
        return ABSENT;
    }

    /** The first site at an offset or beyond; {@link #count} when there is none. */
    public int first(int offset) {
        int low = 0;
        int high = offsets.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (offsets[middle] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Memory that the columns take, without what the details refer to. */
    public long metadataBytes() {
        return 9L * offsets.length + (details == null ? 0 : 4L * details.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sites sites && Arrays.equals(offsets, sites.offsets) && Arrays.equals(kinds, sites.kinds)
                && Arrays.equals(keys, sites.keys) && Arrays.equals(details, sites.details);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(keys);
    }

    private record Entry(SiteKind kind, int offset, int key, Object detail) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return offset != other.offset ? Integer.compare(offset, other.offset) : kind.compareTo(other.kind);
        }
    }

    /** Collects sites in any order. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        public Builder add(SiteKind kind, int offset, int key, Object detail) {
            if (offset < 0) {
                throw new IllegalArgumentException("offset: " + offset);
            }
            entries.add(new Entry(kind, offset, key, detail));
            return this;
        }

        public Builder add(SiteKind kind, int offset, int key) {
            return add(kind, offset, key, null);
        }

        public Sites build() {
            Collections.sort(entries);
            return new Sites(entries);
        }
    }
}
