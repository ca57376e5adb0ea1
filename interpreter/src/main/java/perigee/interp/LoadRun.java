package perigee.interp;

import static perigee.bytecode.OpcodeNumbers.CALL;
import static perigee.bytecode.OpcodeNumbers.GETUPCELL;
import static perigee.bytecode.OpcodeNumbers.GETUPVAL;
import static perigee.bytecode.OpcodeNumbers.LOADI;
import static perigee.bytecode.OpcodeNumbers.LOADK;
import static perigee.bytecode.OpcodeNumbers.MOVE;
import static perigee.interp.Operands.*;
import static perigee.layout.FunctionLayout.CELL_VALUE;

import perigee.bytecode.Instruction;
import perigee.interp.handler.CallHandlers;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Goes on after a load without the interpreter's loop, as far as more of them follow: they come in rows, which
 * set up calls, so the CALL behind them is begun here as well. What is saved is an indirect jump for each of them.
 */
public final class LoadRun {
    private LoadRun() {
    }

    /** Returns what a handler does ({@code perigee.interp.handler}). */
    public static long from(long t, long pc) {
        pc = loads(t, pc);
        return Memory.getUnsignedByte(pc) == CALL ? CallHandlers.call(t, pc + Instruction.BYTES) : pc;
    }

    /** The loads alone; returns the instruction after them. */
    public static long loads(long t, long pc) {
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
                case GETUPCELL -> {
                    pc += Instruction.BYTES;
                    store(a(t, pc), load(upvalueB(t, pc) + CELL_VALUE));
                }
                case LOADI -> {
                    pc += Instruction.BYTES;
                    store(a(t, pc), Word.ofInteger(j(pc)));
                }
                case LOADK -> {
                    pc += Instruction.BYTES;
                    store(a(t, pc), constantJ(t, pc));
                }
                default -> {
                    return pc;
                }
            }
        }
    }
}
