package perigee.stdlib;

import java.util.Arrays;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Sorts array parts whose elements are all integers, all floats or all strings, where equal elements cannot be told
 * apart, and so every method gives the same result. Nothing here calls Lua or collects.
 */
final class ArraySort {
    /** Longer arrays are not copied to the Java heap. */
    private static final int MAX_LENGTH = 1 << 22;
    /** Ranges of strings up to this length are sorted by insertion. */
    private static final int SHORT_RANGE = 12;

    private final long[] strings;
    /** The first eight bytes of each string, as a number in the order of the strings. */
    private final long[] prefixes;

    private ArraySort(long[] strings) {
        this.strings = strings;
        prefixes = new long[strings.length];
        for (int i = 0; i < strings.length; i++) {
            prefixes[i] = prefix(strings[i]);
        }
    }

    /** Sorts elements 1 to {@code length} of a plain table; false when they are not of the right kind. */
    static boolean sort(Tables tables, long table, int length) {
        long address = length > MAX_LENGTH ? 0 : Tables.elementAddress(table, 1, length);
        if (address == 0) {
            return false;
        }
        long word = Memory.getLong(address);
        if (Word.isInteger(word)) {
            return sortIntegers(address, length);
        }
        if (Word.isFloat(word)) {
            return sortFloats(address, length);
        }
        if (!ValueType.isFlatString(word) || !sortStrings(address, length)) {
            return false;
        }
        tables.elementsMoved(table, address, length);
        return true;
    }

    /** Words of integers are in the order of the integers. */
    private static boolean sortIntegers(long address, int length) {
        long[] words = new long[length];
        for (int i = 0; i < length; i++) {
            words[i] = Memory.getLong(address + 8L * i);
            if (!Word.isInteger(words[i])) {
                return false;
            }
        }
        Arrays.sort(words);
        store(words, address);
        return true;
    }

    private static boolean sortFloats(long address, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            long word = Memory.getLong(address + 8L * i);
            values[i] = Word.isFloat(word) ? Word.floating(word) : Double.NaN;
            // NaN has no order, and zeros of both signs would be told apart.
            if (values[i] != values[i] || values[i] == 0 && Double.doubleToRawLongBits(values[i]) != 0) {
                return false;
            }
        }
        Arrays.sort(values);
        for (int i = 0; i < length; i++) {
            Memory.putLong(address + 8L * i, Word.ofFloat(values[i]));
        }
        return true;
    }

    private static void store(long[] words, long address) {
        for (int i = 0; i < words.length; i++) {
            Memory.putLong(address + 8L * i, words[i]);
        }
    }

    // ---- strings ----------------------------------------------------------------------------------------------------

    private static boolean sortStrings(long address, int length) {
        long[] words = new long[length];
        for (int i = 0; i < length; i++) {
            words[i] = Memory.getLong(address + 8L * i);
            if (!ValueType.isFlatString(words[i])) {
                return false;
            }
        }
        ArraySort sort = new ArraySort(words);
        sort.mergeSort(0, length, new long[length / 2 + 1], new long[length / 2 + 1]);
        store(words, address);
        return true;
    }

    private static long prefix(long string) {
        int length = Strings.length(string);
        long bytes = Strings.bytes(string);
        if (length >= 8) {
            return Long.reverseBytes(Memory.getLong(bytes));
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (long) Memory.getUnsignedByte(bytes + i) << 56 - 8 * i;
        }
        return prefix;
    }

    private static boolean isLess(long prefix, long string, long otherPrefix, long other) {
        int order = Long.compareUnsigned(prefix, otherPrefix);
        return order != 0 ? order < 0 : Strings.compare(string, other) < 0;
    }

    /** Sorts a range with room for half of it in each of the other arrays. */
    private void mergeSort(int from, int to, long[] otherStrings, long[] otherPrefixes) {
        if (to - from <= SHORT_RANGE) {
            insertionSort(from, to);
            return;
        }
        int middle = from + to >>> 1;
        mergeSort(from, middle, otherStrings, otherPrefixes);
        mergeSort(middle, to, otherStrings, otherPrefixes);
        if (!isLess(prefixes[middle], strings[middle], prefixes[middle - 1], strings[middle - 1])) {
            return;
        }
        int left = middle - from;
        System.arraycopy(strings, from, otherStrings, 0, left);
        System.arraycopy(prefixes, from, otherPrefixes, 0, left);
        int i = 0;
        int k = middle;
        int place = from;
        while (i < left) {
            if (k < to && isLess(prefixes[k], strings[k], otherPrefixes[i], otherStrings[i])) {
                move(place++, prefixes[k], strings[k]);
                k++;
            } else {
                move(place++, otherPrefixes[i], otherStrings[i]);
                i++;
            }
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long prefix = prefixes[i];
            long string = strings[i];
            int k = i;
            for (; k > from && isLess(prefix, string, prefixes[k - 1], strings[k - 1]); k--) {
                move(k, prefixes[k - 1], strings[k - 1]);
            }
            move(k, prefix, string);
        }
    }

    private void move(int place, long prefix, long string) {
        prefixes[place] = prefix;
        strings[place] = string;
    }
}
