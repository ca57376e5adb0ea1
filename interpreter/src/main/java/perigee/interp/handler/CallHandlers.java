package perigee.interp.handler;

import static perigee.interp.Operands.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.LINK;
import static perigee.layout.StackLayout.PC;

import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.frame.Link;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/** Calls of Lua functions by Lua functions, and their returns. */
public final class CallHandlers {
    private CallHandlers() {
    }

    /** {@code CALL} */
    public static long call(long t, long pc) {
        long place = a(t, pc);
        long function = load(place);
        if (!Word.isObject(function) || attention(t)
                || Memory.getInt(function + ObjectHeader.SHAPE) != HeapType.CLOSURE) {
            return -pc;
        }
        int b = b(pc);
        int count = b == 0 ? (int) (load(t + ThreadLayout.TOP) - place - HEADER_BYTES >> 3) : b - 1;
        long code = load(function + CODE);
        long callee = place + HEADER_BYTES;
        int calls = Memory.getInt(code + CALLS) + 1;
        if (load(code + NATIVE_ENTRY) != 0 || calls >= Memory.getInt(t + ThreadLayout.HOT_CALLS)
                || callee + 8L * Math.max(Memory.getInt(code + MAX_STACK), count + 1) > load(t + ThreadLayout.LIMIT)) {
            return -pc;
        }
        Memory.putInt(t + ThreadLayout.ARGUMENT_COUNT, count);
        for (int parameters = Memory.getInt(code + PARAMETERS); count < parameters; count++) {
            store(callee + 8L * count, Word.NIL);
        }
        long base = base(t);
        store(base + PC, Link.ofPc(pc));
        store(callee + LINK, Link.of(callee - base, c(pc) - 1, 0));
        CallFeedback.note(pc, CallTarget.ofCode(code));
        Memory.putInt(code + CALLS, calls);
        store(t + ThreadLayout.BASE, callee);
        store(t + ThreadLayout.CONSTANTS, load(code + CONSTANTS));
        return load(function + ENTRY);
    }

    /** {@code RETURN0} */
    public static long returnNothing(long t, long pc) {
        long base = base(t);
        long link = load(base + LINK);
        if (!Link.isPlain(link) || Link.wanted(link) > 0) {
            return -pc;
        }
        store(t + ThreadLayout.TOP, base + FUNCTION);
        return enter(t, base - Link.distanceBytes(link));
    }

    /** {@code RETURN1} */
    public static long returnOne(long t, long pc) {
        long base = base(t);
        long link = load(base + LINK);
        if (!Link.isPlain(link) || Link.wanted(link) != 1) {
            return -pc;
        }
        store(base + FUNCTION, registerA(t, pc));
        return enter(t, base - Link.distanceBytes(link));
    }
}
