package perigee.compile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.MalformedChunkException;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.bytecode.Prototype;
import perigee.bytecode.Verifier;

/** Compiles for tests: every prototype is verified, and is shown one instruction a line with its raw operands. */
final class Listing {
    private Listing() {
    }

    static Prototype compile(String source) {
        byte[] text = source.getBytes(StandardCharsets.ISO_8859_1);
        Prototype prototype = Compiler.compile(text, 0, text.length, new byte[] {'=', 'x'});
        try {
            Verifier.verify(prototype);
        } catch (MalformedChunkException e) {
            throw new AssertionError(e);
        }
        return prototype;
    }

    /** The main function's instructions, without the first and the last that every main function has. */
    static String of(String source) {
        Prototype prototype = compile(source);
        StringBuilder text = new StringBuilder();
        for (int pc = 1; pc < prototype.code().length - 1; pc++) {
            text.append(pc).append(' ').append(show(prototype, pc)).append('\n');
        }
        return text.toString();
    }

    /** All instructions of a function, one a line. */
    static String of(Prototype prototype) {
        StringBuilder text = new StringBuilder();
        for (int pc = 0; pc < prototype.code().length; pc++) {
            text.append(pc).append(' ').append(show(prototype, pc)).append('\n');
        }
        return text.toString();
    }

    /** The opcodes of the main function. */
    static List<Opcode> opcodes(String source) {
        List<Opcode> opcodes = new ArrayList<>();
        for (long instruction : compile(source).code()) {
            opcodes.add(Instruction.op(instruction));
        }
        return opcodes;
    }

    private static String show(Prototype prototype, int pc) {
        long instruction = prototype.code()[pc];
        Opcode op = Instruction.op(instruction);
        boolean isAbc = op.format == Opcode.Format.ABC;
        int c = isAbc ? Instruction.c(instruction) : Instruction.j(instruction);
        int signedC = isAbc ? Instruction.signedC(instruction) : c;
        return op + operand(prototype, pc, op.a, Instruction.a(instruction), Instruction.a(instruction))
                + operand(prototype, pc, op.b, Instruction.b(instruction), Instruction.signedB(instruction))
                + operand(prototype, pc, op.c, c, signedC)
                + (op.d == Operand.FLAG && Instruction.d(instruction) == 1 ? " flag" : "");
    }

    private static String operand(Prototype prototype, int pc, Operand role, int value, int signed) {
        return switch (role) {
            case NONE, FLAG -> "";
            case DEF, USE, USE_DEF, BASE -> " r" + value;
            case CONSTANT, STRING, NUMBER -> " " + constant(prototype.constants()[value]);
            case UPVALUE -> " u" + value;
            case PROTOTYPE -> " p" + value;
            case UNSIGNED, COUNT -> " " + value;
            case SIGNED -> " " + signed;
            case JUMP -> " ->" + (pc + 1 + value);
        };
    }

    private static String constant(Constant constant) {
        return switch (constant) {
            case Constant.Nil nil -> "nil";
            case Constant.Bool(boolean value) -> String.valueOf(value);
            case Constant.Int(long value) -> String.valueOf(value);
            case Constant.Float(double value) -> String.valueOf(value);
            case Constant.Str(byte[] bytes) -> "'" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
        };
    }
}
