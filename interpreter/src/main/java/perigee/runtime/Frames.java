package perigee.runtime;

import static perigee.layout.StackLayout.*;

import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.value.ValueType;
import perigee.value.Word;

/** What is known of a frame: its function, the instruction it stands at, its source line, the name it was called by. */
public final class Frames {
    private static final VariableNames.Name FINALIZER =
            new VariableNames.Name("metamethod", new byte[] {'_', '_', 'g', 'c'});

    private final LuaState state;

    Frames(LuaState state) {
        this.state = state;
    }

    // ---- ways to frames ------------------------------------------------------------------------------------------------

    /** Base of the topmost frame of the running coroutine. */
    public long top() {
        long base = state.stack().base();
        if (Stack.isOptimized(base)) {
            base = state.stack().optimizedFrames().materialize(state.stack().current(), base, 0);
            state.stack().setBase(base);
        }
        return base;
    }

    /** Base of the topmost frame of any coroutine. */
    public long top(long coroutine) {
        if (coroutine == state.stack().current()) {
            return top();
        }
        long base = Memory.getLong(coroutine + SAVED_BASE);
        if (Stack.isOptimized(base)) {
            base = state.stack().optimizedFrames().materialize(coroutine, base, 0);
            Memory.putLong(coroutine + SAVED_BASE, base);
        }
        return base;
    }

    /** Base of the frame that called the one at this base of a coroutine's stack. */
    public long caller(long coroutine, long base) {
        long caller = Stack.caller(base);
        return Stack.isOptimized(caller) ? state.stack().optimizedFrames().materialize(coroutine, caller, base) : caller;
    }

    // ---- what is known of them -----------------------------------------------------------------------------------------

    /** The function of a Lua frame. */
    public LoadedFunction function(long base) {
        return state.functions().ofClosure(Stack.function(base));
    }

    /** Number of the instruction that a Lua frame executes, or has called from. */
    public int pc(long base) {
        long code = Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
        long next = Link.pc(Memory.getLong(base + PC));
        return (int) ((next - code - FunctionLayout.INSTRUCTIONS) / Instruction.BYTES) - 1;
    }

    /**
     * Source line of the instruction a Lua frame stands at; -1 when unknown. One that was interrupted before its first
     * instruction stands at that.
     */
    public int line(long base) {
        Prototype prototype = function(base).prototype();
        return lineAt(prototype, Math.max(0, pc(base)));
    }

    public static int lineAt(Prototype prototype, int pc) {
        return pc >= 0 && pc < prototype.lines().length ? prototype.lines()[pc] : -1;
    }

    /**
     * The frame some levels below another one of a coroutine, 0 being itself.
     *
     * @return its base, or 0 when there are not so many
     */
    public long atLevel(long base, long coroutine, int level) {
        long bottom = Stack.bottom(coroutine);
        for (; level > 0 && base != bottom; level--) {
            base = caller(coroutine, base);
            if (guardsFinalizer(base)) {
                base = caller(coroutine, base);
            }
        }
        return base == bottom ? 0 : base;
    }

    /** Whether the frame is there to catch the errors of a finalizer, and no level of the stack to programs. */
    public boolean guardsFinalizer(long base) {
        return !Stack.isLua(base) && Link.has(Stack.link(base), Link.HOOK)
                && Stack.function(base) == state.upcalls().protectedCall();
    }

    /** Whether this is the frame at the bottom of its coroutine's stack, which belongs to no function. */
    public boolean isBottom(long base, long coroutine) {
        return base == Stack.bottom(coroutine);
    }

    /**
     * Name of a frame's function as its caller's code tells it; null when it does not. A message handler passes for what
     * the failing instruction would have called, as in the reference.
     */
    public VariableNames.Name calledName(long coroutine, long base) {
        long link = Stack.link(base);
        if (Link.has(link, Link.HOOK)) {
            return new VariableNames.Name("hook", new byte[] {'?'});
        }
        if (Link.has(link, Link.TAIL_CALLED) || Link.distanceBytes(link) == 0) {
            return null;
        }
        long caller = caller(coroutine, base);
        if (guardsFinalizer(caller)) {
            return FINALIZER;
        }
        if (!Stack.isLua(caller)) {
            return null;
        }
        return VariableNames.calledFunction(function(caller).prototype(), pc(caller));
    }

    /**
     * Where an operand of the running Lua frame's instruction came from: "local 'x'" and the like.
     *
     * @param word the operand's value
     * @return null when it is not an operand, or has no name
     */
    public VariableNames.Name operandName(long word) {
        long base = top();
        if (!Stack.isLua(base)) {
            return null;
        }
        Prototype prototype = function(base).prototype();
        int pc = pc(base);
        int register = OperandSearch.find(prototype.code()[pc], base, Stack.function(base), word);
        if (register >= 0) {
            return VariableNames.describe(prototype, pc, register);
        }
        int upvalue = OperandSearch.findUpvalue(prototype.code()[pc], Stack.function(base), word);
        return upvalue < 0 ? null : VariableNames.describeUpvalue(prototype, upvalue);
    }

    /** The global name of a function: its place in a loaded module ("string.rep", "print"), or null. */
    public String globalName(long function) {
        long loaded = state.tables().getString(state.registry(), state.strings().internOf("_LOADED"));
        return ValueType.isTable(loaded) && function != Word.NIL ? GlobalNames.find(state.tables(), loaded, function) : null;
    }
}
