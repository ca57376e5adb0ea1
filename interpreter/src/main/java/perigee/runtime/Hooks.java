package perigee.runtime;

import static perigee.layout.StackLayout.*;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.frame.Link;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Debug hooks (manual 4.7, {@code lua_sethook}): which function is called on what events of a coroutine.
 *
 * <p>While the running coroutine has hooks, the thread's attention says {@link ThreadLayout#HOOK}; the interpreter then
 * executes one instruction at a time and asks {@link #beforeInstruction} before each, and the driver tells of calls and
 * returns. Within a hook function its coroutine has no hooks: a bit of the mask says so.
 */
public final class Hooks {
    /** Events, as bits of a mask. */
    public static final int CALL = 1;
    public static final int RETURN = 2;
    public static final int LINE = 4;
    public static final int COUNT = 8;
    /** Bit of a coroutine's mask: its hook function runs. It makes the mask negative. */
    private static final int RUNNING = 1 << 31;

    private static final int NO_LINE = -1;

    private final LuaState state;
    private final Stack stack;
    private final long callName;
    private final long tailCallName;
    private final long returnName;
    private final long lineName;
    private final long countName;
    /** Base of the frame of which a hook function is told, as an offset from its region; and what it passes on. */
    private long transferFrame;
    private int transferFirst;
    private int transferCount;
    /** Base of the frame of the Java function called last, as such an offset, and its number of arguments; 0 for none. */
    private long nativeFrame;
    private int nativeArguments;

    Hooks(LuaState state) {
        this.state = state;
        stack = state.stack();
        callName = state.strings().internOf("call");
        tailCallName = state.strings().internOf("tail call");
        returnName = state.strings().internOf("return");
        lineName = state.strings().internOf("line");
        countName = state.strings().internOf("count");
        state.heapConnection().addRoots(visitor -> {
            visitor.visit(callName);
            visitor.visit(tailCallName);
            visitor.visit(returnName);
            visitor.visit(lineName);
            visitor.visit(countName);
        });
    }

    // ---- setting -----------------------------------------------------------------------------------------------------

    /**
     * Sets a coroutine's hook from its next instruction on.
     *
     * @param function nil for none
     * @param mask     events; 0 for none
     * @param count    instructions between two COUNT events
     */
    public void set(long coroutine, long function, int mask, int count) {
        if (function == Word.NIL || mask == 0) {
            function = Word.NIL;
            mask = 0;
        }
        Memory.putLong(coroutine + HOOK, function);
        state.heap().writeBarrier(coroutine, function);
        Memory.putInt(coroutine + HOOK_COUNT, count);
        Memory.putInt(coroutine + HOOK_COUNTDOWN, count);
        Memory.putInt(coroutine + HOOK_MASK, mask | Memory.getInt(coroutine + HOOK_MASK) & RUNNING);
        stack.updateHookAttention();
    }

    /** The hook function, or nil. */
    public static long function(long coroutine) {
        return Memory.getLong(coroutine + HOOK);
    }

    public static int mask(long coroutine) {
        return Memory.getInt(coroutine + HOOK_MASK) & ~RUNNING;
    }

    public static int count(long coroutine) {
        return Memory.getInt(coroutine + HOOK_COUNT);
    }

    // ---- events ------------------------------------------------------------------------------------------------------

    /** The topmost frame, a Lua function's at its first instruction, has been called. Collects; moves the stack. */
    public void calledLua() {
        long base = stack.base();
        Memory.putInt(stack.current() + HOOK_LAST_PC, 0);
        if ((mask() & CALL) != 0) {
            movePc(base, Instruction.BYTES);
            boolean tail = Link.has(Stack.link(base), Link.TAIL_CALLED);
            int parameters = state.errors().frames().function(base).prototype().parameters();
            run(tail ? tailCallName : callName, NO_LINE, 1, parameters);
            movePc(stack.base(), -Instruction.BYTES);
        }
    }

    /** The same for a vararg function that has put its extra arguments out of the way. */
    public void calledVararg() {
        calledLua();
        // The next instruction counts as a new line.
        Memory.putInt(stack.current() + HOOK_LAST_PC, 1);
    }

    /** The topmost frame, a Java function's, has been called with so many arguments. */
    public void calledNative(int arguments) {
        if ((mask() & CALL) != 0) {
            run(callName, NO_LINE, 1, arguments);
        }
        nativeFrame = stack.base() - Memory.getLong(stack.current() + REGION);
        nativeArguments = arguments;
    }

    /**
     * The topmost frame returns values that stand on the stack.
     *
     * @return where they stand afterwards
     */
    public long returning(long first, int count) {
        long offset = first - stack.base();
        if ((mask() & RETURN) != 0) {
            if (count > 0 && stack.base() - Memory.getLong(stack.current() + REGION) == nativeFrame) {
                // To programs, results stand above the arguments, as in the reference.
                long shift = 8L * nativeArguments;
                first += stack.ensure(first + shift + 8L * (count + Stack.NATIVE_WORDS));
                Memory.moveWords(first, first + shift, count);
                first += shift;
                offset += shift;
            }
            long top = stack.top();
            long end = Math.max(top, first + 8L * count);
            stack.setTop(end);
            run(returnName, NO_LINE, (int) (offset >> 3) + 1, count);
            stack.setTop(stack.top() - (end - top));
        }
        nativeFrame = 0;
        long caller = state.errors().frames().caller(stack.current(), stack.base());
        if (Stack.isLua(caller)) {
            Memory.putInt(stack.current() + HOOK_LAST_PC, state.errors().frames().pc(caller));
        }
        return stack.base() + offset;
    }

    /**
     * An instruction of the topmost frame is about to be executed; the frame's pc points to it.
     *
     * @return false when there are no hooks in the running coroutine (any more)
     */
    public boolean beforeInstruction() {
        if (!stack.isHooked()) {
            return false;
        }
        int mask = mask();
        long base = stack.base();
        if ((mask & (LINE | COUNT)) == 0 || isVarargPreparation(base)) {
            return true;
        }
        boolean counted = (mask & COUNT) != 0 && countDown();
        movePc(base, Instruction.BYTES);
        if (counted) {
            run(countName, NO_LINE, 0, 0);
            // The hook function has returned to this instruction, which so counts as the beginning of a line.
            Memory.putInt(stack.current() + HOOK_LAST_PC, state.errors().frames().pc(stack.base()));
        }
        if ((mask & LINE) != 0) {
            traceLine();
        }
        movePc(stack.base(), -Instruction.BYTES);
        return true;
    }

    private static boolean isVarargPreparation(long base) {
        return Instruction.op(Memory.getLong(Link.pc(Memory.getLong(base + PC)))) == Opcode.VARARGPREP;
    }

    private boolean countDown() {
        long coroutine = stack.current();
        int left = Memory.getInt(coroutine + HOOK_COUNTDOWN) - 1;
        Memory.putInt(coroutine + HOOK_COUNTDOWN, left == 0 ? Memory.getInt(coroutine + HOOK_COUNT) : left);
        return left == 0;
    }

    /** A LINE event where a line begins: after a jump back, or when the line is another one than before. */
    private void traceLine() {
        Frames frames = state.errors().frames();
        Prototype prototype = frames.function(stack.base()).prototype();
        int pc = frames.pc(stack.base());
        int last = Memory.getInt(stack.current() + HOOK_LAST_PC);
        if (last >= prototype.code().length) {
            last = 0;
        }
        int line = Frames.lineAt(prototype, pc);
        if (!continues(prototype, last, pc) && (pc <= last || line != Frames.lineAt(prototype, last))) {
            run(lineName, line, 0, 0);
        }
        Memory.putInt(stack.current() + HOOK_LAST_PC, pc);
    }

    /**
     * Whether the instruction is one step with the last: the first TFORCALL of a loop with its TFORPREP, and one that is
     * executed again as it closes variables.
     */
    private static boolean continues(Prototype prototype, int last, int pc) {
        Opcode op = Instruction.op(prototype.code()[pc]);
        return switch (op) {
            case TFORCALL -> Instruction.op(prototype.code()[last]) == Opcode.TFORPREP;
            case CLOSE, RETURN -> pc == last;
            default -> false;
        };
    }

    private int mask() {
        return Memory.getInt(stack.current() + HOOK_MASK);
    }

    private static void movePc(long base, int bytes) {
        Memory.putLong(base + PC, Memory.getLong(base + PC) + bytes);
    }

    /** Calls the hook function, unless one runs already, or there is none any more. */
    private void run(long event, int line, int first, int count) {
        long coroutine = stack.current();
        int mask = Memory.getInt(coroutine + HOOK_MASK);
        if (mask <= 0) {
            return;
        }
        long outerFrame = transferFrame;
        int outerFirst = transferFirst;
        int outerCount = transferCount;
        transferFrame = stack.base() - Memory.getLong(coroutine + REGION);
        transferFirst = count == 0 ? 0 : first;
        transferCount = count;
        Memory.putInt(coroutine + HOOK_MASK, mask | RUNNING);
        stack.updateHookAttention();
        try {
            state.upcalls().callHook(function(coroutine), event, line < 0 ? Word.NIL : Word.ofInteger(line));
        } finally {
            Memory.putInt(coroutine + HOOK_MASK, Memory.getInt(coroutine + HOOK_MASK) & ~RUNNING);
            stack.updateHookAttention();
            transferFrame = outerFrame;
            transferFirst = outerFirst;
            transferCount = outerCount;
        }
    }

    /** Has something run in the running coroutine that hooks are not told of: a finalizer is no part of the program there. */
    void without(Runnable action) {
        long coroutine = stack.current();
        int mask = Memory.getInt(coroutine + HOOK_MASK);
        if (mask <= 0) {
            action.run();
            return;
        }
        long outerFrame = transferFrame;
        transferFrame = 0;
        Memory.putInt(coroutine + HOOK_MASK, mask | RUNNING);
        stack.updateHookAttention();
        try {
            action.run();
        } finally {
            Memory.putInt(coroutine + HOOK_MASK, Memory.getInt(coroutine + HOOK_MASK) & ~RUNNING);
            stack.updateHookAttention();
            transferFrame = outerFrame;
        }
    }

    // ---- what is passed on -------------------------------------------------------------------------------------------

    /** Whether a hook function runs that was told of a call of this frame, or of its return. */
    private boolean isTransferring(long coroutine, long base) {
        return Memory.getInt(coroutine + HOOK_MASK) < 0 && base - Memory.getLong(coroutine + REGION) == transferFrame;
    }

    /** Number, as of {@code debug.getlocal}, of the first value that the frame was called with or returns; 0 for none. */
    public int transferFirst(long coroutine, long base) {
        return isTransferring(coroutine, base) ? transferFirst : 0;
    }

    /** How many values the frame was called with or returns; 0 where no hook is told of that. */
    public int transferCount(long coroutine, long base) {
        return isTransferring(coroutine, base) ? transferCount : 0;
    }
}
