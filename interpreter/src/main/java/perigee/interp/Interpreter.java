package perigee.interp;

import static perigee.bytecode.OpcodeNumbers.*;
import static perigee.interp.Operands.*;

import perigee.bytecode.Instruction;
import perigee.frame.Link;
import perigee.interp.handler.ArithmeticHandlers;
import perigee.interp.handler.BitwiseHandlers;
import perigee.interp.handler.BranchHandlers;
import perigee.interp.handler.CallHandlers;
import perigee.interp.handler.LoopHandlers;
import perigee.interp.handler.MoveHandlers;
import perigee.interp.handler.TableHandlers;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaState;

/**
 * The interpreter loop: dispatches to the handlers of {@code perigee.interp.handler}. What has no handler, or what a
 * handler leaves, is done by {@link SlowPaths#execute}; then the topmost frame is loaded again.
 */
final class Interpreter {
    private final SlowPaths slow;
    private final Driver driver;
    private final MoveHandlers moves;
    private final TableHandlers fields;
    private final long threadBlock;

    Interpreter(LuaState state, Driver driver, FieldAccess fieldAccess, SlowPaths slow) {
        this.driver = driver;
        this.slow = slow;
        moves = new MoveHandlers(state.heap());
        fields = new TableHandlers(state, fieldAccess);
        threadBlock = state.stack().threadBlock();
    }

    /**
     * Interprets from the topmost frame on until the frame that Java has called returns.
     *
     * @return false when it has not, and compiled code or the {@link SteppingInterpreter} has to go on
     */
    boolean run() {
        long t = threadBlock;
        while (true) {
            if (!driver.isForInterpreter() || attention(t) && !slow.safepoint(false)) {
                return false;
            }
            long pc = enter(t, base(t));
            if (pc == 0) {
                return false;
            }
            do {
                int op = Memory.getUnsignedByte(pc);
                pc += Instruction.BYTES;
                pc = switch (op) {
                    case MOVE -> MoveHandlers.move(t, pc);
                    case LOADI -> MoveHandlers.loadInteger(t, pc);
                    case LOADK -> MoveHandlers.loadConstant(t, pc);
                    case LOADNIL -> MoveHandlers.loadNil(t, pc);
                    case LOADTRUE -> MoveHandlers.loadTrue(t, pc);
                    case LOADFALSE -> MoveHandlers.loadFalse(t, pc);
                    case GETCELL -> MoveHandlers.getCell(t, pc);
                    case SETCELL -> moves.setCell(t, pc);
                    case GETUPVAL -> MoveHandlers.getUpvalue(t, pc);
                    case GETUPCELL -> MoveHandlers.getUpvalueCell(t, pc);
                    case SETUPCELL -> moves.setUpvalueCell(t, pc);
                    case GETGLOBAL -> fields.getGlobal(t, pc);
                    case SETGLOBAL -> fields.setGlobal(t, pc);
                    case GETFIELD -> fields.getField(t, pc);
                    case SELF -> fields.self(t, pc);
                    case GETINDEX -> fields.getIndex(t, pc);
                    case GETI -> TableHandlers.getInteger(t, pc);
                    case SETFIELD -> fields.setField(t, pc);
                    case SETINDEX -> fields.setIndex(t, pc);
                    case SETI -> fields.setInteger(t, pc);
                    case ADD -> ArithmeticHandlers.add(t, pc);
                    case SUB -> ArithmeticHandlers.subtract(t, pc);
                    case MUL -> ArithmeticHandlers.multiply(t, pc);
                    case MOD -> ArithmeticHandlers.modulo(t, pc);
                    case POW -> ArithmeticHandlers.power(t, pc);
                    case DIV -> ArithmeticHandlers.divide(t, pc);
                    case IDIV -> ArithmeticHandlers.floorDivide(t, pc);
                    case BAND -> BitwiseHandlers.and(t, pc);
                    case BOR -> BitwiseHandlers.or(t, pc);
                    case BXOR -> BitwiseHandlers.xor(t, pc);
                    case SHL -> BitwiseHandlers.shiftLeft(t, pc);
                    case SHR -> BitwiseHandlers.shiftRight(t, pc);
                    case ADDK -> ArithmeticHandlers.addConstant(t, pc);
                    case SUBK -> ArithmeticHandlers.subtractConstant(t, pc);
                    case MULK -> ArithmeticHandlers.multiplyConstant(t, pc);
                    case MODK -> ArithmeticHandlers.moduloConstant(t, pc);
                    case POWK -> ArithmeticHandlers.powerConstant(t, pc);
                    case DIVK -> ArithmeticHandlers.divideConstant(t, pc);
                    case IDIVK -> ArithmeticHandlers.floorDivideConstant(t, pc);
                    case BANDK -> BitwiseHandlers.andConstant(t, pc);
                    case BORK -> BitwiseHandlers.orConstant(t, pc);
                    case BXORK -> BitwiseHandlers.xorConstant(t, pc);
                    case SHLK -> BitwiseHandlers.shiftLeftConstant(t, pc);
                    case SHRK -> BitwiseHandlers.shiftRightConstant(t, pc);
                    case ADDI -> ArithmeticHandlers.addImmediate(t, pc);
                    case SUBI -> ArithmeticHandlers.subtractImmediate(t, pc);
                    case UNM -> ArithmeticHandlers.negate(t, pc);
                    case NOT -> MoveHandlers.not(t, pc);
                    case LEN -> TableHandlers.length(t, pc);
                    case JMP -> LoopHandlers.jump(t, pc);
                    case LOOP -> LoopHandlers.loop(t, pc);
                    case JT -> BranchHandlers.ifTrue(t, pc);
                    case JF -> BranchHandlers.ifFalse(t, pc);
                    case JLT -> BranchHandlers.ifLess(t, pc);
                    case JNLT -> BranchHandlers.ifNotLess(t, pc);
                    case JLE -> BranchHandlers.ifLessOrEqual(t, pc);
                    case JNLE -> BranchHandlers.ifNotLessOrEqual(t, pc);
                    case JEQ -> BranchHandlers.ifEqual(t, pc);
                    case JNE -> BranchHandlers.ifNotEqual(t, pc);
                    case JLTI -> BranchHandlers.ifLessImmediate(t, pc);
                    case JNLTI -> BranchHandlers.ifNotLessImmediate(t, pc);
                    case JLEI -> BranchHandlers.ifLessOrEqualImmediate(t, pc);
                    case JNLEI -> BranchHandlers.ifNotLessOrEqualImmediate(t, pc);
                    case JGTI -> BranchHandlers.ifGreaterImmediate(t, pc);
                    case JNGTI -> BranchHandlers.ifNotGreaterImmediate(t, pc);
                    case JGEI -> BranchHandlers.ifGreaterOrEqualImmediate(t, pc);
                    case JNGEI -> BranchHandlers.ifNotGreaterOrEqualImmediate(t, pc);
                    case JEQK -> BranchHandlers.ifEqualConstant(t, pc);
                    case JNEK -> BranchHandlers.ifNotEqualConstant(t, pc);
                    case CALL -> CallHandlers.call(t, pc);
                    case TAILCALL -> CallHandlers.tailCall(t, pc);
                    case RETURN -> CallHandlers.returnSome(t, pc);
                    case RETURN0 -> CallHandlers.returnNothing(t, pc);
                    case RETURN1 -> CallHandlers.returnOne(t, pc);
                    case FORLOOP -> LoopHandlers.numericLoop(t, pc);
                    case TFORLOOP -> LoopHandlers.genericLoop(t, pc);
                    default -> -pc;
                };
            } while (pc > 0);
            if (pc != 0) {
                pc = -pc;
                store(base(t) + StackLayout.PC, Link.ofPc(pc));
                if (!slow.execute(base(t), pc, load(pc - Instruction.BYTES))) {
                    return true;
                }
            }
        }
    }
}
