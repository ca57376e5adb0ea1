package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;

/**
 * Buffers for text that grows, kept for the next time. Whoever takes one gives it back, also when an error passes;
 * since library functions nest through Lua, several can be in use at once.
 */
final class TextBuffers {
    /** A buffer that has become larger is not kept. */
    private static final int KEPT_BYTES = 1 << 20;
    private static final int KEPT = 8;
    /** Up to so many bytes a loop is faster than the copying routine's preparations. */
    private static final int SHORT = 16;

    private final ByteBuilder[] free = new ByteBuilder[KEPT];
    private int count;

    /** An empty buffer. */
    ByteBuilder take() {
        return count == 0 ? new ByteBuilder(256) : free[--count];
    }

    void give(ByteBuilder buffer) {
        if (count < KEPT && buffer.array().length <= KEPT_BYTES) {
            buffer.clear();
            free[count++] = buffer;
        }
    }

    /** Appends bytes of guest memory. */
    static void append(ByteBuilder to, long address, int length) {
        to.ensure(length);
        byte[] array = to.array();
        int at = to.length();
        if (length <= SHORT) {
            for (int i = 0; i < length; i++) {
                array[at + i] = Memory.getByte(address + i);
            }
        } else {
            Memory.copy(address, array, at, length);
        }
        to.setLength(at + length);
    }
}
