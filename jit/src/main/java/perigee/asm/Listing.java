package perigee.asm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Machine code as a page of text: offsets or addresses, bytes, instructions with what can be named in them, remarks;
 * and the data behind the code.
 *
 * <pre>
 *   ; line 12: x = t[i]
 *   loop:
 *     0010  48 8b 43 18                    mov    rax,QWORD PTR [table+array]     ; guard #3 (SAFEPOINT)
 *     0014  75 0a                          jne    L2
 *     0016  e8 00 00 00 00                 call   write_barrier
 * </pre>
 *
 * A remark shows a site's payload and kind. Targets of jumps that have no name are numbered. A line that begins with
 * {@code (bad)} is a byte that is no instruction.
 */
public final class Listing {
    private static final int BYTES_WIDTH = 32;
    private static final int TEXT_WIDTH = 48;

    private final MachineCode code;
    private final long address;
    private final Symbols symbols;
    private final IntFunction<String> sourceLine;
    private final Disassembler disassembler;
    private final StringBuilder out = new StringBuilder();
    /** Names of places in code and data, by offset. */
    private final Map<Integer, String> names = new HashMap<>();
    /** Relocations by the offset of their field. */
    private final Map<Integer, Relocation> relocations = new HashMap<>();
    private int nextSite;

    private Listing(MachineCode code, long address, Symbols symbols, IntFunction<String> sourceLine) {
        this.code = code;
        this.address = address;
        this.symbols = symbols;
        this.sourceLine = sourceLine;
        disassembler = new Disassembler(code.bytes(), code.codeSize());
        code.labels().forEach((name, offset) -> names.put(offset, name));
        code.relocations().forEach(relocation -> relocations.put(relocation.offset(), relocation));
    }

    /** Code that is nowhere yet, by offsets, with the names in it. */
    public static String of(MachineCode code) {
        return of(code, 0, Symbols.NONE, line -> null);
    }

    /**
     * Code that is at an address.
     *
     * @param symbols    names what the code itself does not
     * @param sourceLine the text of a line of the source, or null
     */
    public static String of(MachineCode code, long address, Symbols symbols, IntFunction<String> sourceLine) {
        Listing listing = new Listing(code, address, symbols, sourceLine);
        listing.nameTargets();
        listing.instructions();
        listing.data();
        return listing.out.toString();
    }

    /** Numbers the targets of jumps, in the order of the code. */
    private void nameTargets() {
        TreeSet<Integer> targets = new TreeSet<>();
        for (int at = 0; at < code.codeSize(); ) {
            Decoded decoded = disassembler.decode(at);
            int end = at + (decoded == null ? 1 : decoded.length());
            if (decoded != null && decoded.isRelative() && relocationWithin(at, end) == null) {
                long target = end + decoded.operands()[decoded.operands().length - 1];
                if (target >= 0 && target < code.codeSize()) {
                    targets.add((int) target);
                }
            }
            at = end;
        }
        int number = 1;
        for (int target : targets) {
            if (!names.containsKey(target)) {
                names.put(target, "L" + number++);
            }
        }
    }

    private Relocation relocationWithin(int from, int to) {
        for (int at = from; at < to; at++) {
            if (relocations.containsKey(at)) {
                return relocations.get(at);
            }
        }
        return null;
    }

    // ---- code ----------------------------------------------------------------------------------------------------

    private void instructions() {
        for (int at = 0; at < code.codeSize(); ) {
            Decoded decoded = disassembler.decode(at);
            int end = at + (decoded == null ? 1 : decoded.length());
            StringBuilder remarks = new StringBuilder();
            marks(end, remarks);
            if (names.containsKey(at)) {
                out.append(names.get(at)).append(":\n");
            }
            Relocation relocation = relocationWithin(at, end);
            if (relocation != null && relocation.kind() == Relocation.Kind.ABS64) {
                remark(remarks, "address of " + relocation.symbol());
            }
            String text = decoded == null ? "(bad)  db 0x" + Integer.toHexString(code.bytes()[at] & 0xFF)
                    : decoded.text(address + at, named(relocation));
            line(at, end, text, remarks);
            at = end;
        }
        StringBuilder remarks = new StringBuilder();
        marks(Integer.MAX_VALUE, remarks);
        if (!remarks.isEmpty()) {
            out.append("; at the end: ").append(remarks).append('\n');
        }
    }

    /** Takes the sites before an offset: lines are written out, others become remarks. */
    private void marks(int end, StringBuilder remarks) {
        List<Site> sites = code.sites();
        for (; nextSite < sites.size() && sites.get(nextSite).offset() < end; nextSite++) {
            Site site = sites.get(nextSite);
            if (site.kind() == Site.Mark.LINE) {
                String text = site.payload() instanceof Integer line ? sourceLine.apply(line) : null;
                out.append("; line ").append(site.payload());
                out.append(text == null ? "" : ": " + text.strip()).append('\n');
            } else if (site.kind() == Site.Mark.COMMENT) {
                remark(remarks, String.valueOf(site.payload()));
            } else {
                String kind = site.kind().name();
                remark(remarks, site.payload() == null ? kind : site.payload() + " (" + kind + ")");
            }
        }
    }

    private static void remark(StringBuilder remarks, String text) {
        remarks.append(remarks.isEmpty() ? "" : "; ").append(text);
    }

    /** The names that hold for one instruction: its own symbol, this code's places, and what the client knows. */
    private Symbols named(Relocation relocation) {
        return new Symbols() {
            @Override
            public String address(long target) {
                if (relocation != null && relocation.kind() == Relocation.Kind.REL32) {
                    return relocation.symbol();
                }
                long offset = target - address;
                if (offset < 0 || offset >= code.bytes().length) {
                    return symbols.address(target);
                }
                String name = names.get((int) offset);
                return name != null ? name : offset < code.codeSize() ? null : constant((int) offset);
            }

            @Override
            public String field(long at, long base, int displacement) {
                return symbols.field(at, base, displacement);
            }
        };
    }

    private void line(int from, int to, String text, CharSequence remarks) {
        int start = out.length();
        out.append("  ").append(place(from)).append("  ");
        int bytesStart = out.length();
        for (int at = from; at < to; at++) {
            hex(code.bytes()[at] & 0xFF, 2);
            out.append(' ');
        }
        pad(bytesStart + BYTES_WIDTH);
        out.append(text);
        if (!remarks.isEmpty()) {
            pad(start + BYTES_WIDTH + TEXT_WIDTH);
            out.append(" ; ").append(remarks);
        }
        out.append('\n');
    }

    private String place(int offset) {
        String digits = Long.toHexString(address + offset);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private void hex(long value, int digits) {
        String text = Long.toHexString(value);
        out.repeat('0', Math.max(0, digits - text.length())).append(text);
    }

    private void pad(int column) {
        out.repeat(' ', Math.max(0, column - out.length()));
    }

    // ---- data ----------------------------------------------------------------------------------------------------

    private void data() {
        int start = code.codeSize() + 7 & -8;
        for (int at = start; at < code.bytes().length; at += 8) {
            if (names.containsKey(at)) {
                out.append(names.get(at)).append(":\n");
            }
            line(at, Math.min(at + 8, code.bytes().length), constant(at), "");
        }
    }

    /** A word of the data as number, and as double if it looks like one, or as the symbol whose address it will be. */
    private String constant(int offset) {
        Relocation relocation = relocations.get(offset);
        if (relocation != null) {
            return "address of " + relocation.symbol();
        }
        long word = 0;
        for (int i = Math.min(8, code.bytes().length - offset) - 1; i >= 0; i--) {
            word = word << 8 | code.bytes()[offset + i] & 0xFF;
        }
        double number = Double.longBitsToDouble(word);
        boolean likely = Math.abs(number) > 1e-100 && Math.abs(number) < 1e100;
        return "0x" + Long.toHexString(word) + (likely ? " = " + number : "");
    }
}
