package perigee.vm.dump;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import perigee.asm.Decoded;
import perigee.asm.Disassembler;
import perigee.asm.MachineCode;
import perigee.asm.Symbols;
import perigee.bytecode.Instruction;
import perigee.code.CodeMap;
import perigee.layout.FunctionLayout;
import perigee.layout.Layout;
import perigee.layout.StackLayout;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;

/** Names of what compiled code reads and writes: fields of the structures that its registers point to, and other code. */
final class FieldNames implements Symbols {
    private static final int WORD = 8;

    private final long start;
    private final CodeMap map;
    /** What slots of the frame are called, or whose CODE block rbp has. */
    private final boolean isBaseline;
    /** Instructions of the function, behind which its constants stand; -1 when there is no such function. */
    private final int instructions;
    private final Map<Integer, Layout> bases;

    /**
     * @param start        where the code is
     * @param map          other code, or null
     * @param instructions of the function whose baseline code this is; -1 for other code
     */
    FieldNames(MachineCode code, long start, CodeMap map, int instructions) {
        this.start = start;
        this.map = map;
        this.instructions = instructions;
        isBaseline = instructions >= 0;
        bases = PointerTypes.of(code, targets(code));
    }

    private static Set<Integer> targets(MachineCode code) {
        Set<Integer> targets = new HashSet<>(code.labels().values());
        code.sites().forEach(site -> targets.add(site.offset()));
        Disassembler disassembler = new Disassembler(code.bytes(), code.codeSize());
        for (int at = 0; at < code.codeSize(); ) {
            Decoded decoded = disassembler.decode(at);
            at += decoded == null ? 1 : decoded.length();
            if (decoded != null && decoded.isRelative()) {
                targets.add(at + (int) decoded.operands()[decoded.operands().length - 1]);
            }
        }
        return targets;
    }

    @Override
    public String address(long address) {
        return map == null ? null : map.describe(address);
    }

    @Override
    public String field(long at, long base, int displacement) {
        if (base == Abi.THREAD) {
            return thread(displacement);
        }
        if (base == Abi.BASE) {
            return frame(displacement);
        }
        if (base == Abi.CODE_BLOCK && isBaseline) {
            return codeBlock(displacement);
        }
        Layout layout = bases.get((int) (at - start));
        return layout == null ? null : field(layout, displacement);
    }

    private static String thread(int displacement) {
        String name = ThreadLayout.LAYOUT.fieldAt(displacement);
        return name == null ? null : "thread+" + name;
    }

    private String frame(int displacement) {
        if (displacement < 0) {
            String name = StackLayout.FRAME.fieldAt(displacement);
            return name == null ? null : "frame+" + name;
        }
        return displacement % WORD != 0 ? null : (isBaseline ? "frame+R" : "frame+slot") + displacement / WORD;
    }

    private String codeBlock(int displacement) {
        int offset = displacement - FunctionLayout.INSTRUCTIONS;
        int constant = offset - instructions * Instruction.BYTES;
        if (offset < 0) {
            return field(FunctionLayout.CODE_BLOCK, displacement);
        }
        return constant >= 0 ? "code+K" + constant / WORD
                : offset % Instruction.BYTES >= Instruction.FEEDBACK ? "code+feedback" + offset / Instruction.BYTES : null;
    }

    /** A field, or a word of the variable part behind the fields. */
    private static String field(Layout layout, int displacement) {
        String name = layout.fieldAt(displacement);
        int word = (displacement - layout.size()) / WORD;
        if (name == null && displacement >= layout.size() && (displacement - layout.size()) % WORD == 0) {
            name = layout == TableLayout.LAYOUT ? "slot" + word
                    : layout == TableLayout.SLOTS_BLOCK ? "slot" + word
                    : layout == TableLayout.ARRAY_BLOCK ? "element" + word
                    : layout == FunctionLayout.CLOSURE ? "upvalue" + word : null;
        }
        return name == null ? null : layout.name() + "+" + name;
    }
}
