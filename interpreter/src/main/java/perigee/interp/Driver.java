package perigee.interp;

import static perigee.layout.StackLayout.*;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.OpcodeNumbers;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.Coroutines;
import perigee.runtime.Executor;
import perigee.runtime.Functions;
import perigee.runtime.LuaState;
import perigee.runtime.Request;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The flat driver: calls, returns, coroutine switches and unwinding as edits of guest frames. It runs Java functions
 * itself and leaves Lua frames to the {@link Interpreter}.
 *
 * <p>Both {@link #invoke} and {@link #complete} end in one of two ways: the topmost frame is a Lua frame that can be
 * interpreted from its saved pc (true), or the frame that Java had called has returned (false).
 */
public final class Driver implements Executor {
    /** What a frame's link says of its caller, and of the way it was called. */
    private static final long KEPT_FLAGS =
            Link.ENTRY | Link.CONTINUES | Link.HOOK | Link.TAIL_CALLED | Link.MOVED;

    private final LuaState state;
    private final Stack stack;
    private final Functions functions;
    private final Interpreter interpreter;
    /** For coroutines with hooks. */
    private final SteppingInterpreter steppingInterpreter;
    private final InstructionCompletion completion;
    private final Unwinder unwinder;
    private final SlowPaths slowPaths;
    private final FieldAccess fields;
    private NativeTier nativeTier = NativeTier.NONE;
    /** The frame that Java has called from last: its coroutine, and the offset of its base from the region. */
    private long callerCoroutine;
    private long callerOffset;
    /** Whether an error is on its way that nothing has been thrown for. */
    private boolean raises;

    public Driver(LuaState state) {
        this.state = state;
        stack = state.stack();
        functions = state.functions();
        completion = new InstructionCompletion(state, this);
        fields = new FieldAccess(state);
        slowPaths = new SlowPaths(state, this, fields);
        interpreter = new Interpreter(state, this, fields, slowPaths);
        steppingInterpreter = new SteppingInterpreter(state, slowPaths);
        unwinder = new Unwinder(state, this);
        new FeedbackUpkeep(state, this, fields).listen();
        state.setExecutor(this);
    }

    // ---- calls from Java ---------------------------------------------------------------------------------------------

    @Override
    public void call(long function, int count, int wanted, long flags) {
        assert !Stack.isOptimized(stack.base());
        // Whoever is interrupted may be about to ask for the number of its arguments.
        int arguments = stack.argumentCount();
        int nesting = stack.nesting();
        state.heap().openNursery();
        stack.enter();
        long outerCoroutine = callerCoroutine;
        long outerOffset = callerOffset;
        callerCoroutine = stack.current();
        callerOffset = stack.base() - Memory.getLong(callerCoroutine + REGION);
        try {
            run(function, count, wanted, flags | Link.ENTRY);
        } finally {
            callerCoroutine = outerCoroutine;
            callerOffset = outerOffset;
            stack.setArgumentCount(arguments);
            stack.setNesting(nesting);
            stack.leave();
        }
    }

    private void run(long function, int count, int wanted, long flags) {
        boolean started = false;
        while (true) {
            try {
                if (!started) {
                    started = true;
                    if (!invoke(function, count, wanted, flags)) {
                        return;
                    }
                } else if (!unwinder.resume()) {
                    return;
                }
                interpret();
                return;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
                unwinder.unwind(state.asLuaError(failure), callerCoroutine, callerOffset);
            }
        }
    }

    /** Runs until the frame that Java has called returns: with hooks, in compiled code, or interpreted. */
    private void interpret() {
        while (true) {
            boolean done = stack.isHooked() ? steppingInterpreter.run()
                    : isForInterpreter() ? interpreter.run() : runNative();
            if (done) {
                return;
            }
        }
    }

    // ---- compiled code -----------------------------------------------------------------------------------------------

    /** Has functions compiled from now on. */
    public void setNativeTier(NativeTier tier) {
        nativeTier = tier;
    }

    NativeTier nativeTier() {
        return nativeTier;
    }

    /** The inline caches of field accesses. */
    public FieldAccess fields() {
        return fields;
    }

    /** Whether the topmost frame's function has no compiled code. When a loop of it has become hot, it may get some here. */
    boolean isForInterpreter() {
        if (Stack.isOptimized(stack.base())) {
            return false;
        }
        long code = Memory.getLong(Stack.function(stack.base()) + FunctionLayout.CODE);
        if (Memory.getInt(code + FunctionLayout.HOT_LOOP) != 0) {
            Memory.putInt(code + FunctionLayout.HOT_LOOP, 0);
            if (Memory.getLong(code + FunctionLayout.NATIVE_ENTRY) == 0) {
                nativeTier.hot(code);
            }
        }
        return Memory.getLong(code + FunctionLayout.NATIVE_ENTRY) == 0;
    }

    /** Runs compiled code as long as the topmost frame has some; as {@link Interpreter#run}. */
    private boolean runNative() {
        do {
            if (Memory.getInt(stack.threadBlock() + ThreadLayout.ATTENTION) != 0 && !mayRunNative()) {
                return false;
            }
            int reason = nativeTier.run();
            switch (reason) {
                case NativeTier.EXECUTE -> {
                    if (!execute()) {
                        return true;
                    }
                }
                case NativeTier.MISS -> {
                    nativeTier.missed(stack.base(), Link.pc(Memory.getLong(stack.base() + PC)));
                    if (!execute()) {
                        return true;
                    }
                }
                case NativeTier.LIBRARY -> {
                    if (!callLibrary()) {
                        return true;
                    }
                }
                case NativeTier.CALL -> callAgain();
                case NativeTier.POLL -> {
                    if (!slowPaths.safepoint(false)) {
                        return false;
                    }
                }
                case NativeTier.CALL_OUT -> {
                    if (!callOut()) {
                        return true;
                    }
                }
                case NativeTier.RETURN -> {
                    long link = Memory.getLong(stack.threadBlock() + ThreadLayout.RETURN_LINK);
                    if (!leaveFrame(link, stack.base() + FUNCTION, stack.argumentCount())) {
                        return true;
                    }
                }
                case NativeTier.HOT_CALL -> {
                    nativeTier.hot(Memory.getLong(Stack.function(stack.base()) + FunctionLayout.CODE));
                    callAgain();
                }
                default -> {
                }
            }
        } while (!isForInterpreter());
        return false;
    }

    /** Executes the instruction before the topmost frame's saved pc. */
    private boolean execute() {
        long base = stack.base();
        long pc = Link.pc(Memory.getLong(base + PC));
        return slowPaths.execute(base, pc, Memory.getLong(pc - Instruction.BYTES));
    }

    /**
     * Something asks for attention. A frame of optimised code may wait for results that nobody else could keep for it: it
     * goes on to its next safepoint, unless there are hooks.
     */
    private boolean mayRunNative() {
        return Stack.isOptimized(stack.base()) ? !stack.isHooked() : slowPaths.safepoint(false);
    }

    /** Optimised code wants the function above its frame called. */
    private boolean callOut() {
        long place = stack.optimizedFrames().callee(stack.base());
        int wanted = Memory.getInt(stack.threadBlock() + ThreadLayout.WANTED);
        return ValueType.isNative(Memory.getLong(place)) ? invokeNative(place, stack.argumentCount(), wanted)
                : invoke(place, stack.argumentCount(), wanted, 0);
    }

    /**
     * The CALL, TAILCALL or TFORCALL of a Java function that compiled code stands at; results of a tail call are all for its
     * RETURN. What TFORCALL calls is in place.
     */
    private boolean callLibrary() {
        long base = stack.base();
        long i = Memory.getLong(Link.pc(Memory.getLong(base + PC)) - Instruction.BYTES);
        long place = Stack.callPlace(base);
        int b = Instruction.b(i);
        int opcode = Instruction.opNumber(i);
        if (opcode == OpcodeNumbers.TFORCALL) {
            return invokeNative(place, 2, b);
        }
        int count = b == 0 ? (int) (stack.top() - place - HEADER_BYTES >> 3) : b - 1;
        return invokeNative(place, count, opcode == OpcodeNumbers.TAILCALL ? Link.MULTIPLE : Instruction.c(i) - 1);
    }

    /** Compiled code has begun a call that needs more than it can do: more stack, or attention. */
    private void callAgain() {
        long base = stack.base();
        long link = Stack.link(base);
        stack.setBase(Stack.caller(base));
        pushLua(base + FUNCTION, stack.argumentCount(), Link.wanted(link), link & KEPT_FLAGS);
    }

    // ---- calling -----------------------------------------------------------------------------------------------------

    /**
     * Calls the value at an address of the stack, from the topmost frame.
     *
     * @param place  where the function is; two free words and the arguments follow
     * @param count  number of arguments
     * @param wanted number of results the caller takes
     * @param flags  of the new frame's link
     */
    boolean invoke(long place, int count, int wanted, long flags) {
        if (Link.has(flags, Link.CONTINUES)) {
            stack.nest();
        }
        while (true) {
            long function = Memory.getLong(place);
            if (ValueType.isClosure(function)) {
                pushLua(place, count, wanted, flags);
                return true;
            }
            if (ValueType.isNative(function)) {
                return afterNative(callNative(place, count, wanted, flags));
            }
            place = insertCallMetamethod(place, count, function);
            count++;
        }
    }

    /** Pushes the frame of the Java function at a place and calls it; what it returns is for {@link #afterNative}. */
    private int callNative(long place, int count, int wanted, long flags) {
        place += stack.ensure(place + HEADER_BYTES + 8L * (count + Stack.NATIVE_WORDS));
        long base = place + HEADER_BYTES;
        Memory.putLong(base + LINK, Link.of(base - stack.base(), wanted, flags | Link.NATIVE));
        Memory.putLong(base + PC, Word.ofInteger(stack.nesting()));
        stack.setBase(base);
        stack.setTop(base + 8L * count);
        if (stack.isHooked()) {
            state.hooks().calledNative(count);
            base = stack.base();
        }
        return functions.nativeOf(Stack.function(base)).call(stack.callAt(base, count));
    }

    /** A CALL of a Java function: {@link #invoke} without what other calls need. */
    boolean invokeNative(long place, int count, int wanted) {
        int results = callNative(place, count, wanted, 0);
        long base = stack.base();
        long link = Memory.getLong(base + LINK);
        if (results < 0 || stack.isHooked() || Link.has(link, Link.MOVED)) {
            return afterNative(results);
        }
        stack.setBase(base - Link.distanceBytes(link));
        Memory.moveWordsDown(base, base + FUNCTION, results);
        adjust(base + FUNCTION, results, wanted);
        return true;
    }

    /** Puts the {@code __call} metamethod below the called value, which becomes the first argument. */
    long insertCallMetamethod(long place, int count, long called) {
        long metamethod = state.metamethod(called, Event.CALL);
        if (metamethod == Word.NIL) {
            throw state.errors().call(called);
        }
        place += stack.ensure(place + HEADER_BYTES + 8L * (count + Stack.NATIVE_WORDS));
        long arguments = place + HEADER_BYTES;
        Memory.moveWords(arguments, arguments + 8, count);
        Memory.putLong(arguments, called);
        Memory.putLong(place, metamethod);
        return place;
    }

    private void pushLua(long place, int count, int wanted, long flags) {
        long closure = Memory.getLong(place);
        long code = Memory.getLong(closure + FunctionLayout.CODE);
        int parameters = Memory.getInt(code + FunctionLayout.PARAMETERS);
        place += stack.ensure(place + HEADER_BYTES + 8L * words(code, count));
        long base = place + HEADER_BYTES;
        for (int i = count; i < parameters; i++) {
            Memory.putLong(base + 8L * i, Word.NIL);
        }
        Memory.putLong(base + LINK, Link.of(base - stack.base(), wanted, flags));
        Memory.putLong(base + PC, Link.ofPc(Memory.getLong(closure + FunctionLayout.ENTRY)));
        stack.setBase(base);
        stack.setArgumentCount(count);
        int calls = Memory.getInt(code + FunctionLayout.CALLS) + 1;
        Memory.putInt(code + FunctionLayout.CALLS, calls);
        boolean isCompiled = Memory.getLong(code + FunctionLayout.NATIVE_ENTRY) != 0;
        if (isCompiled ? calls == 0 : calls >= Memory.getInt(stack.threadBlock() + ThreadLayout.HOT_CALLS)) {
            nativeTier.hot(code);
        }
        if (Memory.getInt(code + FunctionLayout.IS_VARARG) != 0) {
            // Extra arguments stand beyond the frame until VARARGPREP has moved them.
            stack.setTop(base + 8L * count);
        } else if (stack.isHooked()) {
            state.hooks().calledLua();
        }
    }

    /** What a call needs above the frame's base, extra arguments included. */
    private static int words(long code, int count) {
        int words = Math.max(Memory.getInt(code + FunctionLayout.MAX_STACK), count + 1);
        int compiled = Memory.getInt(code + FunctionLayout.NATIVE_WORDS);
        if (compiled != 0 && Memory.getInt(code + FunctionLayout.IS_VARARG) != 0) {
            compiled += count + HEADER_WORDS + 1;
        }
        return Math.max(words, compiled);
    }

    /** A tail call: the topmost Lua frame gives its place to a call of the Lua function at an address above it. */
    boolean replaceFrame(long place, int count) {
        long base = stack.base();
        long link = Stack.link(base);
        long target = Stack.functionPlace(base);
        long caller = Stack.caller(base);
        Memory.putLong(target, Memory.getLong(place));
        Memory.moveWords(place + HEADER_BYTES, target + HEADER_BYTES, count);
        stack.setBase(caller);
        pushLua(target, count, Link.wanted(link), link & KEPT_FLAGS | Link.TAIL_CALLED);
        return true;
    }

    /** Calls the metamethod that an operation of the topmost Lua frame asked for. */
    boolean invokePending() {
        return invokePending(0);
    }

    /** The same, its frame some words higher: how far tells {@link InstructionCompletion} how far a CONCAT has got. */
    boolean invokePending(int offset) {
        long base = stack.base();
        noteMetamethod(Link.pc(Memory.getLong(base + PC)), state.pendingFunction());
        int count = state.pendingCount();
        long delta = stack.ensure(stack.frameEnd(base) + 8L * (offset + HEADER_WORDS + count));
        long place = stack.frameEnd(base + delta) + 8L * offset;
        Memory.putLong(place, state.pendingFunction());
        for (int i = 0; i < count; i++) {
            Memory.putLong(place + HEADER_BYTES + 8L * i, state.pendingArgument(i));
        }
        return invoke(place, count, 1, Link.CONTINUES);
    }

    private static void noteMetamethod(long pc, long metamethod) {
        Opcode.Feedback kind = Instruction.op(Memory.getLong(pc - Instruction.BYTES)).feedback;
        if (ValueType.isFunction(metamethod) && (kind == Opcode.Feedback.ARITHMETIC || kind == Opcode.Feedback.INDEX)) {
            CallFeedback.noteMetamethod(pc, CallTarget.bits(metamethod));
        }
    }

    // ---- returning ---------------------------------------------------------------------------------------------------

    /** The topmost frame, a Java function's, returned this to the driver. Results stand from its base on. */
    boolean afterNative(int result) {
        return switch (result) {
            case Call.CALL -> callRequested();
            case Call.YIELD -> yieldValues(stack.request().count());
            case Call.RAISE -> raise();
            case Call.RESUME -> resumeCoroutine(stack.request().coroutine(), stack.request().count());
            default -> complete(stack.base(), result);
        };
    }

    /**
     * A Java function has raised an error by what it returned: whoever catches it goes on here, if that is nobody outside. A
     * Java exception would take longer than all the rest. It is thrown for errors in functions that close variables, which
     * would recurse.
     */
    private boolean raise() {
        if (raises) {
            throw state.raised();
        }
        raises = true;
        try {
            unwinder.unwind(state.raised(), callerCoroutine, callerOffset);
            return unwinder.resume();
        } finally {
            raises = false;
        }
    }

    private boolean callRequested() {
        Request request = stack.request();
        long place = request.function();
        long returnAddress = ValueType.isClosure(Memory.getLong(place)) ? request.returnAddress() : 0;
        boolean goesOn = invoke(place, request.count(), Link.MULTIPLE, Link.CONTINUES);
        if (returnAddress != 0) {
            Memory.putLong(stack.base() + LINK, returnAddress);
        }
        return goesOn;
    }

    /** The topmost frame returns {@code count} results that stand at an address of the stack. */
    boolean complete(long first, int count) {
        if (stack.isHooked()) {
            first = state.hooks().returning(first, count);
        }
        long link = Stack.link(stack.base());
        long place = Stack.functionPlace(stack.base());
        Memory.moveWordsDown(first, place, count);
        return leaveFrame(link, place, count);
    }

    /** The results of the topmost frame have been put in the place of its function. */
    private boolean leaveFrame(long link, long place, int count) {
        long base = stack.base() - Link.distanceBytes(link);
        stack.setBase(base);
        if (Link.has(link, Link.CONTINUES)) {
            return continueCaller(place, count);
        }
        if (Link.has(link, Link.MOVED)) {
            long wanted = Stack.callPlace(base);
            Memory.moveWordsDown(place, wanted, count);
            place = wanted;
        }
        adjust(place, count, Link.wanted(link));
        return !Link.has(link, Link.ENTRY);
    }

    /** Makes the wanted number of results of those that there are; the top is set after them. */
    private void adjust(long place, int count, int wanted) {
        if (wanted != Link.MULTIPLE) {
            for (; count < wanted; count++) {
                Memory.putLong(place + 8L * count, Word.NIL);
            }
            count = wanted;
        }
        stack.setTop(place + 8L * count);
    }

    private boolean continueCaller(long place, int count) {
        stack.unnest();
        long base = stack.base();
        if (Stack.isLua(base)) {
            return completion.finish(base, place, count);
        }
        stack.setTop(place + 8L * count);
        if (base == Stack.bottom(stack.current())) {
            return finishCoroutine(place, count);
        }
        if (Unwinder.isClosing(base)) {
            return unwinder.closeNext();
        }
        return goOn(base, place, count);
    }

    /** The continuation of a Java frame gets what the function returned that the frame called. */
    private boolean goOn(long base, long first, int count) {
        Continuation continuation = takeContinuation(base);
        return afterNative(continuation.resume(stack.callAt(base, 0), first, count));
    }

    /** The continuation of a Java frame, which is used up by this. */
    Continuation takeContinuation(long base) {
        Continuation continuation = functions.continuationOf(base);
        Memory.putLong(base + LINK, Link.withContinuation(Stack.link(base), 0));
        return continuation;
    }

    // ---- coroutines --------------------------------------------------------------------------------------------------

    /** The topmost values go to a coroutine that waits to be started, or inside a yield. */
    private boolean resumeCoroutine(long coroutine, int count) {
        long resumer = stack.current();
        long values = stack.top() - 8L * count;
        stack.setTop(values);
        Stack.setStatus(resumer, Stack.NORMAL);
        Memory.putLong(coroutine + RESUMER, resumer);
        state.heap().writeBarrier(coroutine, resumer);
        boolean fresh = Memory.getLong(coroutine + SAVED_BASE) == Stack.bottom(coroutine);
        if (!fresh) {
            stack.setNesting(stack.nesting() + 1);
        }
        stack.switchTo(coroutine);
        Stack.setStatus(coroutine, Stack.RUNNING);
        long place = fresh ? stack.top() - HEADER_BYTES : stack.base();
        place += stack.ensure(place + 8L * (count + Stack.NATIVE_WORDS));
        // The resumer's region is another one, and has not moved.
        Memory.moveWords(values, fresh ? place + HEADER_BYTES : place, count);
        return fresh ? invoke(place, count, Link.MULTIPLE, Link.CONTINUES) : complete(place, count);
    }

    private boolean yieldValues(int count) {
        long coroutine = stack.current();
        long values = stack.top() - 8L * count;
        stack.setTop(values);
        Stack.setStatus(coroutine, Stack.SUSPENDED);
        return backToResumer(coroutine, values, count);
    }

    private boolean finishCoroutine(long place, int count) {
        long coroutine = stack.current();
        Stack.setStatus(coroutine, Stack.DEAD);
        stack.setTop(place);
        return backToResumer(coroutine, place, count);
    }

    private boolean backToResumer(long coroutine, long values, int count) {
        switchToResumer(coroutine);
        long place = stack.top();
        if (count > Stack.NATIVE_WORDS && !Coroutines.hasRoom(stack.current(), count)) {
            throw state.raiseFinal(state.strings().of("too many results to resume"));
        }
        place += stack.ensure(place + 8L * (count + Stack.NATIVE_WORDS));
        Memory.moveWords(values, place, count);
        stack.setTop(place + 8L * count);
        if (Stack.status(coroutine) == Stack.DEAD) {
            stack.releaseRegion(coroutine);
        }
        return goOn(stack.base(), place, count);
    }

    /** The coroutine stops running; who resumed it runs again. */
    void switchToResumer(long coroutine) {
        long resumer = Memory.getLong(coroutine + RESUMER);
        Memory.putLong(coroutine + RESUMER, 0);
        stack.switchTo(resumer);
        stack.setNesting((int) Word.integer(Memory.getLong(stack.base() + PC)));
        Stack.setStatus(resumer, Stack.RUNNING);
    }

    /** A metamethod has returned one result, that completes the instruction which the topmost frame waits in. */
    public void finishInstruction(long place) {
        completion.finish(stack.base(), place, 1);
    }

    InstructionCompletion completion() {
        return completion;
    }
}
