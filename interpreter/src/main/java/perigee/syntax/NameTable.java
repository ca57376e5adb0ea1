package perigee.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All {@linkplain Name names} of one chunk: a hash table with linear probing, at most half full. */
final class NameTable {
    private Name[] slots = new Name[256];
    private int count;

    NameTable() {
        for (Token word : Token.reservedWords()) {
            byte[] bytes = word.text.getBytes(StandardCharsets.ISO_8859_1);
            insert(new Name(bytes, hash(bytes, 0, bytes.length), word));
        }
    }

    /** The name with these bytes; they are copied if it is new. */
    Name intern(byte[] bytes, int from, int to) {
        return intern(bytes, from, to, hash(bytes, from, to));
    }

    /** The same for a caller that has the {@linkplain #hash hash} already. */
    Name intern(byte[] bytes, int from, int to, int hash) {
        int mask = slots.length - 1;
        for (int i = mix(hash) & mask;; i = i + 1 & mask) {
            Name name = slots[i];
            if (name == null) {
                Name added = new Name(Arrays.copyOfRange(bytes, from, to), hash, null);
                insert(added);
                return added;
            }
            if (name.hash == hash && Arrays.equals(name.bytes, 0, name.bytes.length, bytes, from, to)) {
                return name;
            }
        }
    }

    Name intern(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return intern(bytes, 0, bytes.length);
    }

    /** {@code hash(empty) = 0}, and one more byte b makes h into {@code 31 * h + b}. */
    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private void insert(Name name) {
        if (2 * (count + 1) > slots.length) {
            Name[] old = slots;
            slots = new Name[2 * old.length];
            for (Name each : old) {
                if (each != null) {
                    place(each);
                }
            }
        }
        place(name);
        count++;
    }

    private void place(Name name) {
        int mask = slots.length - 1;
        int i = mix(name.hash) & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = name;
    }

    /** Spreads the hash, whose low bits depend too much on the last bytes. */
    private static int mix(int hash) {
        int product = hash * 0x9E3779B9;
        return product ^ product >>> 15;
    }
}
