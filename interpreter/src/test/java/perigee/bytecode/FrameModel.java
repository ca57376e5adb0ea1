package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/**
 * Runs a function without values: only what kind of thing each register holds, branches at random, and assertions where
 * an interpreter would go astray. It shares no code with the verifier, so a verified function that fails here is a hole
 * in the verifier's rules.
 */
final class FrameModel {
    private enum Kind { VALUE, TABLE, CELL, GARBAGE, CONTROL }

    /** What a register holds; control registers know their loop and their place in it. */
    private record Word(Kind kind, Object loop, int place) {
        static final Word VALUE = new Word(Kind.VALUE, null, 0);
        static final Word TABLE = new Word(Kind.TABLE, null, 0);
        static final Word CELL = new Word(Kind.CELL, null, 0);
        static final Word GARBAGE = new Word(Kind.GARBAGE, null, 0);

        boolean isValue() {
            return kind == Kind.VALUE || kind == Kind.TABLE;
        }
    }

    private final Prototype prototype;
    private final Random random;
    private final Word[] registers;
    private final Deque<Integer> toClose = new ArrayDeque<>();
    /** End of the open list that the previous instruction left, or -1. */
    private int top = -1;
    private int nextTop = -1;
    private int pc;

    private FrameModel(Prototype prototype, Random random) {
        this.prototype = prototype;
        this.random = random;
        registers = new Word[prototype.maxStack()];
        Arrays.fill(registers, Word.GARBAGE);
        Arrays.fill(registers, 0, prototype.parameters(), Word.VALUE);
    }

    /** Takes one random path of at most so many instructions through the function and each of its nested ones. */
    static void run(Prototype prototype, Random random, int steps) {
        FrameModel model = new FrameModel(prototype, random);
        try {
            model.run(steps);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("at pc " + model.pc + " of\n" + Printer.printAlone(prototype), e);
        }
        for (Prototype nested : prototype.prototypes()) {
            run(nested, random, steps);
        }
    }

    private void run(int steps) {
        for (int step = 0; step < steps; step++) {
            long i = prototype.code()[pc];
            top = nextTop;
            nextTop = -1;
            if (!step(Instruction.op(i), Instruction.a(i), Instruction.b(i), Instruction.c(i), i)) {
                return;
            }
            pc++;
        }
    }

    private boolean step(Opcode op, int a, int b, int c, long i) {
        switch (op) {
            case MOVE, GETI, UNM, BNOT, NOT, LEN, ADDI, SUBI -> compute(a, b);
            case LOADI, LOADTRUE, LOADFALSE -> set(a, Word.VALUE);
            case LOADK -> {
                constant(Instruction.j(i));
                set(a, Word.VALUE);
            }
            case LOADNIL -> fill(a, b + 1, Word.VALUE);
            case NEWCELL -> {
                value(a);
                set(a, Word.CELL);
            }
            case GETCELL -> {
                assertSame(Word.CELL, registers[b]);
                set(a, Word.VALUE);
            }
            case SETCELL -> {
                assertSame(Word.CELL, registers[a]);
                value(b);
            }
            case GETUPVAL, GETUPCELL -> {
                assertEquals(op == Opcode.GETUPCELL, prototype.upvalues()[b].cell());
                set(a, Word.VALUE);
            }
            case SETUPCELL -> {
                assertTrue(prototype.upvalues()[b].cell());
                value(a);
            }
            case GETGLOBAL -> {
                assertTrue(!prototype.upvalues()[b].cell() && constant(c) instanceof Constant.Str);
                set(a, Word.VALUE);
            }
            case SETGLOBAL -> {
                assertTrue(!prototype.upvalues()[b].cell() && constant(c) instanceof Constant.Str);
                value(a);
            }
            case GETFIELD -> {
                assertTrue(constant(c) instanceof Constant.Str);
                compute(a, b);
            }
            case SETFIELD -> {
                assertTrue(constant(b) instanceof Constant.Str);
                value(a);
                value(c);
            }
            case SETINDEX -> {
                value(a);
                value(b);
                value(c);
            }
            case SETI -> {
                value(a);
                value(c);
            }
            case SELF -> {
                assertTrue(constant(c) instanceof Constant.Str);
                value(b);
                set(a, Word.VALUE);
                set(a + 3, Word.VALUE);
            }
            case NEWTABLE -> set(a, Word.TABLE);
            case SETLIST -> {
                assertSame(Word.TABLE, registers[a]);
                values(a + 1, b == 0 ? openCount(a + 1) : b - 1);
            }
            case GETINDEX, ADD, SUB, MUL, MOD, POW, DIV, IDIV, BAND, BOR, BXOR, SHL, SHR -> compute(a, b, c);
            case ADDK, SUBK, MULK, MODK, POWK, DIVK, IDIVK, BANDK, BORK, BXORK, SHLK, SHRK -> {
                assertTrue(constant(c) instanceof Constant.Int || constant(c) instanceof Constant.Float);
                compute(a, b);
            }
            case CONCAT -> {
                assertTrue(b >= 2);
                values(a, b);
                fill(a, b, Word.GARBAGE);
                set(a, Word.VALUE);
            }
            case JMP, LOOP -> jump(i, op == Opcode.LOOP);
            case JT, JF, JLTI, JNLTI, JLEI, JNLEI, JGTI, JNGTI, JGEI, JNGEI, JEQK, JNEK -> {
                if (op == Opcode.JEQK || op == Opcode.JNEK) {
                    constant(b);
                }
                value(a);
                maybeJump(i);
            }
            case JEQ, JNE, JLT, JNLT, JLE, JNLE -> {
                value(a);
                value(b);
                maybeJump(i);
            }
            case LIFT -> lift(a, b, Instruction.d(i) == 1);
            case CALL -> {
                call(a, b);
                if (c == 0) {
                    leaveOpen(a);
                } else {
                    fill(a, c - 1, Word.VALUE);
                }
            }
            case TAILCALL -> {
                assertTrue(toClose.isEmpty());
                call(a, b);
                leaveOpen(a);
                return random.nextBoolean();
            }
            case RETURN -> {
                values(a, b == 0 ? openCount(a) : b - 1);
                if (Instruction.d(i) == 1) {
                    close(0);
                }
                assertTrue(toClose.isEmpty());
                return false;
            }
            case RETURN0 -> {
                assertTrue(toClose.isEmpty());
                return false;
            }
            case RETURN1 -> {
                value(a);
                assertTrue(toClose.isEmpty());
                return false;
            }
            case FORPREP, FORLOOP, TFORPREP, TFORCALL, TFORLOOP -> loop(op, a, b, i);
            case CLOSURE -> {
                set(a, Word.VALUE);
                capture(prototype.prototypes()[Instruction.j(i)]);
            }
            case VARARG -> {
                assertTrue(prototype.vararg());
                if (b == 0) {
                    leaveOpen(a);
                } else {
                    fill(a, b - 1, Word.VALUE);
                }
            }
            case VARARGPREP -> assertTrue(pc == 0 && prototype.vararg() && a == prototype.parameters());
            case TBC -> mark(a);
            case CLOSE -> close(a);
        }
        return true;
    }

    private void loop(Opcode op, int a, int b, long i) {
        switch (op) {
            case FORPREP -> {
                values(a, 3);
                if (random.nextBoolean()) {
                    fill(a, 3, Word.GARBAGE);
                    jump(i, false);
                } else {
                    Object loop = new Object();
                    for (int place = 0; place < 3; place++) {
                        set(a + place, new Word(Kind.CONTROL, loop, place));
                    }
                    set(a + 3, Word.VALUE);
                }
            }
            case FORLOOP -> {
                for (int place = 0; place < 3; place++) {
                    assertEquals(new Word(Kind.CONTROL, registers[a].loop, place), registers[a + place]);
                }
                if (random.nextBoolean()) {
                    set(a + 3, Word.VALUE);
                    jump(i, true);
                }
            }
            case TFORPREP -> {
                mark(a + 3);
                jump(i, false);
            }
            case TFORCALL -> {
                values(a, 3);
                assertTrue(a + 9 <= registers.length);
                fill(a + 4, registers.length - a - 4, Word.GARBAGE);
                fill(a + 4, b, Word.VALUE);
            }
            case TFORLOOP -> {
                value(a + 4);
                if (random.nextBoolean()) {
                    set(a + 2, Word.VALUE);
                    jump(i, true);
                }
            }
            default -> throw new AssertionError(op);
        }
    }

    // ---- registers -------------------------------------------------------------------------------------------------

    private void value(int register) {
        assertTrue(registers[register].isValue(), () -> "register " + register + " holds " + registers[register]);
    }

    private void values(int first, int count) {
        for (int register = first; register < Math.min(first + count, registers.length); register++) {
            value(register);
        }
    }

    private void compute(int to, int... from) {
        for (int register : from) {
            value(register);
        }
        set(to, Word.VALUE);
    }

    /** Everything a program can close later has to stay where it is. */
    private void set(int register, Word word) {
        assertTrue(!toClose.contains(register), () -> "register " + register + " is to be closed");
        registers[register] = word;
    }

    private void fill(int first, int count, Word word) {
        for (int n = 0; n < count; n++) {
            set(first + n, word);
        }
    }

    private Constant constant(int index) {
        return prototype.constants()[index];
    }

    // ---- control ---------------------------------------------------------------------------------------------------

    private void jump(long i, boolean backward) {
        assertEquals(backward, Instruction.j(i) < 0);
        pc += Instruction.j(i);
        assertNotEquals(0, prototype.vararg() ? pc + 1 : 1);
    }

    private void maybeJump(long i) {
        if (random.nextBoolean()) {
            jump(i, false);
        }
    }

    /** Reads function and arguments; then the callee's frame has been everywhere from there on. */
    private void call(int a, int b) {
        value(a);
        values(a + 3, b == 0 ? openCount(a + 3) : b - 1);
        assertTrue(a + 3 <= registers.length && a + 2 + b <= registers.length);
        fill(a, registers.length - a, Word.GARBAGE);
    }

    private void lift(int a, int count, boolean isOpen) {
        values(a, isOpen ? count + openCount(a + count) : count);
        fill(a, 2, Word.GARBAGE);
        fill(a + 2, count, Word.VALUE);
        if (isOpen) {
            leaveOpen(a + 2 + count, top + 2);
        }
    }

    private void leaveOpen(int first) {
        leaveOpen(first, first + random.nextInt(5));
    }

    private void leaveOpen(int first, int end) {
        nextTop = end;
        for (int register = first; register < registers.length; register++) {
            set(register, register < nextTop ? Word.VALUE : Word.GARBAGE);
        }
    }

    private int openCount(int first) {
        assertTrue(top >= first, "no open list that starts here");
        return top - first;
    }

    private void capture(Prototype nested) {
        for (Prototype.Upvalue upvalue : nested.upvalues()) {
            if (upvalue.inStack()) {
                Word word = registers[upvalue.index()];
                assertTrue(upvalue.cell() ? word == Word.CELL : word.isValue());
            } else {
                assertEquals(prototype.upvalues()[upvalue.index()].cell(), upvalue.cell());
            }
        }
    }

    private void mark(int register) {
        value(register);
        assertTrue(toClose.isEmpty() || toClose.getLast() < register);
        toClose.addLast(register);
    }

    private void close(int from) {
        while (!toClose.isEmpty() && toClose.getLast() >= from) {
            value(toClose.removeLast());
        }
    }
}
