package perigee.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import perigee.build.CompileRequest;
import perigee.build.FunctionFacts;
import perigee.bytecode.Prototype;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;

/**
 * One compile. What went in is written first and what came out is appended: of a compile that never ended there is a record
 * too.
 *
 * @param result what came of it, as bytes; null if that is not recorded
 */
public record CompileRecord(CompileRequest request, CompileSettings settings, byte[] result) {
    static final byte[] MAGIC = {(byte) 0x89, 'P', 'e', 'r', 'i', 'g', 'e', 'e'};
    static final int VERSION = 9;
    private static final int HEADER = MAGIC.length + 2;
    private static final int SECTION_HEADER = 9;
    private static final int REQUEST = 1;
    private static final int RESULT = 2;

    // ---- writing ---------------------------------------------------------------------------------------------------------

    /** The beginning of a record, which is one already. */
    public static byte[] begin(CompileRequest request, CompileSettings settings) {
        Output out = new Output();
        RequestFormat.write(out, settings);
        RequestFormat.write(out, request);
        byte[] section = section(REQUEST, out.toBytes());
        return buffer(new byte[HEADER + section.length]).put(MAGIC).putShort((short) VERSION).put(section).array();
    }

    /** What is appended to it when the compile has ended. */
    public static byte[] end(CompileResult result) {
        return section(RESULT, toBytes(result));
    }

    /** What came of a compile, as bytes. */
    public static byte[] toBytes(CompileResult result) {
        Output out = new Output();
        ResultFormat.write(out, result);
        return out.toBytes();
    }

    private static byte[] section(int kind, byte[] content) {
        return buffer(new byte[SECTION_HEADER + content.length]).put((byte) kind).putInt(content.length)
                .putInt(checksum(content)).put(content).array();
    }

    private static int checksum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- reading ---------------------------------------------------------------------------------------------------------

    /** @throws MalformedRecordException if the bytes are no record, or one of another version */
    public static CompileRecord read(byte[] bytes) throws MalformedRecordException {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedRecordException("not a record of a compile");
        }
        ByteBuffer in = buffer(bytes).position(MAGIC.length);
        int version = in.getShort() & 0xFFFF;
        if (version != VERSION) {
            throw new MalformedRecordException("a record of version " + version + "; this is version " + VERSION);
        }
        Input request = new Input(section(in, REQUEST));
        CompileSettings settings = RequestFormat.readSettings(request);
        CompileRequest read = RequestFormat.read(request);
        request.end();
        byte[] result = in.hasRemaining() ? section(in, RESULT) : null;
        if (in.hasRemaining()) {
            throw new MalformedRecordException(in.remaining() + " bytes too many");
        }
        return new CompileRecord(read, settings, result);
    }

    private static byte[] section(ByteBuffer in, int kind) throws MalformedRecordException {
        try {
            int found = in.get();
            if (found != kind) {
                throw new MalformedRecordException("a section of kind " + found + " where one of kind " + kind + " belongs");
            }
            int length = in.getInt();
            int checksum = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] content = new byte[length];
            in.get(content);
            if (checksum(content) != checksum) {
                throw new MalformedRecordException("the checksum is wrong: the record has been changed");
            }
            return content;
        } catch (BufferUnderflowException end) {
            throw new MalformedRecordException("truncated");
        }
    }

    /** What came of a compile of this request. */
    public CompileResult result(byte[] bytes) throws MalformedRecordException {
        Map<Long, Prototype> functions = new HashMap<>();
        for (FunctionFacts facts : request.functions().values()) {
            functions.put(facts.code(), facts.prototype());
        }
        Input in = new Input(bytes);
        CompileResult read = ResultFormat.read(in, functions::get);
        in.end();
        return read;
    }
}
