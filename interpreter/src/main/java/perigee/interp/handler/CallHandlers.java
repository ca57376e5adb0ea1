package perigee.interp.handler;

import static perigee.interp.CallSteps.*;
import static perigee.interp.Operands.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.LINK;
import static perigee.layout.StackLayout.PC;

import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.frame.Link;
import perigee.interp.LoadRun;
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
        int count = argumentCount(t, pc, place);
        long code = load(function + CODE);
        long callee = place + HEADER_BYTES;
        if (!isCallable(t, code, callee, count)) {
            return -pc;
        }
        long base = base(t);
        store(base + PC, Link.ofPc(pc));
        store(callee + LINK, Link.of(callee - base, c(pc) - 1, 0));
        CallFeedback.note(pc, CallTarget.ofCode(code));
        return LoadRun.loads(t, begin(t, function, code, callee, count));
    }

    /** {@code TAILCALL}: the called function's frame takes the place of the running one. */
    public static long tailCall(long t, long pc) {
        long place = a(t, pc);
        long function = load(place);
        long base = base(t);
        long link = load(base + LINK);
        if (!Word.isObject(function) || attention(t) || !Link.isPlain(link)
                || Memory.getInt(function + ObjectHeader.SHAPE) != HeapType.CLOSURE) {
            return -pc;
        }
        int count = argumentCount(t, pc, place);
        long code = load(function + CODE);
        if (!isCallable(t, code, base, count)) {
            return -pc;
        }
        store(base + FUNCTION, function);
        Memory.moveWordsDown(place + HEADER_BYTES, base, count);
        store(base + LINK, link | Link.TAIL_CALLED);
        CallFeedback.note(pc, CallTarget.ofCode(code));
        return begin(t, function, code, base, count);
    }

    /** {@code RETURN} */
    public static long returnSome(long t, long pc) {
        long base = base(t);
        long link = load(base + LINK);
        if (!Link.isPlain(link) || d(pc) != 0) {
            return -pc;
        }
        long first = a(t, pc);
        int b = b(pc);
        int count = b == 0 ? (int) (load(t + ThreadLayout.TOP) - first >> 3) : b - 1;
        Memory.moveWordsDown(first, base + FUNCTION, count);
        adjust(t, base + FUNCTION, count, Link.wanted(link));
        return enter(t, base - Link.distanceBytes(link));
    }

    /** {@code RETURN0} */
    public static long returnNothing(long t, long pc) {
        long base = base(t);
        long link = load(base + LINK);
        if (!Link.isPlain(link)) {
            return -pc;
        }
        adjust(t, base + FUNCTION, 0, Link.wanted(link));
        return enter(t, base - Link.distanceBytes(link));
    }

    /** {@code RETURN1} */
    public static long returnOne(long t, long pc) {
        long base = base(t);
        long link = load(base + LINK);
        if (!Link.isPlain(link)) {
            return -pc;
        }
        store(base + FUNCTION, registerA(t, pc));
        if (Link.wanted(link) != 1) {
            adjust(t, base + FUNCTION, 1, Link.wanted(link));
        }
        return enter(t, base - Link.distanceBytes(link));
    }
}
