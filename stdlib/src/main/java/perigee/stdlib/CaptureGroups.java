package perigee.stdlib;

import static perigee.layout.FunctionLayout.IDENTITY;
import static perigee.layout.FunctionLayout.UPVALUE_COUNT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.bytecode.RegisterEffects;
import perigee.layout.HeapType;
import perigee.memory.Memory;
import perigee.object.Tables;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.stdlib.CapturedVariables.Slot;
import perigee.stdlib.CapturedVariables.Variable;

/**
 * Which copies of a captured variable belong together; see {@link CapturedVariables}. One object answers one question:
 * it keeps what it has found out of the program, and the program goes on.
 *
 * <p>Closures bear the order in which they were made. Those that one activation makes are made in the order of its code,
 * each once, loops aside: a second closure of the same code, or an earlier one, is another activation's.
 */
final class CaptureGroups {
    private static final int REGISTERS = Instruction.MAX_REGISTER + 1;

    private final LuaState state;
    private final Map<Slot, Variable> joined;
    private final Map<LoadedFunction, Encloser> enclosers = new IdentityHashMap<>();
    private final Map<LoadedFunction, Variable[]> variables = new IdentityHashMap<>();

    /** Where a function is nested: the function around it, and the instruction there that makes its closures. */
    private record Encloser(LoadedFunction function, int pc) {
    }

    CaptureGroups(LuaState state, Map<Slot, Variable> joined) {
        this.state = state;
        this.joined = joined;
        for (LoadedFunction function : state.functions().all()) {
            if (function != null) {
                noteNested(function);
            }
        }
    }

    private void noteNested(LoadedFunction function) {
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]) == Opcode.CLOSURE) {
                enclosers.put(function.children().get(Instruction.j(code[pc])), new Encloser(function, pc));
            }
        }
    }

    // ---- variables -------------------------------------------------------------------------------------------------------

    /** The variable that an upvalue is. */
    Variable variable(Slot slot) {
        Variable other = joined.get(slot);
        if (other != null) {
            return other;
        }
        LoadedFunction function = state.functions().ofClosure(slot.closure());
        return function.prototype().upvalues()[slot.index()].cell()
                ? new Variable.Cell(Memory.getLong(slot.address())) : variables(function)[slot.index()];
    }

    /** The variables in the source that a function's upvalues are. */
    private Variable[] variables(LoadedFunction function) {
        Variable[] found = variables.get(function);
        if (found == null) {
            Prototype.Upvalue[] upvalues = function.prototype().upvalues();
            Encloser encloser = enclosers.get(function);
            found = new Variable[upvalues.length];
            for (int i = 0; i < found.length; i++) {
                if (encloser == null) {
                    found[i] = new Variable.Outermost(function, i);
                } else if (upvalues[i].inStack()) {
                    found[i] = captured(encloser, upvalues[i].index());
                } else {
                    found[i] = variables(encloser.function)[upvalues[i].index()];
                }
            }
            variables.put(function, found);
        }
        return found;
    }

    /** The variable in a register that a closure captures; a local function that captures itself begins behind that. */
    private static Variable captured(Encloser encloser, int register) {
        boolean itself = Instruction.a(encloser.function.prototype().code()[encloser.pc]) == register;
        return local(encloser.function, register, itself ? encloser.pc + 1 : encloser.pc);
    }

    /** The variable that is in a register before an instruction. */
    static Variable.Local local(LoadedFunction function, int register, int pc) {
        Prototype.Local[] locals = function.prototype().locals();
        int active = 0;
        for (int i = 0; i < locals.length && locals[i].startPc() <= pc; i++) {
            if (pc < locals[i].endPc() && active++ == register) {
                return new Variable.Local(function, i);
            }
        }
        return new Variable.Local(function, -1 - unnamed(function.prototype(), register, pc));
    }

    /**
     * A variable of code without names: its register, and the last instruction before this one that writes it. All
     * captures of a variable that is copied stand behind all its assignments.
     */
    private static int unnamed(Prototype prototype, int register, int pc) {
        Writes writes = new Writes(register);
        int definition = pc - 1;
        while (definition >= 0 && !writes.isWrittenBy(prototype.code()[definition])) {
            definition--;
        }
        return (definition + 1) * REGISTERS + register;
    }

    /** Whether instructions write a register. */
    private static final class Writes implements RegisterEffects.Visitor {
        private final int register;
        private boolean found;

        Writes(int register) {
            this.register = register;
        }

        boolean isWrittenBy(long instruction) {
            found = false;
            RegisterEffects.visit(instruction, this);
            return found;
        }

        @Override
        public void reads(int first, int count) {
        }

        @Override
        public void clobbers(int first, int count) {
        }

        @Override
        public void writes(int first, int count) {
            found |= first <= register && register < first + count;
        }
    }

    /** The register of a variable before an instruction, or -1 where it is not active. */
    static int register(Variable.Local variable, int pc) {
        if (variable.number() < 0) {
            int unnamed = -1 - variable.number();
            int register = unnamed % REGISTERS;
            return unnamed(variable.function().prototype(), register, pc) == unnamed ? register : -1;
        }
        Prototype.Local[] locals = variable.function().prototype().locals();
        if (pc < locals[variable.number()].startPc() || pc >= locals[variable.number()].endPc()) {
            return -1;
        }
        int register = 0;
        for (int i = 0; i < variable.number(); i++) {
            if (locals[i].startPc() <= pc && pc < locals[i].endPc()) {
                register++;
            }
        }
        return register;
    }

    // ---- copies ----------------------------------------------------------------------------------------------------------

    /** All upvalues that are copies of a variable and hold this value, cells joined to it included. */
    List<Slot> copies(Variable variable, long value) {
        Map<LoadedFunction, List<Integer>> candidates = new HashMap<>();
        List<Slot> found = new ArrayList<>();
        state.heap().forEach(HeapType.CLOSURE, closure -> {
            LoadedFunction function = state.functions().ofClosure(closure);
            for (int index : candidates.computeIfAbsent(function, f -> indexes(f, variable))) {
                Slot slot = new Slot(closure, index);
                if (index < Memory.getInt(closure + UPVALUE_COUNT) && !joined.containsKey(slot)
                        && slot.value() == value) {
                    found.add(slot);
                }
            }
        });
        joined.forEach((slot, other) -> {
            if (other.equals(variable) && slot.value() == value) {
                found.add(slot);
            }
        });
        return found;
    }

    /** Which of a function's upvalues are copies of a variable. */
    private List<Integer> indexes(LoadedFunction function, Variable variable) {
        List<Integer> indexes = new ArrayList<>();
        Prototype.Upvalue[] upvalues = function.prototype().upvalues();
        for (int i = 0; i < upvalues.length; i++) {
            if (!upvalues[i].cell() && variables(function)[i].equals(variable)) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    /** The upvalues that are the same variable as this one, itself included. */
    List<Slot> sharing(Slot slot) {
        Variable variable = variable(slot);
        List<Slot> copies = copies(variable, slot.value());
        if (!(variable instanceof Variable.Local local) || joined.containsKey(slot)) {
            if (!copies.contains(slot)) {
                copies.add(slot);
            }
            return copies;
        }
        List<Slot> direct = new ArrayList<>();
        List<Slot> sharing = new ArrayList<>();
        for (Slot copy : copies) {
            (isDirect(copy, local) ? direct : sharing).add(copy);
        }
        direct.sort(Comparator.comparingInt(copy -> Tables.age(Memory.getInt(copy.closure() + IDENTITY))));
        int position = direct.indexOf(slot);
        if (position < 0) {
            sharing.addAll(direct);
            return sharing;
        }
        sharing.add(slot);
        for (int step = -1; step <= 1; step += 2) {
            int last = pc(slot);
            for (int i = position + step; i >= 0 && i < direct.size() && follows(direct.get(i), last, step, local); i += step) {
                last = pc(direct.get(i));
                sharing.add(direct.get(i));
            }
        }
        return sharing;
    }

    /** Whether the closure was made by the function that declares the variable. */
    private boolean isDirect(Slot slot, Variable.Local local) {
        Encloser encloser = joined.containsKey(slot) ? null : enclosers.get(state.functions().ofClosure(slot.closure()));
        return encloser != null && encloser.function == local.function();
    }

    /** The instruction that made the closure. */
    private int pc(Slot slot) {
        return enclosers.get(state.functions().ofClosure(slot.closure())).pc;
    }

    /** Whether one activation may make this closure next, or before, one that the instruction at {@code last} made. */
    private boolean follows(Slot slot, int last, int step, Variable.Local local) {
        int pc = pc(slot);
        return (step > 0 ? pc > last : pc < last) || isRepeated(local, pc, last);
    }

    /** Whether a loop within the variable's scope makes an activation pass both instructions again and again. */
    private static boolean isRepeated(Variable.Local local, int pc, int last) {
        Prototype prototype = local.function().prototype();
        int start = local.number() < 0 ? (-1 - local.number()) / REGISTERS
                : prototype.locals()[local.number()].startPc();
        long[] code = prototype.code();
        for (int end = Math.max(pc, last); end < code.length; end++) {
            if (Instruction.op(code[end]).jumps()) {
                int target = end + 1 + Instruction.j(code[end]);
                if (target >= start && target <= Math.min(pc, last)) {
                    return true;
                }
            }
        }
        return false;
    }
}
