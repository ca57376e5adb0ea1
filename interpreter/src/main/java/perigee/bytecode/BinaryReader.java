package perigee.bytecode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a precompiled chunk back: {@code load} of what {@code string.dump} gave, or of any bytes that start with
 * {@link #isBinary the same byte}.
 *
 * <p>The bytes are hostile until proven otherwise. A count is believed only as far as the rest of the chunk can hold
 * that many entries, so memory stays in proportion to the chunk's size; functions nest no deeper than the
 * {@link Verifier} allows; and what has been read is verified before anyone sees it. As in the reference, bytes behind
 * the chunk are ignored, and a chunk that ends too early is reported as "truncated chunk" whatever else is wrong.
 */
public final class BinaryReader {
    private static final Constant TRUE = new Constant.Bool(true);
    private static final Constant FALSE = new Constant.Bool(false);
    private static final Constant NIL = new Constant.Nil();
    /** Bytes of the shortest upvalue and local variable. */
    private static final int UPVALUE_SIZE = 3;
    private static final int LOCAL_SIZE = 4;

    /** What has been given of the chunk and not been taken yet. */
    private ByteBuffer in;
    /** Gives more; null when there is no more. */
    private ChunkReader rest;

    private BinaryReader(ByteBuffer in, ChunkReader rest) {
        this.in = in;
        this.rest = rest;
    }

    /** Whether a chunk that starts with this byte is to be read by this class. */
    public static boolean isBinary(int firstByte) {
        return (firstByte & 0xFF) == BinaryForm.FIRST_BYTE;
    }

    /**
     * The function of a precompiled chunk, verified.
     *
     * @param bytes     where the chunk is; not kept and not written
     * @param offset    its first byte
     * @param length    number of bytes in it
     * @param chunkName name given to {@code load}, for messages
     * @throws MalformedChunkException "name: bad binary format (reason)", the reference's words where the reason is one
     *                                 of the reference's
     */
    public static Prototype read(byte[] bytes, int offset, int length, byte[] chunkName)
            throws MalformedChunkException {
        return read(bytes, offset, length, null, chunkName);
    }

    /**
     * The same of a chunk that may go on after these bytes.
     *
     * @param rest gives what follows, null if nothing does
     */
    public static Prototype read(byte[] bytes, int offset, int length, ChunkReader rest, byte[] chunkName)
            throws MalformedChunkException {
        BinaryReader reader = new BinaryReader(BinaryForm.view(bytes, offset, length), rest);
        try {
            reader.readHeader();
            Prototype prototype = reader.readFunction(null, 0);
            Verifier.verify(prototype);
            return prototype;
        } catch (MalformedChunkException e) {
            throw refuse(chunkName, e.getMessage(), e);
        } catch (BufferUnderflowException e) {
            throw refuse(chunkName, "truncated chunk", null);
        }
    }

    private static MalformedChunkException refuse(byte[] chunkName, String reason, MalformedChunkException cause) {
        String name = new String(chunkName, StandardCharsets.ISO_8859_1);
        if (name.startsWith("@") || name.startsWith("=")) {
            name = name.substring(1);
        } else if (!name.isEmpty() && isBinary(name.charAt(0))) {
            name = "binary string";
        }
        return new MalformedChunkException(name + ": bad binary format (" + reason + ")", cause);
    }

    private void readHeader() throws MalformedChunkException {
        expect(BinaryForm.SIGNATURE, "not a binary chunk");
        expect(BinaryForm.VERSION, "version mismatch");
        expect(BinaryForm.FORMAT, "format mismatch");
        expect(BinaryForm.CANARY, "corrupted chunk");
        expect(BinaryForm.INSTRUCTION_SIZE, "Instruction size mismatch");
        expect(BinaryForm.NUMBER_SIZE, "lua_Integer size mismatch");
        expect(BinaryForm.NUMBER_SIZE, "lua_Number size mismatch");
        if (readWord() != BinaryForm.TEST_INTEGER) {
            throw new MalformedChunkException("integer format mismatch");
        }
        if (readWord() != Double.doubleToRawLongBits(BinaryForm.TEST_FLOAT)) {
            throw new MalformedChunkException("float format mismatch");
        }
        expect(BinaryForm.OWNER, "code of another implementation");
        expect(BinaryForm.OWN_VERSION, "code of another version");
        expect(Opcode.count(), "code of another version");
    }

    private void expect(byte[] wanted, String otherwise) throws MalformedChunkException {
        if (!Arrays.equals(readBytes(wanted.length), wanted)) {
            throw new MalformedChunkException(otherwise);
        }
    }

    private void expect(int wanted, String otherwise) throws MalformedChunkException {
        if (readByte() != wanted) {
            throw new MalformedChunkException(otherwise);
        }
    }

    private Prototype readFunction(byte[] outerSource, int depth) throws MalformedChunkException {
        if (depth > Verifier.MAX_DEPTH) {
            throw new MalformedChunkException("functions are nested too deep");
        }
        byte[] source = readSource(outerSource);
        int lineDefined = readNumber();
        int lastLineDefined = readNumber();
        int parameters = readByte();
        boolean vararg = readFlags(BinaryForm.FUNCTION_VARARG) != 0;
        int maxStack = readNumber();
        long[] code = readCode();
        Constant[] constants = readConstants();
        Prototype.Upvalue[] upvalues = readUpvalues();
        Prototype[] prototypes = readFunctions(source, depth + 1);
        int[] lines = readLines();
        Prototype.Local[] locals = readLocals();
        return new Prototype(source, lineDefined, lastLineDefined, parameters, vararg, maxStack, code, lines, constants,
                upvalues, prototypes, locals);
    }

    private byte[] readSource(byte[] outerSource) throws MalformedChunkException {
        int size = readNumber();
        if (size > 0) {
            return readBytes(size - 1);
        }
        if (outerSource == null) {
            throw new MalformedChunkException("no source");
        }
        return outerSource;
    }

    private long[] readCode() throws MalformedChunkException {
        long[] code = new long[readCount(Long.BYTES)];
        for (int i = 0; i < code.length; i++) {
            code[i] = readWord();
        }
        return code;
    }

    private Constant[] readConstants() throws MalformedChunkException {
        Constant[] constants = new Constant[readCount(1)];
        for (int i = 0; i < constants.length; i++) {
            int kind = readByte();
            constants[i] = switch (kind) {
                case BinaryForm.NIL -> NIL;
                case BinaryForm.FALSE -> FALSE;
                case BinaryForm.TRUE -> TRUE;
                case BinaryForm.INTEGER -> new Constant.Int(readWord());
                case BinaryForm.FLOAT -> new Constant.Float(Double.longBitsToDouble(readWord()));
                case BinaryForm.STRING -> new Constant.Str(readString());
                default -> throw new MalformedChunkException("no constant is of kind " + kind);
            };
        }
        return constants;
    }

    private Prototype.Upvalue[] readUpvalues() throws MalformedChunkException {
        Prototype.Upvalue[] upvalues = new Prototype.Upvalue[readCount(UPVALUE_SIZE)];
        for (int i = 0; i < upvalues.length; i++) {
            int flags = readFlags(BinaryForm.UPVALUE_IN_STACK | BinaryForm.UPVALUE_CELL
                    | BinaryForm.UPVALUE_READ_ONLY);
            int index = readNumber();
            upvalues[i] = new Prototype.Upvalue(readString(), (flags & BinaryForm.UPVALUE_IN_STACK) != 0, index,
                    (flags & BinaryForm.UPVALUE_CELL) != 0, (flags & BinaryForm.UPVALUE_READ_ONLY) != 0);
        }
        return upvalues;
    }

    /** The list grows as functions come: a count at each depth could ask for the whole chunk's memory again. */
    private Prototype[] readFunctions(byte[] source, int depth) throws MalformedChunkException {
        int count = readCount(1);
        List<Prototype> prototypes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prototypes.add(readFunction(source, depth));
        }
        return prototypes.toArray(new Prototype[0]);
    }

    private int[] readLines() throws MalformedChunkException {
        int[] lines = new int[readCount(1)];
        int line = 0;
        for (int i = 0; i < lines.length; i++) {
            long coded = readLong();
            long next = line + (coded >>> 1 ^ -(coded & 1));
            line = (int) next;
            if (line != next) {
                throw new MalformedChunkException("integer overflow");
            }
            lines[i] = line;
        }
        return lines;
    }

    private Prototype.Local[] readLocals() throws MalformedChunkException {
        Prototype.Local[] locals = new Prototype.Local[readCount(LOCAL_SIZE)];
        for (int i = 0; i < locals.length; i++) {
            byte[] name = readString();
            int startPc = readNumber();
            int length = readNumber();
            if (startPc + length < 0) {
                throw new MalformedChunkException("integer overflow");
            }
            boolean cell = readFlags(BinaryForm.LOCAL_CELL) != 0;
            locals[i] = new Prototype.Local(name, startPc, startPc + length, cell);
        }
        return locals;
    }

    // ---- bytes and numbers; all throw BufferUnderflowException where the chunk ends --------------------------------

    /** Sees to it that so many bytes can be taken. */
    private void need(long count) {
        while (in.remaining() < count) {
            byte[] piece = rest == null ? new byte[0] : rest.next(0);
            if (piece.length == 0) {
                rest = null;
                throw new BufferUnderflowException();
            }
            in = BinaryForm.joined(in, piece);
        }
    }

    private int readByte() {
        need(1);
        return in.get() & 0xFF;
    }

    private long readWord() {
        need(Long.BYTES);
        return in.getLong();
    }

    private int readFlags(int known) throws MalformedChunkException {
        int flags = readByte();
        if ((flags & ~known) != 0) {
            throw new MalformedChunkException("unknown flags " + flags);
        }
        return flags;
    }

    /** A number from 0 to 2^31 - 1. */
    private int readNumber() throws MalformedChunkException {
        long value = readLong();
        if (value > Integer.MAX_VALUE) {
            throw new MalformedChunkException("integer overflow");
        }
        return (int) value;
    }

    /** A number from 0 to 2^35 - 1: five groups of seven bits. */
    private long readLong() throws MalformedChunkException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int group = readByte();
            value |= (long) (group & 0x7F) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new MalformedChunkException("integer overflow");
    }

    /** The length of a list whose entries take at least so many bytes each, all of which must still be there. */
    private int readCount(int entrySize) throws MalformedChunkException {
        int count = readNumber();
        need((long) count * entrySize);
        return count;
    }

    private byte[] readString() throws MalformedChunkException {
        return readBytes(readNumber());
    }

    private byte[] readBytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
