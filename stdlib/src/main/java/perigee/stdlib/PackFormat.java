package perigee.stdlib;

import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.runtime.Call;

/**
 * Reads the format of {@code string.pack} and its relatives (manual 6.4.2), option by option: {@link #next}, then the
 * accessors. Sizes are those of C on 64-bit machines. The format is read from guest memory, so nothing may call Lua
 * while an instance is in use.
 */
final class PackFormat {
    /** What an option stands for. */
    enum Kind {
        SIGNED, UNSIGNED, FLOAT, DOUBLE,
        /** A string of the option's size. */
        CHARACTERS,
        /** A string behind its length, an integer of the option's size. */
        COUNTED_STRING,
        /** A string and a zero. */
        ZERO_STRING,
        /** One byte. */
        PADDING,
        /** No bytes but the alignment. */
        ALIGNMENT,
        /** Nothing: a blank, or a change of byte order or alignment. */
        NONE
    }

    private static final int MAX_INTEGER_SIZE = 16;
    private static final int NATIVE_ALIGNMENT = 8;
    /** A size stops growing here, before it leaves the range of C's int. */
    private static final int LAST_GROWING_SIZE = (Integer.MAX_VALUE - 9) / 10;

    private Call call;
    private long text;
    private int length;
    private int at;
    private boolean littleEndian;
    private int maxAlignment;

    private Kind kind;
    private int size;
    private int padding;

    /** @param string flat; like C's, it ends before the first zero */
    void begin(Call call, long string) {
        this.call = call;
        text = Strings.bytes(string);
        length = Strings.length(string);
        int zero = ByteSearch.indexOf(0, text, 0, length);
        if (zero >= 0) {
            length = zero;
        }
        at = 0;
        littleEndian = true;
        maxAlignment = 1;
    }

    boolean hasNext() {
        return at < length;
    }

    /** What the option stands for. */
    Kind kind() {
        return kind;
    }

    /** Whether it stands for a string. */
    boolean isString() {
        return kind == Kind.CHARACTERS || kind == Kind.COUNTED_STRING || kind == Kind.ZERO_STRING;
    }

    /** Its size in bytes, without padding. */
    int size() {
        return size;
    }

    /** Bytes that go before it so that it is aligned. */
    int padding() {
        return padding;
    }

    boolean isLittleEndian() {
        return littleEndian;
    }

    /** Reads the next option, which is to stand at an offset from the start or behind the padding. */
    void next(long offset) {
        readOption();
        int alignment = size;
        if (kind == Kind.ALIGNMENT) {
            alignment = followingAlignment();
        }
        padding = 0;
        if (alignment > 1 && kind != Kind.CHARACTERS) {
            alignment = Math.min(alignment, maxAlignment);
            if ((alignment & alignment - 1) != 0) {
                throw call.argumentError(1, "format asks for alignment not power of 2");
            }
            padding = (int) (alignment - offset & alignment - 1);
        }
    }

    /** {@code X} is aligned as the option behind it, which is read but stands for nothing. */
    private int followingAlignment() {
        if (hasNext()) {
            readOption();
            int alignment = size;
            boolean aligned = kind != Kind.CHARACTERS && alignment != 0;
            kind = Kind.ALIGNMENT;
            size = 0;
            if (aligned) {
                return alignment;
            }
        }
        throw call.argumentError(1, "invalid next option for option 'X'");
    }

    private void readOption() {
        int option = Memory.getUnsignedByte(text + at++);
        size = 0;
        kind = Kind.NONE;
        switch (option) {
            case 'b' -> set(Kind.SIGNED, 1);
            case 'B' -> set(Kind.UNSIGNED, 1);
            case 'h' -> set(Kind.SIGNED, 2);
            case 'H' -> set(Kind.UNSIGNED, 2);
            case 'l', 'j' -> set(Kind.SIGNED, 8);
            case 'L', 'J', 'T' -> set(Kind.UNSIGNED, 8);
            case 'f' -> set(Kind.FLOAT, 4);
            case 'd', 'n' -> set(Kind.DOUBLE, 8);
            case 'i' -> set(Kind.SIGNED, integerSize(4));
            case 'I' -> set(Kind.UNSIGNED, integerSize(4));
            case 's' -> set(Kind.COUNTED_STRING, integerSize(8));
            case 'c' -> {
                int count = number(-1);
                if (count < 0) {
                    throw call.error("missing size for format option 'c'");
                }
                set(Kind.CHARACTERS, count);
            }
            case 'z' -> set(Kind.ZERO_STRING, 0);
            case 'x' -> set(Kind.PADDING, 1);
            case 'X' -> set(Kind.ALIGNMENT, 0);
            case ' ' -> {
            }
            case '<', '=' -> littleEndian = true;
            case '>' -> littleEndian = false;
            case '!' -> maxAlignment = integerSize(NATIVE_ALIGNMENT);
            default -> throw call.error("invalid format option '" + (char) option + "'");
        }
    }

    private void set(Kind kind, int size) {
        this.kind = kind;
        this.size = size;
    }

    private int integerSize(int otherwise) {
        int value = number(otherwise);
        if (value < 1 || value > MAX_INTEGER_SIZE) {
            throw call.error("integral size (" + value + ") out of limits [1," + MAX_INTEGER_SIZE + "]");
        }
        return value;
    }

    private boolean isDigitNext() {
        return at < length && CharacterClass.isDigit(Memory.getUnsignedByte(text + at));
    }

    private int number(int otherwise) {
        if (!isDigitNext()) {
            return otherwise;
        }
        int value = 0;
        do {
            value = value * 10 + Memory.getUnsignedByte(text + at++) - '0';
        } while (isDigitNext() && value <= LAST_GROWING_SIZE);
        return value;
    }
}
