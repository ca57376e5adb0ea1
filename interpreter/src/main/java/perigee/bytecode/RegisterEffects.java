package perigee.bytecode;

/**
 * Which registers each instruction reads, writes and leaves without a value.
 *
 * <p>This is the one place that knows the ranges which opcodes imply beside their {@code DEF} and {@code USE}
 * operands: frame headers and arguments of calls, lists, and loop control. The verifier checks and follows them, the
 * names in error messages are found by them, and so may any liveness analysis.
 *
 * <p>The effects are those of both ways on of an instruction that jumps: {@code FORPREP} and {@code FORLOOP} write
 * R[A+3] only where an iteration follows, {@code TFORLOOP} writes R[A+2] only where it jumps.
 */
public final class RegisterEffects {
    /** Count of an open range: up to top where it is read or written, up to the frame's end where it is clobbered. */
    public static final int OPEN = -1;

    /** Told the effects of one instruction: first everything read, then everything clobbered, then what is written. */
    public interface Visitor {
        /** {@code count} registers from {@code first} on are read. */
        void reads(int first, int count);

        /** These registers hold nothing meaningful afterwards, unless they are written, too. */
        void clobbers(int first, int count);

        /** These registers hold values afterwards. */
        void writes(int first, int count);
    }

    /** Is told only which registers no longer hold what they held. */
    @FunctionalInterface
    public interface ChangeVisitor extends Visitor {
        @Override
        default void reads(int first, int count) {
        }

        @Override
        default void clobbers(int first, int count) {
            writes(first, count);
        }
    }

    private RegisterEffects() {
    }

    /** Tells the visitor the effects of one instruction, which need not be valid beyond its opcode. */
    public static void visit(long instruction, Visitor visitor) {
        Opcode op = Instruction.op(instruction);
        int a = Instruction.a(instruction);
        if (op.a == Operand.USE || op.a == Operand.USE_DEF) {
            visitor.reads(a, 1);
        }
        if (op.b == Operand.USE) {
            visitor.reads(Instruction.b(instruction), 1);
        }
        if (op.c == Operand.USE) {
            visitor.reads(Instruction.c(instruction), 1);
        }
        if (op.a == Operand.BASE) {
            visitRanges(op, a, instruction, visitor);
        }
        if (op.a == Operand.DEF || op.a == Operand.USE_DEF) {
            visitor.writes(a, 1);
        }
    }

    private static void visitRanges(Opcode op, int a, long instruction, Visitor visitor) {
        int b = Instruction.b(instruction);
        switch (op) {
            case LOADNIL -> visitor.writes(a, b + 1);
            case SELF -> {
                visitor.writes(a, 1);
                visitor.writes(a + 3, 1);
            }
            case SETLIST -> {
                visitor.reads(a, 1);
                visitor.reads(a + 1, counted(b));
            }
            case CONCAT -> {
                visitor.reads(a, b);
                visitor.clobbers(a, b);
                visitor.writes(a, 1);
            }
            case LIFT -> visitLift(a, b, Instruction.d(instruction) == 1, visitor);
            case CALL, TAILCALL -> {
                visitor.reads(a, 1);
                visitor.reads(a + 3, counted(b));
                visitor.clobbers(a, 3);
                visitor.clobbers(a, OPEN);
                visitor.writes(a, op == Opcode.CALL ? counted(Instruction.c(instruction)) : OPEN);
            }
            case RETURN -> visitor.reads(a, counted(b));
            case FORPREP, FORLOOP -> {
                visitor.reads(a, 3);
                visitor.writes(a, 4);
            }
            case TFORPREP -> visitor.reads(a + 3, 1);
            case TFORCALL -> {
                visitor.reads(a, 3);
                visitor.clobbers(a + 4, 5);
                visitor.clobbers(a + 4, OPEN);
                visitor.writes(a + 4, b);
            }
            case TFORLOOP -> {
                visitor.reads(a + 4, 1);
                visitor.writes(a + 2, 1);
            }
            case VARARG -> visitor.writes(a, counted(b));
            case CLOSE -> {
            }
            default -> throw new AssertionError(op);
        }
    }

    private static void visitLift(int a, int count, boolean isOpen, Visitor visitor) {
        visitor.reads(a, count);
        if (isOpen) {
            visitor.reads(a + count, OPEN);
            visitor.clobbers(a, 2);
            visitor.clobbers(a, OPEN);
            visitor.writes(a + 2, count);
            visitor.writes(a + 2 + count, OPEN);
        } else {
            visitor.clobbers(a, 2);
            visitor.writes(a + 2, count);
        }
    }

    /** The count that a COUNT field stands for; zero is an open list. */
    private static int counted(int field) {
        return field == 0 ? OPEN : field - 1;
    }

    /** Whether the instruction sets top: an instruction that takes an open list follows it. */
    public static boolean producesOpenList(long instruction) {
        return switch (Instruction.op(instruction)) {
            case CALL -> Instruction.c(instruction) == 0;
            case VARARG -> Instruction.b(instruction) == 0;
            case LIFT -> Instruction.d(instruction) == 1;
            case TAILCALL -> true;
            default -> false;
        };
    }

    /** First register of the open list that such an instruction leaves. */
    public static int openListLeft(long instruction) {
        int a = Instruction.a(instruction);
        return Instruction.op(instruction) == Opcode.LIFT ? a + 2 + Instruction.b(instruction) : a;
    }

    /** First register of the open list that the instruction takes, or -1 when it takes none. */
    public static int openListTaken(long instruction) {
        Opcode op = Instruction.op(instruction);
        int a = Instruction.a(instruction);
        int b = Instruction.b(instruction);
        return switch (op) {
            case CALL, TAILCALL -> b == 0 ? a + 3 : -1;
            case RETURN -> b == 0 ? a : -1;
            case SETLIST -> b == 0 ? a + 1 : -1;
            case LIFT -> Instruction.d(instruction) == 1 ? a + b : -1;
            default -> -1;
        };
    }
}
