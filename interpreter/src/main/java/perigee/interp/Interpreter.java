package perigee.interp;

import static perigee.bytecode.OpcodeNumbers.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.LINK;
import static perigee.layout.StackLayout.PC;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.Feedback;
import perigee.frame.Link;
import perigee.heap.Heap;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Shapes;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * The interpreter loop: one case an opcode that has a fast path. The loop makes no call that HotSpot would not inline, so
 * that {@code base}, {@code pc} and the address of the constants stay in registers; whatever a fast path cannot do leaves
 * the inner loop, is done by {@link SlowPaths#execute}, and the frame is loaded again.
 *
 * <p>HotSpot compiles no method of more than 8,000 bytes: {@code InterpreterSizeTest} watches.
 */
final class Interpreter {
    /** In place of an instruction: nothing is to be executed, but something asks for attention. */
    private static final long NOTHING = Instruction.aj(Opcode.JMP, 0, 0);

    private final Stack stack;
    private final Heap heap;
    private final Shapes shapes;
    private final Strings strings;
    private final Tables tables;
    private final SlowPaths slow;
    private final FieldAccess fields;
    private final long globals;
    private final long attention;
    /** Number of arguments of the call that made the topmost Lua frame; VARARGPREP asks. */
    private int argumentCount;

    Interpreter(LuaState state, FieldAccess fields, SlowPaths slow) {
        this.fields = fields;
        this.slow = slow;
        stack = state.stack();
        heap = state.heap();
        shapes = state.shapes();
        strings = state.strings();
        tables = state.tables();
        globals = state.globals();
        attention = stack.threadBlock() + ThreadLayout.ATTENTION;
    }

    void setArgumentCount(int count) {
        argumentCount = count;
    }

    int argumentCount() {
        return argumentCount;
    }

    // ---- operands ----------------------------------------------------------------------------------------------------

    private static long load(long address) {
        return Memory.getLong(address);
    }

    private static void store(long address, long word) {
        Memory.putLong(address, word);
    }

    /** Address of register A. */
    private static long a(long base, long i) {
        return base + (i >>> 5 & 0x7F8);
    }

    /** Address of register, constant or upvalue B, counted from the given address. */
    private static long b(long from, long i) {
        return from + (i >>> 13 & 0x7FFF8);
    }

    /** Address of register or constant C, counted from the given address. */
    private static long c(long from, long i) {
        return from + (i >>> 29 & 0x7FFF8);
    }

    /** Address of upvalue B. */
    private static long upvalue(long base, long i) {
        return b(load(base + FUNCTION) + UPVALUES, i);
    }

    private static long immediateB(long i) {
        return Word.ofInteger(Instruction.signedB(i));
    }

    /** Where a jump leads from the next instruction. */
    private static long jump(long pc, long i) {
        return pc + (i >> 32) * Instruction.BYTES;
    }

    private static long branch(long pc, long i, boolean taken) {
        if (taken) {
            Feedback.count(pc);
            return jump(pc, i);
        }
        Feedback.countNotTaken(pc);
        return pc;
    }

    private static long constants(long base) {
        return Memory.getLong(Memory.getLong(Memory.getLong(base + FUNCTION) + CODE) + CONSTANTS);
    }

    /**
     * Interprets from the topmost frame on until the frame that Java has called returns.
     *
     * @return false when it has not, and the {@link SteppingInterpreter} has to go on
     */
    boolean run() {
        while (true) {
            if (Memory.getInt(attention) != 0 && !slow.safepoint(false)) {
                return false;
            }
            long base = stack.base();
            long pc = Link.pc(load(base + PC));
            long k = constants(base);
            long i;
            fast:
            while (true) {
                i = load(pc);
                pc += Instruction.BYTES;
                switch ((int) i & 0xFF) {
                    case MOVE -> store(a(base, i), load(b(base, i)));
                    case LOADI -> store(a(base, i), Word.ofInteger(i >> 32));
                    case LOADK -> store(a(base, i), load(k + (i >> 32) * 8));
                    case LOADNIL -> loadNil(base, i);
                    case LOADTRUE -> store(a(base, i), Word.TRUE);
                    case LOADFALSE -> store(a(base, i), Word.FALSE);

                    case GETCELL -> store(a(base, i), load(load(b(base, i)) + CELL_VALUE));
                    case SETCELL -> setCell(load(a(base, i)), load(b(base, i)));
                    case GETUPVAL -> store(a(base, i), load(upvalue(base, i)));
                    case GETUPCELL -> store(a(base, i), load(load(upvalue(base, i)) + CELL_VALUE));
                    case SETUPCELL -> setCell(load(upvalue(base, i)), load(a(base, i)));

                    case GETGLOBAL -> {
                        if (load(upvalue(base, i)) != globals || !TableHandlers.global(a(base, i), pc)) {
                            break fast;
                        }
                    }
                    case SETGLOBAL -> {
                        if (load(upvalue(base, i)) != globals
                                || !TableHandlers.setGlobal(heap, pc, load(a(base, i)))) {
                            break fast;
                        }
                    }
                    case GETFIELD -> {
                        if (!TableHandlers.field(fields, a(base, i), pc, load(b(base, i)))) {
                            break fast;
                        }
                    }
                    case SELF -> {
                        long object = load(b(base, i));
                        if (!TableHandlers.field(fields, a(base, i), pc, object)) {
                            break fast;
                        }
                        store(a(base, i) + HEADER_BYTES, object);
                    }
                    case GETINDEX -> {
                        long key = load(c(base, i));
                        long object = load(b(base, i));
                        if (Word.isInteger(key)
                                ? !TableHandlers.element(a(base, i), pc, object, Word.integer(key))
                                : !TableHandlers.stringKey(strings, tables, a(base, i), pc, object, key)) {
                            break fast;
                        }
                    }
                    case GETI -> {
                        if (!TableHandlers.element(a(base, i), pc, load(b(base, i)), Instruction.c(i))) {
                            break fast;
                        }
                    }
                    case SETFIELD -> {
                        if (!TableHandlers.setField(shapes, heap, pc, load(a(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case SETINDEX -> {
                        long key = load(b(base, i));
                        long object = load(a(base, i));
                        if (Word.isInteger(key)
                                ? !TableHandlers.setElement(heap, pc, object, Word.integer(key), load(c(base, i)))
                                : !TableHandlers.setStringKey(strings, tables, pc, object, key, load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case SETI -> {
                        if (!TableHandlers.setElement(heap, pc, load(a(base, i)), Instruction.b(i),
                                load(c(base, i)))) {
                            break fast;
                        }
                    }

                    case ADD -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case SUB -> {
                        if (!ArithmeticHandlers.subtract(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case MUL -> {
                        if (!ArithmeticHandlers.multiply(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case MOD -> {
                        if (!ArithmeticHandlers.modulo(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case POW -> {
                        if (!ArithmeticHandlers.power(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case DIV -> {
                        if (!ArithmeticHandlers.divide(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case IDIV -> {
                        if (!ArithmeticHandlers.floorDivide(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case BAND -> {
                        if (!ArithmeticHandlers.and(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case BOR -> {
                        if (!ArithmeticHandlers.or(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case BXOR -> {
                        if (!ArithmeticHandlers.xor(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case SHL -> {
                        if (!ArithmeticHandlers.shiftLeft(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case SHR -> {
                        if (!ArithmeticHandlers.shiftRight(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            break fast;
                        }
                    }
                    case ADDK -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case SUBK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.subtract(a(base, i), pc, left, right)) {
                            break fast;
                        }
                    }
                    case MULK -> {
                        if (!ArithmeticHandlers.multiply(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case MODK -> {
                        if (!ArithmeticHandlers.modulo(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case POWK -> {
                        if (!ArithmeticHandlers.power(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case DIVK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.divide(a(base, i), pc, left, right)) {
                            break fast;
                        }
                    }
                    case IDIVK -> {
                        if (!ArithmeticHandlers.floorDivide(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case BANDK -> {
                        if (!ArithmeticHandlers.and(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case BORK -> {
                        if (!ArithmeticHandlers.or(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case BXORK -> {
                        if (!ArithmeticHandlers.xor(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            break fast;
                        }
                    }
                    case SHLK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.shiftLeft(a(base, i), pc, left, right)) {
                            break fast;
                        }
                    }
                    case SHRK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.shiftRight(a(base, i), pc, left, right)) {
                            break fast;
                        }
                    }
                    case ADDI -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), Word.ofInteger(Instruction.signedC(i)))) {
                            break fast;
                        }
                    }
                    case SUBI -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)),
                                Word.ofInteger(-Instruction.signedC(i)))) {
                            break fast;
                        }
                    }
                    case UNM -> {
                        if (!ArithmeticHandlers.negate(a(base, i), pc, load(b(base, i)))) {
                            break fast;
                        }
                    }
                    case NOT -> store(a(base, i), Word.ofBoolean(!Word.isTruthy(load(b(base, i)))));
                    case LEN -> {
                        if (!TableHandlers.length(a(base, i), load(b(base, i)))) {
                            break fast;
                        }
                    }

                    case JMP -> pc = jump(pc, i);
                    case LOOP -> {
                        Feedback.count(pc);
                        pc = jump(pc, i);
                        if (Memory.getInt(attention) != 0) {
                            i = NOTHING;
                            break fast;
                        }
                    }
                    case JT -> pc = branch(pc, i, Word.isTruthy(load(a(base, i))));
                    case JF -> pc = branch(pc, i, !Word.isTruthy(load(a(base, i))));
                    case JLT -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLT -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLE -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLE -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JEQ -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNE -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLTI -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLTI -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JGTI -> {
                        int r = ArithmeticHandlers.less(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNGTI -> {
                        int r = ArithmeticHandlers.less(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JGEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNGEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JEQK -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(k, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNEK -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(k, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            break fast;
                        }
                        pc = branch(pc, i, r == 0);
                    }

                    case CALL -> {
                        long place = a(base, i);
                        long function = load(place);
                        if (!Word.isObject(function) || Memory.getInt(attention) != 0
                                || Memory.getInt(function + ObjectHeader.SHAPE) != HeapType.CLOSURE) {
                            break fast;
                        }
                        int b = Instruction.b(i);
                        int count = b == 0 ? (int) (stack.top() - place - HEADER_BYTES >> 3) : b - 1;
                        long code = load(function + CODE);
                        long callee = place + HEADER_BYTES;
                        if (callee + 8L * Math.max(Memory.getInt(code + MAX_STACK), count + 1) > stack.limit()) {
                            break fast;
                        }
                        argumentCount = count;
                        for (int parameters = Memory.getInt(code + PARAMETERS); count < parameters; count++) {
                            store(callee + 8L * count, Word.NIL);
                        }
                        store(base + PC, Link.ofPc(pc));
                        store(callee + LINK, Link.of(callee - base, Instruction.c(i) - 1, 0));
                        store(pc + Feedback.WORD, code);
                        Memory.putInt(code + CALLS, Memory.getInt(code + CALLS) + 1);
                        base = callee;
                        stack.setBase(callee);
                        pc = load(function + ENTRY);
                        k = load(code + CONSTANTS);
                    }
                    case RETURN0 -> {
                        long link = load(base + LINK);
                        if (!Link.isPlain(link) || Link.wanted(link) > 0) {
                            break fast;
                        }
                        stack.setTop(base + FUNCTION);
                        base -= Link.distanceBytes(link);
                        stack.setBase(base);
                        pc = Link.pc(load(base + PC));
                        k = constants(base);
                    }
                    case RETURN1 -> {
                        long link = load(base + LINK);
                        if (!Link.isPlain(link) || Link.wanted(link) != 1) {
                            break fast;
                        }
                        store(base + FUNCTION, load(a(base, i)));
                        base -= Link.distanceBytes(link);
                        stack.setBase(base);
                        pc = Link.pc(load(base + PC));
                        k = constants(base);
                    }

                    case FORLOOP -> {
                        if (!LoopHandlers.next(a(base, i))) {
                            if (LoopHandlers.isBoxed(a(base, i))) {
                                break fast;
                            }
                        } else {
                            Feedback.count(pc);
                            pc = jump(pc, i);
                            if (Memory.getInt(attention) != 0) {
                                i = NOTHING;
                                break fast;
                            }
                        }
                    }
                    case TFORLOOP -> {
                        long control = load(a(base, i) + 32);
                        if (control != Word.NIL) {
                            Feedback.count(pc);
                            store(a(base, i) + 16, control);
                            pc = jump(pc, i);
                            if (Memory.getInt(attention) != 0) {
                                i = NOTHING;
                                break fast;
                            }
                        }
                    }
                    default -> {
                        break fast;
                    }
                }
            }
            store(base + PC, Link.ofPc(pc));
            if (!slow.execute(base, pc, i)) {
                return true;
            }
        }
    }

    private static void loadNil(long base, long i) {
        long first = a(base, i);
        for (int n = Instruction.b(i); n >= 0; n--) {
            store(first + 8L * n, Word.NIL);
        }
    }

    private void setCell(long cell, long word) {
        store(cell + CELL_VALUE, word);
        heap.writeBarrier(cell, word);
    }
}
