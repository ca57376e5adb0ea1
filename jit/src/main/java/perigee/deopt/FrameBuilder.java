package perigee.deopt;

import static perigee.layout.StackLayout.*;

import perigee.emit.StateAt;
import perigee.frame.Link;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Turns frames of optimised code into those of the interpreter that they stand for, in their place. First everything is read
 * and made, then everything is written; there is room, as the code has seen to, so only memory can run out, and then
 * nothing has changed.
 */
public final class FrameBuilder {
    private final LuaState state;
    private final Stack stack;
    private final SavedValues saved;
    private final ObjectBuilder objects;

    public FrameBuilder(LuaState state) {
        this.state = state;
        stack = state.stack();
        saved = new SavedValues(state);
        objects = new ObjectBuilder(state);
    }

    /**
     * A guard has failed in the topmost frame, whose code's registers are in the thread block.
     *
     * @return base of the innermost frame, which the caller makes the topmost
     */
    public long leave(StateAt at, long base) {
        return build(stack.current(), at, base, 0);
    }

    /** A frame waits at a site; as {@link perigee.runtime.OptimizedFrames#materialize}. */
    public long materialize(long coroutine, StateAt at, int frameSlots, long base, long callee) {
        long innermost = build(coroutine, at, base, callee == 0 ? 0 : base + 8L * frameSlots);
        if (callee != 0) {
            relink(callee, innermost - base, flags(coroutine, origin(at), base + 8L * frameSlots - innermost));
        }
        return innermost;
    }

    /**
     * The topmost frame goes on, and has got the results that it waited for, if it did: they stand behind its slots. Makes
     * the innermost frame the topmost.
     *
     * @return where the result of a metamethod stands which is to complete the innermost frame's instruction; 0 if there is
     *         nothing more to do
     */
    public long deliver(StateAt at, int frameSlots, long base) {
        DeoptState origin = origin(at);
        long place = base + 8L * frameSlots;
        long innermost = build(stack.current(), at, base, origin.isCall() ? place : 0);
        stack.setBase(innermost);
        if (origin.innermost().resume() == Resume.RESULTS) {
            int wanted = origin.resultsWanted();
            long end = wanted == Link.MULTIPLE ? stack.top() : place + 8L * wanted;
            long target = innermost + 8L * origin.resultRegister();
            int count = (int) (end - place >> 3);
            Memory.moveWordsDown(place, target, count);
            stack.setTop(target + 8L * count);
        }
        return origin.innermost().resume() == Resume.FINISH ? place : 0;
    }

    /** What the link of the frame above has to say, whose function's place is so many bytes from the innermost's base. */
    private long flags(long coroutine, DeoptState origin, long distance) {
        if (origin.innermost().resume() == Resume.FINISH) {
            countNested(coroutine);
            return Link.CONTINUES;
        }
        return distance == 8L * origin.resultRegister() ? 0 : Link.MOVED;
    }

    private static DeoptState origin(StateAt at) {
        return (DeoptState) at.exit().origin();
    }

    // ---- writing the frames --------------------------------------------------------------------------------------------

    /** @param end where the innermost frame's registers end, since something stands there; 0 if nothing does */
    private long build(long coroutine, StateAt at, long base, long end) {
        DeoptState origin = origin(at);
        long[] values = saved.read(at, base);
        long[] made = objects.build(origin.objects(), values);
        if (coroutine != stack.current()) {
            state.heap().remember(coroutine);
        }
        int count = origin.frames().size();
        long frameBase = base;
        for (int i = 0; i < count; i++) {
            VirtualFrame frame = origin.frames().get(i);
            if (i > 0) {
                frameBase = header(coroutine, frame, frameBase, values, made);
            }
            Memory.putLong(frameBase + PC, Link.ofPc(Functions.instruction(frame.code(), frame.pc())));
            long last = i + 1 < count ? frameBase + 8L * origin.frames().get(i + 1).calledAt()
                    : end != 0 ? end : frameBase + 8L * frame.maxStack();
            registers(frame, frameBase, last, values, made);
        }
        if (end == 0 && coroutine == stack.current()) {
            openList(origin.innermost(), frameBase, values, made);
        }
        return frameBase;
    }

    private static void registers(VirtualFrame frame, long base, long end, long[] values, long[] made) {
        int count = (int) Math.min(frame.registers().length, end - base >> 3);
        for (int r = 0; r < count; r++) {
            Memory.putLong(base + 8L * r, ObjectBuilder.word(frame.registers()[r], values, made));
        }
        Memory.clearWords(base + 8L * count, end);
    }

    /** The header of an inlined frame, and what a vararg function has below it; returns its base. */
    private long header(long coroutine, VirtualFrame frame, long caller, long[] values, long[] made) {
        long function = ObjectBuilder.word(frame.function(), values, made);
        long base = caller + 8L * (frame.calledAt() + HEADER_WORDS);
        Memory.putLong(base + FUNCTION, function);
        Memory.putLong(base + LINK, Link.of(base - caller, frame.wanted(), frame.linkFlags()));
        if (frame.isMoved()) {
            Memory.putLong(base + PC, Word.NIL);
            int parameters = frame.parameters();
            Memory.clearWords(base, base + 8L * parameters);
            long extra = base + 8L * parameters;
            for (int i = 0; i < frame.extra().length; i++) {
                Memory.putLong(extra + 8L * i, ObjectBuilder.word(frame.extra()[i], values, made));
            }
            base = caller + 8L * frame.distance();
            Memory.putLong(base + EXTRA_COUNT, Word.ofInteger(frame.extra().length));
            Memory.putLong(base + FUNCTION, function);
            Memory.putLong(base + LINK, Link.of(base - caller, frame.wanted(), frame.linkFlags() | Link.VARARG));
        }
        if (Link.has(frame.linkFlags(), Link.CONTINUES)) {
            countNested(coroutine);
        }
        return base;
    }

    /** A metamethod's call was not counted, but its return will be. */
    private void countNested(long coroutine) {
        if (coroutine == stack.current()) {
            stack.setNesting(stack.nesting() + 1);
        }
    }

    /** What the next instruction takes up to the top; the arguments of a call that has only begun. */
    private void openList(VirtualFrame frame, long base, long[] values, long[] made) {
        if (frame.resume() != Resume.EXECUTE) {
            return;
        }
        int count = frame.registers().length;
        boolean begins = frame.pc() == 0;
        if (begins) {
            count = Math.max(frame.argumentCount(), frame.parameters());
            stack.setArgumentCount(count);
        }
        if (begins || count > frame.maxStack()) {
            for (int r = frame.maxStack(); r < frame.registers().length; r++) {
                Memory.putLong(base + 8L * r, ObjectBuilder.word(frame.registers()[r], values, made));
            }
        }
        stack.setTop(base + 8L * count);
    }

    // ---- the frame above -----------------------------------------------------------------------------------------------

    /** Tells a frame that its caller's base is higher now; its return address, if it has one, becomes a link. */
    private static void relink(long callee, long bytes, long flags) {
        long link = Stack.link(callee);
        if (Link.has(link, Link.VARARG)) {
            long below = Stack.functionPlace(callee) + HEADER_BYTES;
            long lower = Stack.link(below);
            Memory.putLong(below + LINK, Link.withDistance(lower, Link.distanceBytes(lower) - bytes) | flags);
        }
        Memory.putLong(callee + LINK, Link.withDistance(link, Link.distanceBytes(link) - bytes) | flags);
    }
}
