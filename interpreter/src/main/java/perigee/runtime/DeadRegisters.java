package perigee.runtime;

import static perigee.layout.StackLayout.PC;

import java.util.BitSet;
import perigee.bytecode.Instruction;
import perigee.bytecode.Liveness;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Lets go what the topmost Lua frame holds in registers that its code will not read again before it writes them. Without
 * that, the arguments of a call that is over would live as long as the loop after it. Variables in scope and variables to
 * be closed are kept. (Frames below have called something, from behind all that they still need.)
 */
public final class DeadRegisters {
    private DeadRegisters() {
    }

    /** @param base of the topmost frame, whose saved pc is the next instruction */
    static void clear(LuaState state, long base) {
        LoadedFunction function = state.errors().frames().function(base);
        Prototype prototype = function.prototype();
        long offset = Link.pc(Memory.getLong(base + PC)) - function.code() - FunctionLayout.INSTRUCTIONS;
        int pc = (int) (offset / Instruction.BYTES);
        if (Instruction.op(prototype.code()[pc]) == Opcode.VARARGPREP) {
            // The frame is still to be made.
            return;
        }
        clear(state.stack(), base, Liveness.orInScope(prototype, pc), prototype.maxStack());
    }

    /** Makes so many words of the running coroutine's stack nil, but for those that are live and variables to be closed. */
    public static void clear(Stack stack, long base, BitSet live, int words) {
        for (int r = live.nextClearBit(0); r < words; r = live.nextClearBit(r + 1)) {
            if (!stack.isToClose(base + 8L * r)) {
                Memory.putLong(base + 8L * r, Word.NIL);
            }
        }
    }
}
