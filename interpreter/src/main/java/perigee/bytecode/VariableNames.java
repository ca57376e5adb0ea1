package perigee.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names that error messages and tracebacks give to values: "local 'x'", "global 'f'", "field 'y'".
 *
 * <p>A value in a register has no name of its own; its name is that of where the code took it from. So the instruction
 * that set the register last is searched, in the code before the one at fault, and its operands tell: that is what
 * Lua 5.4 does (manual, {@code debug.getinfo}, option 'n'; {@code ldebug.c} of 5.4.8), and these answers are the same
 * for the same program. The search takes no time in a run without errors, and time in proportion to the function in one
 * with.
 *
 * <p>Functions here take verified prototypes, allocate little, raise nothing, and know nothing of the guest heap.
 */
public final class VariableNames {
    private static final String LOCAL = "local";
    private static final String UPVALUE = "upvalue";
    private static final String CONSTANT = "constant";
    private static final String GLOBAL = "global";
    private static final String FIELD = "field";
    private static final String METHOD = "method";
    private static final String FOR_ITERATOR = "for iterator";
    private static final String METAMETHOD = "metamethod";

    private static final byte[] UNKNOWN = {'?'};
    private static final byte[] ENVIRONMENT = {'_', 'E', 'N', 'V'};
    /** The reference's GETI takes eight bits; keys beyond are registers to it, which have no name. */
    private static final int LARGEST_NAMED_INDEX = 255;

    /**
     * A name.
     *
     * @param kind what it is the name of, as messages and {@code namewhat} put it: "local", "upvalue", "constant",
     *             "global", "field", "method", "for iterator" or "metamethod"; others may make more
     * @param name its bytes, without the "__" of metamethods; not to be written
     */
    public record Name(String kind, byte[] name) {
        private Name(String kind, String name) {
            this(kind, name.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name(String otherKind, byte[] otherName) && kind.equals(otherKind)
                    && Arrays.equals(name, otherName);
        }

        @Override
        public int hashCode() {
            return 31 * kind.hashCode() + Arrays.hashCode(name);
        }

        @Override
        public String toString() {
            return kind + " '" + new String(name, StandardCharsets.ISO_8859_1) + "'";
        }
    }

    private VariableNames() {
    }

    /** Name of the n-th local variable (from 1) that is active at the instruction, or null. */
    public static byte[] localName(Prototype prototype, int n, int pc) {
        int left = n;
        for (Prototype.Local local : prototype.locals()) {
            if (local.startPc() > pc) {
                break;
            }
            if (pc < local.endPc() && --left == 0) {
                return local.name();
            }
        }
        return null;
    }

    /** What the value is called that a register holds when the instruction at {@code pc} runs; null when unknown. */
    public static Name describe(Prototype prototype, int pc, int register) {
        Search search = new Search(prototype, pc);
        Name variable = search.variable(register);
        return variable != null || search.pc < 0 ? variable : accessed(prototype, search.pc, search.register);
    }

    /** What an upvalue is called that an instruction takes as an operand (GETGLOBAL and SETGLOBAL index one). */
    public static Name describeUpvalue(Prototype prototype, int upvalue) {
        return new Name(UPVALUE, upvalueName(prototype, upvalue));
    }

    /** What the function is called that the instruction at {@code pc} has called; null when unknown. */
    public static Name calledFunction(Prototype prototype, int pc) {
        long instruction = prototype.code()[pc];
        return switch (Instruction.op(instruction)) {
            case CALL, TAILCALL -> describe(prototype, pc, Instruction.a(instruction));
            case TFORCALL -> new Name(FOR_ITERATOR, FOR_ITERATOR);
            case GETGLOBAL, GETFIELD, GETINDEX, GETI, SELF -> metamethod("index");
            case SETGLOBAL, SETFIELD, SETINDEX, SETI -> metamethod("newindex");
            case ADD, ADDI, ADDK -> metamethod("add");
            case SUB, SUBI, SUBK -> metamethod("sub");
            case MUL, MULK -> metamethod("mul");
            case MOD, MODK -> metamethod("mod");
            case POW, POWK -> metamethod("pow");
            case DIV, DIVK -> metamethod("div");
            case IDIV, IDIVK -> metamethod("idiv");
            case BAND, BANDK -> metamethod("band");
            case BOR, BORK -> metamethod("bor");
            case BXOR, BXORK -> metamethod("bxor");
            case SHL, SHLK -> metamethod("shl");
            case SHR, SHRK -> metamethod("shr");
            case UNM -> metamethod("unm");
            case BNOT -> metamethod("bnot");
            case LEN -> metamethod("len");
            case CONCAT -> metamethod("concat");
            case JEQ, JNE -> metamethod("eq");
            case JLT, JNLT, JLTI, JNLTI, JGTI, JNGTI -> metamethod("lt");
            case JLE, JNLE, JLEI, JNLEI, JGEI, JNGEI -> metamethod("le");
            case CLOSE, RETURN -> metamethod("close");
            case MOVE, LOADI, LOADK, LOADNIL, LOADTRUE, LOADFALSE, NEWCELL, GETCELL, SETCELL, GETUPVAL, GETUPCELL,
                    SETUPCELL, NEWTABLE, SETLIST, LIFT, NOT, JMP, LOOP, JT, JF, JEQK, JNEK, RETURN0, RETURN1, FORPREP,
                    FORLOOP, TFORPREP, TFORLOOP, CLOSURE, VARARG, VARARGPREP, TBC -> null;
        };
    }

    private static Name metamethod(String event) {
        return new Name(METAMETHOD, event);
    }

    // ---- from the instruction that set a register to a name -------------------------------------------------------

    /** The name of what a table access has put into a register, or null when the instruction is none. */
    private static Name accessed(Prototype prototype, int pc, int register) {
        long instruction = prototype.code()[pc];
        if (Instruction.a(instruction) != register) {
            return null;
        }
        int b = Instruction.b(instruction);
        int c = Instruction.c(instruction);
        return switch (Instruction.op(instruction)) {
            case GETGLOBAL -> new Name(isEnvironment(upvalueName(prototype, b)) ? GLOBAL : FIELD,
                    stringOrUnknown(prototype, c));
            case GETFIELD -> new Name(fieldKind(prototype, pc, b), stringOrUnknown(prototype, c));
            case GETINDEX -> {
                Name key = new Search(prototype, pc).variable(c);
                yield new Name(fieldKind(prototype, pc, b),
                        key != null && key.kind.equals(CONSTANT) ? key.name : UNKNOWN);
            }
            case GETI -> c <= LARGEST_NAMED_INDEX ? new Name(FIELD, "integer index")
                    : new Name(FIELD, UNKNOWN);
            case SELF -> new Name(METHOD, stringOrUnknown(prototype, c));
            default -> null;
        };
    }

    /** A field of a variable named {@code _ENV} is a global. */
    private static String fieldKind(Prototype prototype, int pc, int table) {
        Name variable = new Search(prototype, pc).variable(table);
        boolean isVariable = variable != null && (variable.kind.equals(LOCAL) || variable.kind.equals(UPVALUE));
        return isVariable && isEnvironment(variable.name) ? GLOBAL : FIELD;
    }

    private static boolean isEnvironment(byte[] name) {
        return Arrays.equals(name, ENVIRONMENT);
    }

    private static byte[] upvalueName(Prototype prototype, int upvalue) {
        byte[] name = prototype.upvalues()[upvalue].name();
        return name.length == 0 ? UNKNOWN : name;
    }

    private static byte[] stringOrUnknown(Prototype prototype, int constant) {
        byte[] text = string(prototype, constant);
        return text == null ? UNKNOWN : text;
    }

    /** The text of a string constant up to its first zero, where the reference's messages end it, too; or null. */
    private static byte[] string(Prototype prototype, int constant) {
        if (!(prototype.constants()[constant] instanceof Constant.Str(byte[] bytes))) {
            return null;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return Arrays.copyOf(bytes, i);
            }
        }
        return bytes;
    }

    /** A walk from an instruction back to the one that gave a register its value. */
    private static final class Search implements RegisterEffects.ChangeVisitor {
        private final Prototype prototype;
        /** Where the value was needed; then the instruction that made it, or -1 when that is not certain. */
        private int pc;
        private int register;
        private boolean changed;

        Search(Prototype prototype, int pc) {
            this.prototype = prototype;
            this.pc = pc;
        }

        /** The variable or constant that the register's value was copied from; null with pc telling who made it. */
        Name variable(int startRegister) {
            register = startRegister;
            while (true) {
                byte[] local = localName(prototype, register + 1, pc);
                if (local != null) {
                    return new Name(LOCAL, local);
                }
                pc = lastChange();
                if (pc < 0) {
                    return null;
                }
                long instruction = prototype.code()[pc];
                int b = Instruction.b(instruction);
                switch (Instruction.op(instruction)) {
                    case MOVE -> {
                        if (b >= Instruction.a(instruction)) {
                            return null;
                        }
                        register = b;
                    }
                    case GETCELL -> {
                        byte[] captured = localName(prototype, b + 1, pc);
                        return captured == null ? null : new Name(LOCAL, captured);
                    }
                    case GETUPVAL, GETUPCELL -> {
                        return describeUpvalue(prototype, b);
                    }
                    case LOADK -> {
                        byte[] text = string(prototype, Instruction.j(instruction));
                        return text == null ? null : new Name(CONSTANT, text);
                    }
                    default -> {
                        return null;
                    }
                }
            }
        }

        /**
         * The last instruction before pc that changed the register, or -1 when there is none, or when a jump may have
         * led past it.
         */
        private int lastChange() {
            int last = -1;
            int joined = 0;
            for (int at = 0; at < pc; at++) {
                long instruction = prototype.code()[at];
                changed = false;
                RegisterEffects.visit(instruction, this);
                if (changed) {
                    last = at < joined ? -1 : at;
                }
                if (Instruction.op(instruction).jumps()) {
                    int target = at + 1 + Instruction.j(instruction);
                    if (target <= pc && target > joined) {
                        joined = target;
                    }
                }
            }
            return last;
        }

        @Override
        public void writes(int first, int count) {
            changed |= register >= first && (count == RegisterEffects.OPEN || register < first + count);
        }
    }
}
