package perigee.interp;

import static perigee.bytecode.OpcodeNumbers.CALL;
import static perigee.bytecode.OpcodeNumbers.GETUPVAL;
import static perigee.bytecode.OpcodeNumbers.MOVE;
import static perigee.interp.Operands.*;

import perigee.bytecode.Instruction;
import perigee.interp.handler.CallHandlers;
import perigee.memory.Memory;

/**
 * Goes on after a MOVE or GETUPVAL without the interpreter's loop, as far as more of them follow: they come in rows, which
 * set up calls, so the CALL behind them is begun here as well. What is saved is an indirect jump for each of them.
 */
public final class LoadRun {
    private LoadRun() {
    }

    /** Returns what a handler does ({@code perigee.interp.handler}). */
    public static long from(long t, long pc) {
        while (true) {
            switch (Memory.getUnsignedByte(pc)) {
                case MOVE -> {
                    pc += Instruction.BYTES;
                    store(a(t, pc), registerB(t, pc));
                }
                case GETUPVAL -> {
                    pc += Instruction.BYTES;
                    store(a(t, pc), upvalueB(t, pc));
                }
                case CALL -> {
                    return CallHandlers.call(t, pc + Instruction.BYTES);
                }
                default -> {
                    return pc;
                }
            }
        }
    }
}
