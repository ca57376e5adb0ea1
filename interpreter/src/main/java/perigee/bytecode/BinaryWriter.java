package perigee.bytecode;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes a function as a precompiled chunk: {@code string.dump}.
 *
 * <p>What {@link BinaryReader} reads back is equal in every part. A stripped chunk has lost what only messages and the
 * debug library see: source, lines, and the names of variables.
 */
public final class BinaryWriter {
    private static final int FIRST_CAPACITY = 1024;

    private final boolean strip;
    private ByteBuffer out = BinaryForm.view(new byte[FIRST_CAPACITY], 0, FIRST_CAPACITY);

    private BinaryWriter(boolean strip) {
        this.strip = strip;
    }

    /**
     * The chunk of a function and its nested ones.
     *
     * @param strip whether to leave out debug information
     */
    public static byte[] write(Prototype prototype, boolean strip) {
        BinaryWriter writer = new BinaryWriter(strip);
        writer.writeHeader();
        writer.writeFunction(prototype, null);
        return Arrays.copyOf(writer.out.array(), writer.out.position());
    }

    private void writeHeader() {
        writeBytes(BinaryForm.SIGNATURE);
        writeByte(BinaryForm.VERSION);
        writeByte(BinaryForm.FORMAT);
        writeBytes(BinaryForm.CANARY);
        writeByte(BinaryForm.INSTRUCTION_SIZE);
        writeByte(BinaryForm.NUMBER_SIZE);
        writeByte(BinaryForm.NUMBER_SIZE);
        writeWord(BinaryForm.TEST_INTEGER);
        writeWord(Double.doubleToRawLongBits(BinaryForm.TEST_FLOAT));
        writeBytes(BinaryForm.OWNER);
        writeByte(BinaryForm.OWN_VERSION);
        writeByte(Opcode.count());
    }

    /** @param outerSource what the encloser's source was written as; null for the outermost function */
    private void writeFunction(Prototype prototype, byte[] outerSource) {
        byte[] source = strip ? BinaryForm.NO_SOURCE : prototype.source();
        if (Arrays.equals(source, outerSource)) {
            writeNumber(0);
        } else {
            writeNumber(source.length + 1L);
            writeBytes(source);
        }
        writeNumber(prototype.lineDefined());
        writeNumber(prototype.lastLineDefined());
        writeByte(prototype.parameters());
        writeByte(prototype.vararg() ? BinaryForm.FUNCTION_VARARG : 0);
        writeNumber(prototype.maxStack());
        writeNumber(prototype.code().length);
        for (long instruction : prototype.code()) {
            writeWord(instruction);
        }
        writeNumber(prototype.constants().length);
        for (Constant constant : prototype.constants()) {
            writeConstant(constant);
        }
        writeUpvalues(prototype.upvalues());
        writeNumber(prototype.prototypes().length);
        for (Prototype nested : prototype.prototypes()) {
            writeFunction(nested, source);
        }
        writeLines(prototype.lines());
        writeLocals(prototype.locals());
    }

    private void writeConstant(Constant constant) {
        switch (constant) {
            case Constant.Nil() -> writeByte(BinaryForm.NIL);
            case Constant.Bool(boolean value) -> writeByte(value ? BinaryForm.TRUE : BinaryForm.FALSE);
            case Constant.Int(long value) -> {
                writeByte(BinaryForm.INTEGER);
                writeWord(value);
            }
            case Constant.Float(double value) -> {
                writeByte(BinaryForm.FLOAT);
                writeWord(Double.doubleToRawLongBits(value));
            }
            case Constant.Str(byte[] bytes) -> {
                writeByte(BinaryForm.STRING);
                writeString(bytes);
            }
        }
    }

    private void writeUpvalues(Prototype.Upvalue[] upvalues) {
        writeNumber(upvalues.length);
        for (Prototype.Upvalue upvalue : upvalues) {
            writeByte((upvalue.inStack() ? BinaryForm.UPVALUE_IN_STACK : 0)
                    | (upvalue.cell() ? BinaryForm.UPVALUE_CELL : 0)
                    | (upvalue.readOnly() ? BinaryForm.UPVALUE_READ_ONLY : 0));
            writeNumber(upvalue.index());
            if (strip) {
                writeNumber(0);
            } else {
                writeString(upvalue.name());
            }
        }
    }

    private void writeLines(int[] lines) {
        if (strip) {
            writeNumber(0);
            return;
        }
        writeNumber(lines.length);
        long previous = 0;
        for (int line : lines) {
            long difference = line - previous;
            writeNumber(difference << 1 ^ difference >> 63);
            previous = line;
        }
    }

    private void writeLocals(Prototype.Local[] locals) {
        if (strip) {
            writeNumber(0);
            return;
        }
        writeNumber(locals.length);
        for (Prototype.Local local : locals) {
            writeString(local.name());
            writeNumber(local.startPc());
            writeNumber(local.endPc() - local.startPc());
            writeByte(local.cell() ? BinaryForm.LOCAL_CELL : 0);
        }
    }

    // ---- bytes and numbers ---------------------------------------------------------------------------------------

    private void writeByte(int value) {
        ensure(1);
        out.put((byte) value);
    }

    private void writeWord(long value) {
        ensure(8);
        out.putLong(value);
    }

    private void writeNumber(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            writeByte((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    private void writeString(byte[] bytes) {
        writeNumber(bytes.length);
        writeBytes(bytes);
    }

    private void writeBytes(byte[] bytes) {
        ensure(bytes.length);
        out.put(bytes);
    }

    private void ensure(int count) {
        if (out.remaining() < count) {
            int position = out.position();
            int capacity = Math.max(2 * out.capacity(), Math.addExact(position, count));
            out = BinaryForm.view(Arrays.copyOf(out.array(), capacity), 0, capacity);
            out.position(position);
        }
    }
}
