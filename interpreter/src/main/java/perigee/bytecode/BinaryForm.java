package perigee.bytecode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What writer and reader of precompiled chunks agree on.
 *
 * <pre>
 *   chunk     header function
 *   function  source line lastLine parameters:1 flags:1 maxStack
 *             instructions constants upvalues functions lines locals
 *   source    0 for the encloser's, else string with its length + 1
 *   string    length bytes
 *   constant  kind:1, then 8 bytes of a number or a string
 *   upvalue   flags:1 index name
 *   lines     0 or the number of instructions, then differences from the line before
 *   local     name startPc length flags:1
 * </pre>
 *
 * Lists start with their length. Numbers without a width are unsigned and stand in groups of seven bits, low ones
 * first, with the high bit of a byte telling that another follows; differences have their sign in the lowest bit.
 * Numbers with a width are little-endian.
 */
final class BinaryForm {
    /** The first byte, by which {@code load} tells a precompiled chunk from text. */
    static final int FIRST_BYTE = 0x1B;
    static final int VERSION = 0x54;
    static final int FORMAT = 0;
    static final int INSTRUCTION_SIZE = 4;
    static final int NUMBER_SIZE = 8;
    static final long TEST_INTEGER = 0x5678;
    static final double TEST_FLOAT = 370.5;

    /** Bytes that translations of line ends and seven-bit channels would change. */
    static final byte[] CANARY = {0x19, (byte) 0x93, '\r', '\n', 0x1A, '\n'};
    static final byte[] SIGNATURE = {FIRST_BYTE, 'L', 'u', 'a'};

    /**
     * The header is that of Lua 5.4, by which tools know the file, instruction size included, and then tells that what
     * follows is ours. To the reference these letters are a number that never ends: it refuses the chunk cleanly.
     */
    static final byte[] OWNER = {'P', 'e', 'r', 'i', 'g', 'e', 'e', ' ', 'b', 'y', 't', 'e', 'c', 'o', 'd', 'e'};
    /** Counts up with every change of the binary form or of the meaning of opcodes. */
    static final int OWN_VERSION = 2;

    static final int NIL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int INTEGER = 3;
    static final int FLOAT = 4;
    static final int STRING = 5;

    static final int FUNCTION_VARARG = 1;

    static final int UPVALUE_IN_STACK = 1;
    static final int UPVALUE_CELL = 2;
    static final int UPVALUE_READ_ONLY = 4;

    static final int LOCAL_CELL = 1;

    /** Name of the source of a stripped function. */
    static final byte[] NO_SOURCE = {'=', '?'};

    private BinaryForm() {
    }

    /** Some bytes of an array, from position 0 to their end, with numbers as they stand in chunks. */
    static ByteBuffer view(byte[] bytes, int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What a view has left and then a piece, perhaps in another one. */
    static ByteBuffer joined(ByteBuffer view, byte[] piece) {
        int left = view.remaining();
        ByteBuffer joined = view;
        if (piece.length > view.capacity() - view.limit()) {
            int capacity = Math.max(Math.addExact(left, piece.length), 2 * Math.min(left, 1 << 29));
            joined = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(view).flip();
        }
        int end = joined.limit();
        return joined.limit(end + piece.length).put(end, piece);
    }
}
