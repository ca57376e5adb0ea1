package perigee.deopt;

import static perigee.layout.StackLayout.*;

import java.util.BitSet;
import perigee.bytecode.FrameTypes;
import perigee.bytecode.Liveness;
import perigee.bytecode.RegisterEffects;
import perigee.bytecode.Verifier;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Checks the frames that a guard left for against what the bytecode verifier knows of the interpreter's at the same
 * instructions. Of each frame, the outermost first:
 * <ul>
 * <li>it runs a closure of the state's function, is to go on at the state's instruction, and its link leads to the
 *     frame below;
 * <li>a register that is live, or holds a variable in scope, and certainly has a value there is not one that the state
 *     calls dead;
 * <li>such a register holds what {@link FrameTypes} says: a value that a program may see, a table, a cell, or one of
 *     the three numbers of a numeric loop. Of a frame that waits in a call these are the registers which that does not
 *     write.
 * </ul>
 *
 * <p>Which value it is cannot be told here: that is for the rest of the program to show, whose output must not change.
 */
public final class FrameVerifier {
    private final DeoptState state;

    private FrameVerifier(DeoptState state) {
        this.state = state;
    }

    /**
     * @param base of the outermost frame, which has just been made
     * @throws IllegalStateException when something is wrong
     */
    public static void verify(DeoptState state, long base) {
        new FrameVerifier(state).verify(base);
    }

    private void verify(long base) {
        long at = base;
        for (VirtualFrame frame : state.frames()) {
            if (!frame.isOutermost()) {
                long caller = at;
                at += 8L * frame.distance();
                check(Stack.caller(at) == caller, frame, "has a link that does not lead to its caller");
            }
            verify(frame, at, frame == state.innermost());
        }
    }

    private void verify(VirtualFrame frame, long base, boolean isInnermost) {
        long closure = Stack.function(base);
        check(ValueType.isClosure(closure) && Memory.getLong(closure + FunctionLayout.CODE) == frame.code(), frame,
                "runs another function");
        check(Memory.getLong(base + PC) == Link.ofPc(Functions.instruction(frame.code(), frame.pc())), frame,
                "is to go on elsewhere");
        boolean waits = !isInnermost || frame.resume() != Resume.EXECUTE;
        BitSet registers = Liveness.orInScope(frame.prototype(), frame.pc());
        if (waits) {
            RegisterEffects.visit(frame.instruction(frame.pc() - 1), new WrittenByCall(registers));
        }
        FrameTypes types = Verifier.typesBefore(frame.prototype(), waits ? frame.pc() - 1 : frame.pc());
        for (int r = registers.nextSetBit(0); r >= 0; r = registers.nextSetBit(r + 1)) {
            verify(frame, r, Memory.getLong(base + 8L * r), types);
        }
    }

    private void verify(VirtualFrame frame, int register, long word, FrameTypes types) {
        boolean isValue = types.isValue(register);
        boolean isCell = types.isCell(register);
        boolean isOfLoop = types.isLoopState(register);
        // Arguments that were not given are no registers of a frame that begins.
        boolean isGiven = frame.pc() > 0 || register < frame.registers().length;
        if ((isValue || isCell || isOfLoop) && isGiven) {
            check(register < frame.registers().length && frame.registers()[register] != Ref.DEAD, frame,
                    "has no r" + register + ", which is needed");
        }
        if (isValue) {
            check(types.isTable(register) ? ValueType.isTable(word) : isVisible(word), frame,
                    "has 0x" + Long.toHexString(word) + " in r" + register);
        }
        check(!isCell || Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) == HeapType.CELL, frame,
                "has no cell in r" + register);
        check(!isOfLoop || ValueType.isNumber(word), frame, "has no number in r" + register + " of a loop");
    }

    /** Whether a program may see a word. */
    private static boolean isVisible(long word) {
        if (!Word.isObject(word)) {
            return Word.isInteger(word) || Word.isFloat(word) || Word.isLight(word) || Word.isBoolean(word)
                    || word == Word.NIL;
        }
        int type = (word & 7) == 0 ? Memory.getInt(word + ObjectHeader.SHAPE) : HeapType.FREE;
        return switch (type) {
            case HeapType.STRING, HeapType.ROPE, HeapType.CLOSURE, HeapType.NATIVE, HeapType.USERDATA,
                    HeapType.COROUTINE, HeapType.BOX -> true;
            default -> type >= HeapType.FIRST_SHAPE;
        };
    }

    private void check(boolean holds, VirtualFrame frame, String what) {
        if (!holds) {
            throw new IllegalStateException(
                    "frame verifier: the frame of " + frame + " " + what + ", left for " + state);
        }
    }

    /** Takes those registers away that a call is to write. */
    private record WrittenByCall(BitSet registers) implements RegisterEffects.ChangeVisitor {
        @Override
        public void writes(int first, int count) {
            registers.clear(first, count == RegisterEffects.OPEN ? Math.max(first, registers.length()) : first + count);
        }
    }
}
