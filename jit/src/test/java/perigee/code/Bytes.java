package perigee.code;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Machine code for tests, byte by byte, with labels for 32-bit displacements. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Fixup> fixups = new ArrayList<>();

    private record Fixup(int offset, String label) {
    }

    /** Instruction bytes in hexadecimal. */
    Bytes hex(String text) {
        out.writeBytes(HexFormat.ofDelimiter(" ").parseHex(text));
        return this;
    }

    Bytes int32(int value) {
        for (int i = 0; i < 4; i++) {
            out.write(value >>> 8 * i);
        }
        return this;
    }

    Bytes int64(long value) {
        return int32((int) value).int32((int) (value >>> 32));
    }

    Bytes label(String name) {
        labels.put(name, out.size());
        return this;
    }

    /** An instruction that ends in a 32-bit displacement to a label. */
    Bytes to(String opcode, String label) {
        hex(opcode);
        fixups.add(new Fixup(out.size(), label));
        return int32(0);
    }

    Bytes call(String label) {
        return to("e8", label);
    }

    Bytes jmp(String label) {
        return to("e9", label);
    }

    /** {@code mov eax, imm32}. */
    Bytes movEax(int value) {
        return hex("b8").int32(value);
    }

    Bytes ret() {
        return hex("c3");
    }

    /** No-operations until the offset has this remainder. */
    Bytes align(int modulus, int remainder) {
        while (out.size() % modulus != remainder) {
            out.write(0x90);
        }
        return this;
    }

    /** No-operations until the code is so long. */
    Bytes padTo(int size) {
        while (out.size() < size) {
            out.write(0x90);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    int offset(String label) {
        return labels.get(label);
    }

    byte[] code() {
        byte[] code = out.toByteArray();
        for (Fixup fixup : fixups) {
            int distance = labels.get(fixup.label) - (fixup.offset + 4);
            for (int i = 0; i < 4; i++) {
                code[fixup.offset + i] = (byte) (distance >>> 8 * i);
            }
        }
        return code;
    }
}
