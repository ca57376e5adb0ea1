package perigee.object;

import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;
import perigee.heap.Heap;
import perigee.heap.HeapVerifier;
import perigee.heap.Relocation;
import perigee.heap.RootVisitor;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * The strings of one state: creation, interning, comparison. Strings are immutable bytes.
 *
 * <p>Addresses passed here are those of flat strings (type STRING) unless a method says that ropes are welcome; library
 * code gets flat ones from its argument checks.
 */
public final class Strings implements AutoCloseable {
    /** Longest string in bytes. */
    public static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

    /** What the length and the words of a string are multiplied by for its hash; machine code does the same. */
    public static final long HASH_OF_LENGTH = 0x9E3779B97F4A7C15L;
    public static final long HASH_FACTOR = 0x9FB21C651E98DF25L;
    /** By how much the upper bits come down after each word, and at the end. */
    public static final int HASH_SHIFT = 32;
    public static final int LAST_HASH_SHIFT = 29;

    private static final long RECENT_BYTES = 16L * ThreadLayout.RECENT_STRINGS_COUNT;

    private final Heap heap;
    private final InternTable interned;
    private final long empty;
    /** Strings of one byte, interned. */
    private final long[] single = new long[256];
    /** Entries of {@link ThreadLayout#RECENT_STRINGS}: the same string is often a key many times. */
    private final long recent = Memory.reserve(RECENT_BYTES);
    private final long[] eventNames = new long[Event.count()];

    public Strings(Heap heap) {
        this.heap = heap;
        interned = new InternTable(this, heap);
        forgetRecent();
        Memory.putLong(heap.threadBlock() + ThreadLayout.RECENT_STRINGS, recent);
        empty = intern(allocate(0));
        for (int b = 0; b < 256; b++) {
            long s = allocate(1);
            Memory.putByte(s + StringLayout.BYTES, (byte) b);
            single[b] = intern(s);
        }
        for (int event = 0; event < eventNames.length; event++) {
            eventNames[event] = internOf(Event.of(event).key);
            markEvent(eventNames[event], event);
        }
    }

    // ---- what a string is ----------------------------------------------------------------------------------------

    /** Length in bytes; ropes are welcome. */
    public static int length(long string) {
        return Memory.getInt(string + StringLayout.LENGTH);
    }

    /** Address of the first byte. */
    public static long bytes(long string) {
        return string + StringLayout.BYTES;
    }

    /** The byte at an index that is known to be inside, as a number from 0 to 255. */
    public static int byteAt(long string, int index) {
        return Memory.getUnsignedByte(string + StringLayout.BYTES + index);
    }

    public static byte[] toBytes(long string) {
        byte[] copy = new byte[length(string)];
        Memory.copy(bytes(string), copy, 0, copy.length);
        return copy;
    }

    /** The bytes before the first zero: what the reference's library sees where it takes a string for one of C. */
    public static byte[] toCBytes(long string) {
        int length = 0;
        while (length < length(string) && byteAt(string, length) != 0) {
            length++;
        }
        byte[] copy = new byte[length];
        Memory.copy(bytes(string), copy, 0, length);
        return copy;
    }

    /** The string as Java text, one char per byte (Latin-1): for names and messages that are ASCII. */
    public static String toJava(long string) {
        return new String(toBytes(string), StandardCharsets.ISO_8859_1);
    }

    public static boolean isInterned(long string) {
        return (Memory.getByte(string + ObjectHeader.FLAGS) & StringLayout.INTERNED) != 0;
    }

    /** Number of the metamethod that the string names, or -1. */
    public static int eventOf(long string) {
        return (Memory.getByte(string + ObjectHeader.FLAGS) & StringLayout.EVENT) != 0
                ? Memory.getUnsignedByte(string + ObjectHeader.DETAIL) : -1;
    }

    /** The interned name of a metamethod, by its number. */
    public long eventName(int event) {
        return eventNames[event];
    }

    private void markEvent(long string, int event) {
        setFlag(string, StringLayout.EVENT);
        Memory.putByte(string + ObjectHeader.DETAIL, (byte) event);
    }

    /** Hash of the contents; computed once. */
    public static int hash(long string) {
        if ((Memory.getByte(string + ObjectHeader.FLAGS) & StringLayout.HASHED) != 0) {
            return Memory.getInt(string + StringLayout.HASH);
        }
        int hash = hashBytes(bytes(string), length(string));
        Memory.putInt(string + StringLayout.HASH, hash);
        setFlag(string, StringLayout.HASHED);
        return hash;
    }

    private static int hashBytes(long address, int length) {
        long h = length * HASH_OF_LENGTH;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = (h ^ Memory.getLong(address + i)) * HASH_FACTOR;
            h ^= h >>> HASH_SHIFT;
        }
        long tail = 0;
        for (; i < length; i++) {
            tail = tail << 8 | Memory.getUnsignedByte(address + i);
        }
        h = (h ^ tail) * HASH_FACTOR;
        return (int) (h ^ h >>> LAST_HASH_SHIFT);
    }

    private static void setFlag(long string, int flag) {
        Memory.putByte(string + ObjectHeader.FLAGS, (byte) (Memory.getByte(string + ObjectHeader.FLAGS) | flag));
    }

    // ---- comparison ------------------------------------------------------------------------------------------------

    /** Whether two flat strings have the same bytes. */
    public static boolean equal(long a, long b) {
        if (a == b) {
            return true;
        }
        int length = length(a);
        if (length != length(b)) {
            return false;
        }
        int flags = Memory.getByte(a + ObjectHeader.FLAGS) & Memory.getByte(b + ObjectHeader.FLAGS);
        if ((flags & StringLayout.INTERNED) != 0) {
            return false;
        }
        if ((flags & StringLayout.HASHED) != 0
                && Memory.getInt(a + StringLayout.HASH) != Memory.getInt(b + StringLayout.HASH)) {
            return false;
        }
        return Memory.compare(bytes(a), bytes(b), length) == 0;
    }

    /** Order of two flat strings by unsigned bytes: negative, zero or positive. */
    public static int compare(long a, long b) {
        int lengthA = length(a);
        int lengthB = length(b);
        int order = Memory.compare(bytes(a), bytes(b), Math.min(lengthA, lengthB));
        return order != 0 ? order : Integer.compare(lengthA, lengthB);
    }

    // ---- creation --------------------------------------------------------------------------------------------------

    /**
     * A new string whose bytes are zero; the caller fills them at once, before anybody else sees it.
     *
     * @param length at most {@link #MAX_LENGTH}
     */
    public long allocate(int length) {
        long string = heap.allocate(HeapType.STRING, HeapType.STRING, StringLayout.BYTES + (long) length);
        Memory.putInt(string + StringLayout.LENGTH, length);
        return string;
    }

    public long of(byte[] source, int from, int length) {
        if (length <= 1) {
            return length == 0 ? empty : single[source[from] & 0xFF];
        }
        long string = allocate(length);
        Memory.copy(source, from, bytes(string), length);
        return string;
    }

    public long of(byte[] source) {
        return of(source, 0, source.length);
    }

    /** From Java text of chars below 256, one byte each. */
    public long of(String latin1) {
        return of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** From guest memory. */
    public long copyOf(long address, int length) {
        if (length <= 1) {
            return length == 0 ? empty : single[Memory.getUnsignedByte(address)];
        }
        long string = allocate(length);
        Memory.copy(address, bytes(string), length);
        return string;
    }

    /** The interned string of this text. */
    public long internOf(String latin1) {
        return intern(of(latin1));
    }

    public long internOf(byte[] source) {
        return intern(of(source));
    }

    /** The interned string of these bytes; an old object, unless an equal string that is young was interned before. */
    public long internConstant(byte[] source) {
        if (source.length <= 1) {
            return of(source);
        }
        long string = of(source);
        long found = findInterned(string);
        return found != 0 ? found : intern(tenuredCopy(string));
    }

    private long tenuredCopy(long string) {
        int length = length(string);
        long copy = heap.allocateOld(HeapType.STRING, HeapType.STRING, StringLayout.BYTES + (long) length);
        Memory.putInt(copy + StringLayout.LENGTH, length);
        Memory.copy(bytes(string), bytes(copy), length);
        return copy;
    }

    /** The interned string that equals this flat one: there is one at a time, though it may move while it is young. */
    public long intern(long string) {
        long known = knownInterned(string);
        return known != 0 ? known : remember(string, interned.intern(string));
    }

    /** The interned string that equals this flat one, or 0 when there is none (so no table has it as a key). */
    public long findInterned(long string) {
        long known = knownInterned(string);
        return known != 0 ? known : remember(string, interned.find(string));
    }

    /**
     * The interned string that equals this flat one, if that is cheap to know: the string itself is interned, or was
     * looked up not long ago. 0 otherwise.
     */
    public long knownInterned(long string) {
        if (isInterned(string)) {
            return string;
        }
        long entry = recentEntry(string);
        return Memory.getLong(entry) == string ? Memory.getLong(entry + 8) : 0;
    }

    private long recentEntry(long string) {
        return recent + (string >>> ThreadLayout.RECENT_STRINGS_SHIFT & ThreadLayout.RECENT_STRINGS_COUNT - 1) * 16;
    }

    private long remember(long string, long found) {
        long entry = recentEntry(string);
        Memory.putLong(entry, string);
        Memory.putLong(entry + 8, found);
        return found;
    }

    private void forgetRecent() {
        Memory.clearWords(recent, recent + RECENT_BYTES);
    }

    @Override
    public void close() {
        interned.close();
        Memory.release(recent);
    }

    /** Shows the strings that are always there, which are old. */
    public void visitRoots(RootVisitor visitor) {
        visitor.visit(empty);
        for (long string : single) {
            visitor.visit(string);
        }
        for (long string : eventNames) {
            visitor.visit(string);
        }
    }

    /** Follows strings that a minor collection has moved. */
    public void relocate(Relocation relocation) {
        interned.relocate(relocation);
        forgetRecent();
    }

    /** Checks that the intern table has the interned strings, and no others. */
    public void verify(HeapVerifier verifier) {
        interned.verify(verifier);
    }

    /** Interned strings are dead, by this predicate; {@link #dropDead} forgets them. */
    public void beginDropping(LongPredicate isDead) {
        interned.beginDropping(isDead);
        forgetRecent();
    }

    /** Looks at so many more of the places of interned strings; whether that were all. */
    public boolean dropDead(int count) {
        return interned.drop(count);
    }

    public long empty() {
        return empty;
    }

    /** The one-byte string of a byte from 0 to 255. */
    public long single(int b) {
        return single[b];
    }

    void markInterned(long string) {
        setFlag(string, StringLayout.INTERNED);
    }

    // ---- ropes -----------------------------------------------------------------------------------------------------

    /**
     * A string that will be the concatenation of two when somebody looks at it. Both may be ropes.
     *
     * @param length the sum of their lengths
     */
    public long rope(long left, long right, int length) {
        long rope = heap.allocate(HeapType.ROPE, HeapType.ROPE, StringLayout.ROPE_SIZE);
        Memory.putInt(rope + StringLayout.LENGTH, length);
        Memory.putLong(rope + StringLayout.LEFT, left);
        Memory.putLong(rope + StringLayout.RIGHT, right);
        return rope;
    }

    /** The flat string of a flat string or a rope. The rope remembers it. */
    public long flat(long string) {
        return Memory.getInt(string + ObjectHeader.SHAPE) == HeapType.STRING ? string : flatten(string);
    }

    private long flatten(long rope) {
        if (Memory.getLong(rope + StringLayout.RIGHT) == 0) {
            return Memory.getLong(rope + StringLayout.LEFT);
        }
        int length = length(rope);
        long flat = allocate(length);
        long end = bytes(flat) + length;
        // From the right end to the left; the left spine, which appending in a loop makes long, needs no stack.
        LongStack pending = new LongStack();
        long part = rope;
        while (true) {
            if (Memory.getInt(part + ObjectHeader.SHAPE) == HeapType.ROPE) {
                long right = Memory.getLong(part + StringLayout.RIGHT);
                if (right != 0) {
                    pending.push(Memory.getLong(part + StringLayout.LEFT));
                    part = right;
                } else {
                    part = Memory.getLong(part + StringLayout.LEFT);
                }
                continue;
            }
            int partLength = length(part);
            end -= partLength;
            Memory.copy(bytes(part), end, partLength);
            if (pending.isEmpty()) {
                break;
            }
            part = pending.pop();
        }
        assert end == bytes(flat);
        Memory.putLong(rope + StringLayout.LEFT, flat);
        heap.writeBarrier(rope, flat);
        Memory.putLong(rope + StringLayout.RIGHT, 0);
        return flat;
    }
}
