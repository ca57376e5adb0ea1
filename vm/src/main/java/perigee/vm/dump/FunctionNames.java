package perigee.vm.dump;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** What functions are called: after what they are first stored in, or by the place of their definition. */
final class FunctionNames {
    private final Collection<Prototype> enclosers;

    /** @param enclosers functions that others may be nested in, at once */
    FunctionNames(Collection<Prototype> enclosers) {
        this.enclosers = enclosers;
    }

    /** With all functions that are loaded. */
    static FunctionNames of(LuaState state) {
        return new FunctionNames(state.functions().all().stream().map(LoadedFunction::prototype).toList());
    }

    /** Whether a function has a name: that of what it is stored in, or {@code chunk:line}. Every one has the name null. */
    boolean isCalled(Prototype prototype, String name) {
        return name == null || name.equals(place(prototype)) || name.equals(of(prototype));
    }

    /** {@code chunk:line} of the definition. */
    static String place(Prototype prototype) {
        return latin1(ChunkName.display(prototype.source())) + ":" + prototype.lineDefined();
    }

    /** What a function is first stored in; null when nothing tells. */
    private String of(Prototype prototype) {
        for (Prototype encloser : enclosers) {
            for (Prototype nested : encloser.prototypes()) {
                if (nested == prototype) {
                    return of(encloser, prototype);
                }
            }
        }
        return null;
    }

    private static String of(Prototype encloser, Prototype nested) {
        long[] code = encloser.code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]) == Opcode.CLOSURE && encloser.prototypes()[Instruction.j(code[pc])] == nested) {
                return of(encloser, pc);
            }
        }
        return null;
    }

    /** What the closure made at an instruction is called; null when nothing tells. */
    static String of(Prototype encloser, int pc) {
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
