package perigee.vm.dump;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;

/** Bytecode of a chunk, whole or of the functions of one name. */
public final class BytecodeDump {
    private final String wanted;
    private final StringBuilder text = new StringBuilder();

    private BytecodeDump(String wanted) {
        this.wanted = wanted;
    }

    /**
     * The listing of a chunk and of all functions in it, or of those of a name, separated by empty lines.
     *
     * @param name as {@link FunctionNames} says; null for all
     */
    public static String of(Prototype main, String name) {
        if (name == null) {
            return Printer.print(main);
        }
        BytecodeDump dump = new BytecodeDump(name);
        if (name.equals(FunctionNames.place(main))) {
            dump.add(main);
        }
        dump.addNested(main);
        return dump.text.toString();
    }

    private void addNested(Prototype encloser) {
        long[] code = encloser.code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]) == Opcode.CLOSURE) {
                Prototype nested = encloser.prototypes()[Instruction.j(code[pc])];
                if (wanted.equals(FunctionNames.of(encloser, pc)) || wanted.equals(FunctionNames.place(nested))) {
                    add(nested);
                }
                addNested(nested);
            }
        }
    }

    private void add(Prototype prototype) {
        text.append(text.isEmpty() ? "" : "\n").append(Printer.printAlone(prototype));
    }
}
