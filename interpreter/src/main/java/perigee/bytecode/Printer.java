package perigee.bytecode;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of bytecode, for {@code --dump=bytecode}, tests and messages.
 *
 * <p>One line an instruction: a {@code >} where a jump leads to, pc, line, mnemonic, operands by role, and after the
 * semicolon the names of what they stand for. Each name follows its operand, so {@code grep 'k[0-9]* "print"'} finds
 * every use of a constant.
 *
 * <pre>
 *   r3     register 3                   k5   constant 5
 *   r3..   registers from 3 on          u0   upvalue 0
 *   #2     two values                   p1   nested function 1
 *   #*     values up to top             -&gt;7  jump to pc 7
 * </pre>
 *
 * Operands are read through the roles of the {@link Opcode} table alone. The text depends on nothing but the
 * prototype. Prototypes that do not verify can be printed, too: what is out of range is shown as a question mark.
 */
public final class Printer {
    private static final int LINE_COLUMN = 8;
    private static final int OPCODE_COLUMN = 16;
    private static final int OPERANDS_COLUMN = 28;
    private static final int COMMENT_COLUMN = 48;
    /** Strings in comments are cut to this many bytes. */
    private static final int COMMENT_BYTES = 40;

    private final StringBuilder text = new StringBuilder();
    private final Prototype prototype;
    private final boolean[] isTarget;
    private final ActiveLocals locals;
    private final List<String> comment = new ArrayList<>();
    /** Where the current line starts in the text. */
    private int lineStart;

    private Printer(Prototype prototype) {
        this.prototype = prototype;
        isTarget = targets(prototype.code());
        locals = new ActiveLocals(prototype);
    }

    /** The function and its nested ones, the encloser first, separated by empty lines. */
    public static String print(Prototype prototype) {
        StringBuilder all = new StringBuilder(printAlone(prototype));
        for (Prototype nested : prototype.prototypes()) {
            all.append('\n').append(print(nested));
        }
        return all.toString();
    }

    /** The function without its nested ones. */
    public static String printAlone(Prototype prototype) {
        Printer printer = new Printer(prototype);
        printer.printHeader();
        for (int pc = 0; pc < prototype.code().length; pc++) {
            printer.printInstruction(pc);
        }
        printer.printConstants();
        printer.printUpvalues();
        printer.printLocals();
        return printer.text.toString();
    }

    /** The line of one instruction, without its end. */
    public static String printInstruction(Prototype prototype, int pc) {
        Printer printer = new Printer(prototype);
        printer.printInstruction(pc);
        return printer.text.toString().stripTrailing();
    }

    /** How listings and messages call a function: {@code function <test.lua:3,7>}, {@code main <test.lua:0,0>}. */
    public static String title(Prototype prototype) {
        return (prototype.lineDefined() == 0 ? "main " : "function ") + place(prototype);
    }

    private static String place(Prototype prototype) {
        String name = escape(ChunkName.display(prototype.source()), Integer.MAX_VALUE);
        return "<" + name + ":" + prototype.lineDefined() + "," + prototype.lastLineDefined() + ">";
    }

    // ---- the parts of a listing ------------------------------------------------------------------------------------

    private void printHeader() {
        text.append(title(prototype)).append(' ').append(counted(prototype.parameters(), "parameter"));
        if (prototype.vararg()) {
            text.append(", vararg");
        }
        text.append(", ").append(counted(prototype.maxStack(), "register"))
                .append(", ").append(counted(prototype.upvalues().length, "upvalue"))
                .append(", ").append(counted(prototype.constants().length, "constant"))
                .append(", ").append(counted(prototype.prototypes().length, "function"))
                .append(", ").append(counted(prototype.code().length, "instruction"))
                .append('\n');
    }

    private void printInstruction(int pc) {
        locals.advance(pc);
        lineStart = text.length();
        text.append(isTarget[pc] ? " >" : "  ").append(padLeft(pc, 4));
        column(LINE_COLUMN);
        if (pc < prototype.lines().length) {
            text.append('[').append(prototype.lines()[pc]).append(']');
        }
        column(OPCODE_COLUMN);
        long instruction = prototype.code()[pc];
        int number = Instruction.opNumber(instruction);
        if (number >= Opcode.count()) {
            text.append("? ").append(Long.toHexString(instruction)).append('\n');
            return;
        }
        Opcode op = Opcode.of(number);
        text.append(op);
        column(OPERANDS_COLUMN);
        comment.clear();
        int operands = text.length();
        boolean abc = op.format == Opcode.Format.ABC;
        printOperand(pc, op.a, Instruction.a(instruction));
        printOperand(pc, op.b, op.b == Operand.SIGNED ? Instruction.signedB(instruction) : Instruction.b(instruction));
        printOperand(pc, op.c, !abc ? Instruction.j(instruction)
                : op.c == Operand.SIGNED ? Instruction.signedC(instruction) : Instruction.c(instruction));
        if (abc) {
            printOperand(pc, op.d, Instruction.d(instruction));
        }
        if (text.length() > operands) {
            text.setLength(text.length() - 1);
        }
        if (!comment.isEmpty()) {
            column(COMMENT_COLUMN);
            text.append("; ").append(String.join(", ", comment));
        }
        endLine();
    }

    private void printOperand(int pc, Operand role, int value) {
        switch (role) {
            case NONE -> {
                return;
            }
            case DEF -> printNamed("r" + value, locals.name(value, pc + 1));
            case USE, USE_DEF -> printNamed("r" + value, locals.name(value, pc));
            case BASE -> text.append('r').append(value).append("..");
            case CONSTANT, STRING, NUMBER -> printNamed("k" + value, value >= 0 && value < prototype.constants().length
                    ? literal(prototype.constants()[value], COMMENT_BYTES) : "?");
            case UPVALUE -> printNamed("u" + value, value < prototype.upvalues().length
                    ? escape(prototype.upvalues()[value].name(), COMMENT_BYTES) : "?");
            case PROTOTYPE -> printNamed("p" + value, value >= 0 && value < prototype.prototypes().length
                    ? place(prototype.prototypes()[value]) : "?");
            case UNSIGNED, SIGNED -> text.append(value);
            case COUNT -> text.append('#').append(value == 0 ? "*" : value - 1);
            case JUMP -> text.append("->").append(pc + 1L + value);
            case FLAG -> {
                if (value == 0) {
                    return;
                }
                text.append("flag");
                if (value != 1) {
                    text.append('?');
                }
            }
        }
        text.append(' ');
    }

    /** Prints the operand and keeps its name, if it has one, for the comment. */
    private void printNamed(String operand, String name) {
        text.append(operand);
        if (name != null && !name.isEmpty()) {
            comment.add(operand + " " + name);
        }
    }

    private void printConstants() {
        printTitle("constants", prototype.constants().length);
        for (int i = 0; i < prototype.constants().length; i++) {
            printEntry("k" + i);
            text.append(literal(prototype.constants()[i], Integer.MAX_VALUE));
            endLine();
        }
    }

    private void printUpvalues() {
        printTitle("upvalues", prototype.upvalues().length);
        for (int i = 0; i < prototype.upvalues().length; i++) {
            Prototype.Upvalue upvalue = prototype.upvalues()[i];
            printEntry("u" + i);
            text.append(escape(upvalue.name(), Integer.MAX_VALUE));
            column(OPERANDS_COLUMN);
            text.append("encloser's ").append(upvalue.inStack() ? 'r' : 'u').append(upvalue.index());
            text.append(upvalue.cell() ? " cell" : "").append(upvalue.readOnly() ? " readonly" : "");
            endLine();
        }
    }

    private void printLocals() {
        printTitle("locals", prototype.locals().length);
        int[] registers = ActiveLocals.registers(prototype);
        for (int i = 0; i < prototype.locals().length; i++) {
            Prototype.Local local = prototype.locals()[i];
            printEntry("r" + registers[i]);
            text.append(escape(local.name(), Integer.MAX_VALUE));
            column(OPERANDS_COLUMN);
            text.append(local.startPc()).append("..").append(local.endPc()).append(local.cell() ? " cell" : "");
            endLine();
        }
    }

    private void printTitle(String title, int count) {
        if (count > 0) {
            text.append("  ").append(title).append(" (").append(count).append(")\n");
        }
    }

    private void printEntry(String name) {
        lineStart = text.length();
        text.append("  ").append(" ".repeat(Math.max(0, 4 - name.length()))).append(name);
        column(LINE_COLUMN);
    }

    /** Pads the line with at least one space, so that its next character stands in this column if it can. */
    private void column(int column) {
        text.append(" ".repeat(Math.max(1, column - (text.length() - lineStart))));
    }

    private void endLine() {
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }

    // ---- words ---------------------------------------------------------------------------------------------------

    private static boolean[] targets(long[] code) {
        boolean[] targets = new boolean[code.length];
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.opNumber(code[pc]) < Opcode.count() && Instruction.op(code[pc]).jumps()) {
                long target = pc + 1L + Instruction.j(code[pc]);
                if (target >= 0 && target < code.length) {
                    targets[(int) target] = true;
                }
            }
        }
        return targets;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String padLeft(int number, int width) {
        String digits = Integer.toString(number);
        return " ".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** The constant's text: strings quoted, floats with a point, an exponent or a word. */
    private static String literal(Constant constant, int limit) {
        return switch (constant) {
            case Constant.Nil() -> "nil";
            case Constant.Bool(boolean value) -> Boolean.toString(value);
            case Constant.Int(long value) -> Long.toString(value);
            case Constant.Float(double value) -> Double.toString(value);
            case Constant.Str(byte[] bytes) -> quote(bytes, limit);
        };
    }

    private static String quote(byte[] bytes, int limit) {
        return '"' + escape(bytes, limit).replace("\"", "\\\"") + '"';
    }

    /** The bytes in printable ASCII; at most {@code limit} of them, with dots for the rest. */
    private static String escape(byte[] bytes, int limit) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length && i < limit; i++) {
            int c = bytes[i] & 0xFF;
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        escaped.append((char) c);
                    } else {
                        escaped.append("\\x").append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    }
                }
            }
        }
        return bytes.length > limit ? escaped + "..." : escaped.toString();
    }

    /** The names of local variables by register, while the listing walks down the code. */
    private static final class ActiveLocals {
        private final Prototype.Local[] locals;
        /** Variables active at the instruction that is printed, or from the next one on. */
        private final List<Prototype.Local> active = new ArrayList<>();
        private int next;

        ActiveLocals(Prototype prototype) {
            locals = prototype.locals();
        }

        /** Goes on to an instruction further down. */
        void advance(int pc) {
            active.removeIf(local -> local.endPc() <= pc);
            while (next < locals.length && locals[next].startPc() <= pc + 1) {
                if (locals[next].endPc() > pc) {
                    active.add(locals[next]);
                }
                next++;
            }
        }

        /** Name of the variable in this register at the current instruction or the one after it; or null. */
        String name(int register, int at) {
            int place = 0;
            for (Prototype.Local local : active) {
                if (local.startPc() <= at && at < local.endPc() && place++ == register) {
                    return escape(local.name(), COMMENT_BYTES);
                }
            }
            return null;
        }

        /** The register of each variable: how many were active when it was declared. */
        static int[] registers(Prototype prototype) {
            Prototype.Local[] locals = prototype.locals();
            int[] registers = new int[locals.length];
            int[] endPcs = new int[locals.length];
            int depth = 0;
            for (int i = 0; i < locals.length; i++) {
                while (depth > 0 && endPcs[depth - 1] <= locals[i].startPc()) {
                    depth--;
                }
                registers[i] = depth;
                endPcs[depth++] = locals[i].endPc();
            }
            return registers;
        }
    }
}
