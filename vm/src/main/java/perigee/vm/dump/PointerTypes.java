package perigee.vm.dump;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import perigee.asm.Alu;
import perigee.asm.Data;
import perigee.asm.Decoded;
import perigee.asm.Disassembler;
import perigee.asm.MachineCode;
import perigee.asm.Operand;
import perigee.asm.Register;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.Layout;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.stub.Abi;

/**
 * Which structures the registers of machine code point to, as far as the code itself shows: it compares the shape of what
 * it has, and loads further addresses from fields that always hold the same. One walk, which forgets everything at each
 * place that is jumped to and at each call. For listings only: a name less is no harm.
 */
final class PointerTypes {
    private static final int REGISTERS = 16;

    private final MachineCode code;
    private final Set<Integer> targets;
    /** By encoding: what a register points to; null is unknown. */
    private final Layout[] known = new Layout[REGISTERS];
    /** By offset of an instruction: what the base of its memory operand points to. */
    private final Map<Integer, Layout> bases = new HashMap<>();

    private PointerTypes(MachineCode code, Set<Integer> targets) {
        this.code = code;
        this.targets = targets;
    }

    /**
     * By offset of an instruction: what the base register of its memory operand points to.
     *
     * @param targets offsets of places that may be jumped to
     */
    static Map<Integer, Layout> of(MachineCode code, Set<Integer> targets) {
        PointerTypes types = new PointerTypes(code, targets);
        types.walk();
        return types.bases;
    }

    private void walk() {
        Disassembler disassembler = new Disassembler(code.bytes(), code.codeSize());
        for (int at = 0; at < code.codeSize(); ) {
            if (targets.contains(at)) {
                Arrays.fill(known, null);
            }
            Decoded decoded = disassembler.decode(at);
            if (decoded != null) {
                instruction(at, decoded);
            }
            at += decoded == null ? 1 : decoded.length();
        }
    }

    private void instruction(int at, Decoded decoded) {
        Layout loaded = null;
        for (long operand : decoded.operands()) {
            if (Operand.isMemory(operand) && Operand.base(operand) < REGISTERS) {
                int base = Operand.base(operand);
                Layout compared = compared(decoded, operand);
                known[base] = compared != null ? compared : known[base];
                if (known[base] != null) {
                    bases.put(at, known[base]);
                }
                loaded = target(Register.gpr(base), known[base], Operand.displacement(operand));
            }
        }
        String name = ((Enum<?>) decoded.instruction()).name();
        if (name.startsWith("CALL")) {
            Arrays.fill(known, null);
        } else if (!name.startsWith("CMP_") && !name.startsWith("TEST")) {
            forgetWritten(decoded, name);
            if (decoded.instruction() == Data.MOV_R64_RM64) {
                long source = decoded.operands()[1];
                set(decoded.operands()[0], Register.isGpr(source) ? known[Register.encoding(source)] : loaded);
            }
        }
    }

    private void forgetWritten(Decoded decoded, String name) {
        boolean writesBoth = name.startsWith("XCHG");
        for (int i = 0; i < Math.min(decoded.operands().length, writesBoth ? 2 : 1); i++) {
            set(decoded.operands()[i], null);
        }
        boolean isOneOperandMultiplication = name.startsWith("IMUL") && decoded.operands().length == 1;
        if (name.startsWith("IDIV") || name.startsWith("DIV") || name.startsWith("MUL_") || isOneOperandMultiplication
                || name.startsWith("CQO") || name.startsWith("CDQ") || name.startsWith("CMPXCHG")) {
            set(Register.RAX, null);
            set(Register.RDX, null);
        }
    }

    private void set(long register, Layout layout) {
        if (Register.isGpr(register)) {
            known[Register.encoding(register)] = layout;
        }
    }

    /** What an object is whose header is compared with a constant here; null if this is no such comparison. */
    private static Layout compared(Decoded decoded, long memory) {
        boolean isShape = Operand.displacement(memory) == ObjectHeader.SHAPE
                && (decoded.instruction() == Alu.CMP_RM32_IMM32 || decoded.instruction() == Alu.CMP_RM32_IMM8);
        boolean isType = Operand.displacement(memory) == ObjectHeader.TYPE && decoded.instruction() == Alu.CMP_RM8_IMM8;
        return isShape || isType ? ofHeader((int) decoded.operands()[1]) : null;
    }

    /** @param number a shape, or a type's number, which is the shape of objects of that type if they are no tables */
    private static Layout ofHeader(int number) {
        return switch (number) {
            case HeapType.STRING -> StringLayout.LAYOUT;
            case HeapType.ROPE -> StringLayout.ROPE;
            case HeapType.CLOSURE -> FunctionLayout.CLOSURE;
            case HeapType.NATIVE -> FunctionLayout.NATIVE;
            case HeapType.COROUTINE -> StackLayout.COROUTINE;
            case HeapType.BOX -> FunctionLayout.BOX;
            case HeapType.TABLE -> TableLayout.LAYOUT;
            default -> number >= HeapType.FIRST_SHAPE ? TableLayout.LAYOUT : null;
        };
    }

    /** What a field points to, if that is always the same. */
    private static Layout target(long base, Layout layout, int offset) {
        if (layout == TableLayout.LAYOUT) {
            return offset == TableLayout.ARRAY ? TableLayout.ARRAY_BLOCK
                    : offset == TableLayout.SLOTS ? TableLayout.SLOTS_BLOCK
                    : offset == TableLayout.HASH ? TableLayout.HASH_BLOCK
                    : offset == TableLayout.METATABLE ? TableLayout.LAYOUT : null;
        }
        if (layout == FunctionLayout.CLOSURE && offset == FunctionLayout.CODE) {
            return FunctionLayout.CODE_BLOCK;
        }
        return base == Abi.BASE && offset == StackLayout.FUNCTION ? FunctionLayout.CLOSURE : null;
    }
}
