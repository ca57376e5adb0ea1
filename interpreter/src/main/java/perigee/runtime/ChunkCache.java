package perigee.runtime;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.bytecode.Prototype;
import perigee.heap.RootVisitor;

/**
 * The functions of chunks that a program loads again and again, by text and name: loaded once more, such a chunk is a new
 * closure of the same function, with the feedback and the code of those before. (V8 has its compilation cache for that.)
 *
 * <p>Of a text that is loaded for the first time nothing is kept but its hash, since most texts are loaded once. A function is
 * kept for some markings after it was asked for.
 */
public final class ChunkCache {
    private static final int MAX_CHUNKS = 16;
    /** In bytes; a longer text is compiled each time. */
    private static final int LONGEST = 64 << 10;
    /** So many markings a function is kept without being asked for. */
    private static final int MARKINGS = 3;
    /** A power of two. */
    private static final int HASHES = 256;

    private record Key(byte[] text, byte[] name) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(text, key.text) && Arrays.equals(name, key.name);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(text) + Arrays.hashCode(name);
        }
    }

    private static final class Entry {
        final LoadedFunction function;
        int markings;

        Entry(LoadedFunction function) {
            this.function = function;
        }
    }

    private final Functions functions;
    /** Those asked for last are at the end. */
    private final LinkedHashMap<Key, Entry> chunks = new LinkedHashMap<>(MAX_CHUNKS, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > MAX_CHUNKS;
        }
    };
    /** Of texts loaded before, by their lowest bits. */
    private final int[] hashes = new int[HASHES];
    private long hits;

    ChunkCache(Functions functions, HeapConnection heap) {
        this.functions = functions;
        heap.addRoots(this::visit);
        heap.addDeathListener(this::marked);
    }

    /** Compiles a chunk; it may raise what it likes. */
    @FunctionalInterface
    public interface Compiling {
        Prototype compile();
    }

    /**
     * The function of a chunk's text, the first {@code length} bytes of an array, which is not kept.
     *
     * @param compiling asked if there is none yet
     */
    public LoadedFunction load(byte[] text, int length, byte[] name, Compiling compiling) {
        if (length > LONGEST) {
            return functions.load(compiling.compile());
        }
        Key key = new Key(Arrays.copyOf(text, length), name);
        Entry known = chunks.get(key);
        if (known != null) {
            known.markings = 0;
            hits++;
            return known.function;
        }
        LoadedFunction function = functions.load(compiling.compile());
        int hash = key.hashCode();
        if (hashes[hash & HASHES - 1] == hash) {
            chunks.put(key, new Entry(function));
        }
        hashes[hash & HASHES - 1] = hash;
        return function;
    }

    /** How often there was a function. */
    public long hits() {
        return hits;
    }

    private void visit(RootVisitor visitor) {
        // CODE blocks are old, and do not move.
        for (Entry entry : chunks.values()) {
            visitor.visit(entry.function.code());
        }
    }

    private void marked(LongPredicate isDead) {
        Iterator<Entry> entries = chunks.values().iterator();
        while (entries.hasNext()) {
            if (++entries.next().markings > MARKINGS) {
                entries.remove();
            }
        }
    }
}
