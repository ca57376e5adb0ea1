package perigee.vm.dump;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;

/** Bytecode of a chunk, whole or of the functions of one name: a function has the name of what it is first stored in. */
public final class BytecodeDump {
    private final String wanted;
    private final StringBuilder text = new StringBuilder();

    private BytecodeDump(String wanted) {
        this.wanted = wanted;
    }

    /** The listing of a chunk and of all functions in it. */
    public static String of(Prototype main) {
        return Printer.print(main);
    }

    /** The listings of all functions of a name, separated by empty lines; empty when there are none. */
    public static String of(Prototype main, String name) {
        BytecodeDump dump = new BytecodeDump(name);
        dump.addNested(main);
        return dump.text.toString();
    }

    private void addNested(Prototype encloser) {
        long[] code = encloser.code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]) == Opcode.CLOSURE) {
                Prototype nested = encloser.prototypes()[Instruction.j(code[pc])];
                if (wanted.equals(nameOf(encloser, pc))) {
                    text.append(text.isEmpty() ? "" : "\n").append(Printer.printAlone(nested));
                }
                addNested(nested);
            }
        }
    }

    /** What the closure made at an instruction is called; null when nothing tells. */
    private static String nameOf(Prototype encloser, int pc) {
        int register = Instruction.a(encloser.code()[pc]);
        if (pc + 1 < encloser.code().length) {
            long next = encloser.code()[pc + 1];
            Opcode op = Instruction.op(next);
            if (op == Opcode.SETGLOBAL && Instruction.a(next) == register) {
                return string(encloser, Instruction.c(next));
            }
            if (op == Opcode.SETFIELD && Instruction.c(next) == register) {
                return string(encloser, Instruction.b(next));
            }
            if (op == Opcode.SETUPCELL && Instruction.a(next) == register) {
                return latin1(encloser.upvalues()[Instruction.b(next)].name());
            }
            if (op == Opcode.SETCELL && Instruction.b(next) == register) {
                register = Instruction.a(next);
            }
        }
        byte[] local = VariableNames.localName(encloser, register + 1, pc + 1);
        return local == null ? null : latin1(local);
    }

    private static String string(Prototype prototype, int constant) {
        return prototype.constants()[constant] instanceof Constant.Str(byte[] bytes) ? latin1(bytes) : null;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
