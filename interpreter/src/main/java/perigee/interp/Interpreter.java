package perigee.interp;

import static perigee.bytecode.OpcodeNumbers.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.LINK;
import static perigee.layout.StackLayout.PC;

import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.frame.Link;
import perigee.heap.Heap;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * The interpreter loop: one case an opcode, each with its fast path in place or in a small handler, and its slow path in
 * {@link SlowPaths}. Between instructions everything is in guest memory but {@code base}, {@code pc} and the address of
 * the constants; a slow path may change frames, and the loop then reloads them ({@code continue reload}).
 *
 * <p>HotSpot compiles no method of more than 8,000 bytes: {@code InterpreterSizeTest} watches.
 */
final class Interpreter {
    private static final long SLOW = TableHandlers.SLOW;

    private final Stack stack;
    private final Heap heap;
    private final Driver driver;
    private final SlowPaths slow;
    private final long globals;
    private final long attention;
    /** Number of arguments of the call that made the topmost Lua frame; VARARGPREP asks. */
    private int argumentCount;

    Interpreter(LuaState state, Driver driver) {
        this.driver = driver;
        stack = state.stack();
        heap = state.heap();
        slow = new SlowPaths(state, driver);
        globals = state.globals();
        attention = stack.threadBlock() + ThreadLayout.ATTENTION;
    }

    void setArgumentCount(int count) {
        argumentCount = count;
    }

    SlowPaths slowPaths() {
        return slow;
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

    /** Interprets from the topmost frame on until the frame that Java has called returns. */
    void run() {
        reload:
        while (true) {
            long base = stack.base();
            long pc = Link.pc(load(base + PC));
            long k = constants(base);
            if (Memory.getInt(attention) != 0) {
                slow.safepoint();
            }
            while (true) {
                long i = load(pc);
                pc += Instruction.BYTES;
                switch ((int) i & 0xFF) {
                    case MOVE -> store(a(base, i), load(b(base, i)));
                    case LOADI -> store(a(base, i), Word.ofInteger(i >> 32));
                    case LOADK -> store(a(base, i), load(k + (i >> 32) * 8));
                    case LOADNIL -> loadNil(base, i);
                    case LOADTRUE -> store(a(base, i), Word.TRUE);
                    case LOADFALSE -> store(a(base, i), Word.FALSE);

                    case NEWCELL -> slow.newCell(a(base, i));
                    case GETCELL -> store(a(base, i), load(load(b(base, i)) + CELL_VALUE));
                    case SETCELL -> setCell(load(a(base, i)), load(b(base, i)));
                    case GETUPVAL -> store(a(base, i), load(b(load(base + FUNCTION) + UPVALUES, i)));
                    case GETUPCELL ->
                            store(a(base, i), load(load(b(load(base + FUNCTION) + UPVALUES, i)) + CELL_VALUE));
                    case SETUPCELL -> setCell(load(b(load(base + FUNCTION) + UPVALUES, i)), load(a(base, i)));

                    case GETGLOBAL -> {
                        long r = load(b(load(base + FUNCTION) + UPVALUES, i)) == globals
                                ? TableHandlers.global(pc) : SLOW;
                        if (r == SLOW) {
                            slow.getGlobal(base, pc, i, k);
                            continue reload;
                        }
                        store(a(base, i), r);
                    }
                    case SETGLOBAL -> {
                        if (load(b(load(base + FUNCTION) + UPVALUES, i)) != globals
                                || !TableHandlers.setGlobal(heap, pc, load(a(base, i)))) {
                            slow.setGlobal(base, pc, i, k);
                            continue reload;
                        }
                    }
                    case GETFIELD -> {
                        long r = TableHandlers.field(pc, load(b(base, i)));
                        if (r == SLOW && (r = slow.getField(base, pc, i, k)) == SLOW) {
                            continue reload;
                        }
                        store(a(base, i), r);
                    }
                    case SELF -> {
                        long object = load(b(base, i));
                        long r = TableHandlers.field(pc, object);
                        if (r == SLOW && (r = slow.getField(base, pc, i, k)) == SLOW) {
                            continue reload;
                        }
                        store(a(base, i) + HEADER_BYTES, object);
                        store(a(base, i), r);
                    }
                    case GETINDEX -> {
                        long object = load(b(base, i));
                        long key = load(c(base, i));
                        long r = Word.isInteger(key) ? TableHandlers.element(pc, object, Word.integer(key)) : SLOW;
                        if (r == SLOW && (r = slow.getIndex(base, pc, i, object, key)) == SLOW) {
                            continue reload;
                        }
                        store(a(base, i), r);
                    }
                    case GETI -> {
                        long object = load(b(base, i));
                        long r = TableHandlers.element(pc, object, Instruction.c(i));
                        if (r == SLOW
                                && (r = slow.getIndex(base, pc, i, object, Word.ofInteger(Instruction.c(i)))) == SLOW) {
                            continue reload;
                        }
                        store(a(base, i), r);
                    }
                    case SETFIELD -> {
                        if (!TableHandlers.setField(heap, pc, load(a(base, i)), load(c(base, i)))
                                && !slow.setField(base, pc, i, k)) {
                            continue reload;
                        }
                    }
                    case SETINDEX -> {
                        long key = load(b(base, i));
                        long object = load(a(base, i));
                        if ((!Word.isInteger(key)
                                || !TableHandlers.setElement(heap, pc, object, Word.integer(key), load(c(base, i))))
                                && !slow.setIndex(base, pc, object, key, load(c(base, i)))) {
                            continue reload;
                        }
                    }
                    case SETI -> {
                        long object = load(a(base, i));
                        if (!TableHandlers.setElement(heap, pc, object, Instruction.b(i), load(c(base, i)))
                                && !slow.setIndex(base, pc, object, Word.ofInteger(Instruction.b(i)), load(c(base, i)))) {
                            continue reload;
                        }
                    }
                    case NEWTABLE -> store(a(base, i), slow.newTable(pc, i));
                    case SETLIST -> slow.setList(base, i);

                    case ADD -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SUB -> {
                        if (!ArithmeticHandlers.subtract(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case MUL -> {
                        if (!ArithmeticHandlers.multiply(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case MOD -> {
                        if (!ArithmeticHandlers.modulo(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case POW -> {
                        if (!ArithmeticHandlers.power(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case DIV -> {
                        if (!ArithmeticHandlers.divide(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case IDIV -> {
                        if (!ArithmeticHandlers.floorDivide(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BAND -> {
                        if (!ArithmeticHandlers.and(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BOR -> {
                        if (!ArithmeticHandlers.or(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BXOR -> {
                        if (!ArithmeticHandlers.xor(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SHL -> {
                        if (!ArithmeticHandlers.shiftLeft(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SHR -> {
                        if (!ArithmeticHandlers.shiftRight(a(base, i), pc, load(b(base, i)), load(c(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case ADDK -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SUBK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.subtract(a(base, i), pc, left, right)) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case MULK -> {
                        if (!ArithmeticHandlers.multiply(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case MODK -> {
                        if (!ArithmeticHandlers.modulo(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case POWK -> {
                        if (!ArithmeticHandlers.power(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case DIVK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.divide(a(base, i), pc, left, right)) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case IDIVK -> {
                        if (!ArithmeticHandlers.floorDivide(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BANDK -> {
                        if (!ArithmeticHandlers.and(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BORK -> {
                        if (!ArithmeticHandlers.or(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BXORK -> {
                        if (!ArithmeticHandlers.xor(a(base, i), pc, load(b(base, i)), load(c(k, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SHLK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.shiftLeft(a(base, i), pc, left, right)) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case SHRK -> {
                        boolean swapped = Instruction.d(i) != 0;
                        long left = load(swapped ? c(k, i) : b(base, i));
                        long right = load(swapped ? b(base, i) : c(k, i));
                        if (!ArithmeticHandlers.shiftRight(a(base, i), pc, left, right)) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case ADDI -> {
                        if (!ArithmeticHandlers.add(a(base, i), pc, load(b(base, i)), Word.ofInteger(Instruction.signedC(i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case UNM -> {
                        if (!ArithmeticHandlers.negate(a(base, i), pc, load(b(base, i)))) {
                            slow.arithmetic(base, pc, i);
                            continue reload;
                        }
                    }
                    case BNOT -> {
                        slow.arithmetic(base, pc, i);
                        continue reload;
                    }
                    case NOT -> store(a(base, i), Word.ofBoolean(!Word.isTruthy(load(b(base, i)))));
                    case LEN -> {
                        long r = slow.length(base, pc, i);
                        if (r == SLOW) {
                            continue reload;
                        }
                        store(a(base, i), r);
                    }
                    case CONCAT -> {
                        if (!slow.concatenate(base, pc, i)) {
                            continue reload;
                        }
                    }

                    case JMP -> pc = jump(pc, i);
                    case LOOP -> {
                        Feedback.count(pc);
                        pc = jump(pc, i);
                        if (Memory.getInt(attention) != 0) {
                            store(base + PC, Link.ofPc(pc));
                            continue reload;
                        }
                    }
                    case JT -> pc = branch(pc, i, Word.isTruthy(load(a(base, i))));
                    case JF -> pc = branch(pc, i, !Word.isTruthy(load(a(base, i))));
                    case JLT -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLT -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLE -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLE -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JEQ -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNE -> {
                        int r = ArithmeticHandlers.equal(load(a(base, i)), load(b(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLTI -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLTI -> {
                        int r = ArithmeticHandlers.less(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JLEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNLEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(load(a(base, i)), immediateB(i));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JGTI -> {
                        int r = ArithmeticHandlers.less(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNGTI -> {
                        int r = ArithmeticHandlers.less(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JGEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 1);
                    }
                    case JNGEI -> {
                        int r = ArithmeticHandlers.lessOrEqual(immediateB(i), load(a(base, i)));
                        if (r == ArithmeticHandlers.UNKNOWN) {
                            slow.compare(base, pc, i);
                            continue reload;
                        }
                        pc = branch(pc, i, r == 0);
                    }
                    case JEQK -> {
                        long x = load(a(base, i));
                        long y = load(b(k, i));
                        boolean equal = x == y && !Word.isFloat(x) || slow.rawEquals(x, y);
                        pc = branch(pc, i, equal == true);
                    }
                    case JNEK -> {
                        long x = load(a(base, i));
                        long y = load(b(k, i));
                        boolean equal = x == y && !Word.isFloat(x) || slow.rawEquals(x, y);
                        pc = branch(pc, i, equal == false);
                    }

                    case CALL -> {
                        long place = a(base, i);
                        long function = load(place);
                        int b = Instruction.b(i);
                        int count = b == 0 ? (int) (stack.top() - place - HEADER_BYTES >> 3) : b - 1;
                        store(base + PC, Link.ofPc(pc));
                        if (Word.isObject(function)
                                && Memory.getInt(function + ObjectHeader.SHAPE) == HeapType.CLOSURE) {
                            long code = load(function + CODE);
                            store(pc + Feedback.WORD, code);
                            long callee = place + HEADER_BYTES;
                            int parameters = Memory.getInt(code + PARAMETERS);
                            if (callee + 8L * Math.max(Memory.getInt(code + MAX_STACK), count + 1) <= stack.limit()) {
                                for (; count < parameters; count++) {
                                    store(callee + 8L * count, Word.NIL);
                                }
                                store(callee + LINK, Link.of(callee - base, Instruction.c(i) - 1, 0));
                                argumentCount = count;
                                base = callee;
                                stack.setBase(callee);
                                pc = load(function + ENTRY);
                                k = load(code + CONSTANTS);
                                Memory.putInt(code + CALLS, Memory.getInt(code + CALLS) + 1);
                                if (Memory.getInt(attention) != 0) {
                                    store(base + PC, Link.ofPc(pc));
                                    continue reload;
                                }
                                continue;
                            }
                        }
                        if (!slow.call(place, count, Instruction.c(i) - 1)) {
                            return;
                        }
                        continue reload;
                    }
                    case TAILCALL -> {
                        if (!slow.tailCall(base, pc, i)) {
                            return;
                        }
                        continue reload;
                    }
                    case RETURN -> {
                        if (!slow.returnValues(base, pc, i)) {
                            return;
                        }
                        continue reload;
                    }
                    case RETURN0 -> {
                        long link = load(base + LINK);
                        if (!Link.isPlain(link) || Link.wanted(link) > 0) {
                            if (!driver.complete(base, 0)) {
                                return;
                            }
                            continue reload;
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
                            if (!driver.complete(a(base, i), 1)) {
                                return;
                            }
                            continue reload;
                        }
                        store(base + FUNCTION, load(a(base, i)));
                        base -= Link.distanceBytes(link);
                        stack.setBase(base);
                        pc = Link.pc(load(base + PC));
                        k = constants(base);
                    }

                    case FORPREP -> {
                        store(base + PC, Link.ofPc(pc));
                        if (!slow.prepareLoop(a(base, i))) {
                            pc = jump(pc, i);
                        }
                    }
                    case FORLOOP -> {
                        if (LoopHandlers.next(a(base, i)) || slow.nextBoxed(a(base, i))) {
                            Feedback.count(pc);
                            pc = jump(pc, i);
                            if (Memory.getInt(attention) != 0) {
                                store(base + PC, Link.ofPc(pc));
                                continue reload;
                            }
                        }
                    }
                    case TFORPREP -> {
                        slow.markToClose(base, pc, a(base, i) + 24);
                        pc = jump(pc, i);
                    }
                    case TFORCALL -> {
                        if (slow.iterate(base, i)) {
                            continue;
                        }
                        if (!slow.callIterator(base, pc, i)) {
                            return;
                        }
                        continue reload;
                    }
                    case TFORLOOP -> {
                        long control = load(a(base, i) + 32);
                        if (control != Word.NIL) {
                            Feedback.count(pc);
                            store(a(base, i) + 16, control);
                            pc = jump(pc, i);
                            if (Memory.getInt(attention) != 0) {
                                store(base + PC, Link.ofPc(pc));
                                continue reload;
                            }
                        }
                    }

                    case perigee.bytecode.OpcodeNumbers.CLOSURE -> slow.newClosure(base, pc, i);
                    case VARARG -> {
                        slow.loadVarargs(base, pc, i);
                        continue reload;
                    }
                    case VARARGPREP -> {
                        slow.prepareVararg(base, pc, argumentCount);
                        continue reload;
                    }
                    case TBC -> slow.markToClose(base, pc, a(base, i));
                    case CLOSE -> {
                        if (!slow.close(base, pc, a(base, i))) {
                            continue reload;
                        }
                    }
                    default -> throw new AssertionError("opcode " + ((int) i & 0xFF));
                }
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
