package perigee.stdlib;

import perigee.number.ByteBuilder;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.Coroutines;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.ProtectedOutcome;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/** Coroutines (manual 6.2). Resuming and yielding switch stacks; neither recurses in Java. */
public final class CoroutineLibrary {
    /** What {@code resume} returns when the coroutine has yielded, returned or failed. */
    private static final Continuation RESUMED = new ProtectedOutcome();
    private static final Continuation WRAPPED = new Wrapped();

    private CoroutineLibrary() {
    }

    public static void open(LuaState state) {
        int wrapped = state.functions().register("coroutine.wrap", CoroutineLibrary::resumeWrapped);
        state.functions().setOwnContinuation(wrapped, WRAPPED);
        new LibraryTable(state, "coroutine")
                .add("create", Intrinsic.CREATE, call -> call.result(create(call)))
                .addCalling("resume", Intrinsic.RESUME, CoroutineLibrary::resume, RESUMED)
                .add("yield", Intrinsic.YIELD, CoroutineLibrary::yield)
                .add("wrap", Intrinsic.WRAP, call -> call.result(wrap(call, wrapped)), Word.ofInteger(wrapped))
                .add("status", Intrinsic.STATUS, call -> call.result(call.upvalue(Stack.status(coroutine(call)))), names(state))
                .add("isyieldable", CoroutineLibrary::isYieldable)
                .add("running", Intrinsic.RUNNING, CoroutineLibrary::running, state.stack().main())
                .add("close", CoroutineLibrary::close)
                .publish();
    }

    private static long coroutine(Call call) {
        if (!ValueType.isCoroutine(call.arg(1))) {
            throw call.typeError(1, "thread");
        }
        return call.arg(1);
    }

    private static long create(Call call) {
        return call.state().coroutines().create(call.checkFunction(1));
    }

    private static long wrap(Call call, int id) {
        Functions functions = call.state().functions();
        long function = functions.nativeValue(id, create(call));
        functions.markIntrinsic(function, Intrinsic.WRAPPED);
        return function;
    }

    // ---- resuming and yielding -----------------------------------------------------------------------------------------

    private static int resume(Call call) {
        long coroutine = coroutine(call);
        int count = call.count() - 1;
        String refusal = refusal(call.state(), coroutine, count);
        if (refusal != null) {
            return call.results(Word.FALSE, call.state().strings().of(refusal));
        }
        return call.resume(coroutine, RESUMED, count);
    }

    /** Why the coroutine cannot be resumed with so many values, or null when it can. */
    private static String refusal(LuaState state, long coroutine, int count) {
        int status = Stack.status(coroutine);
        if (status != Stack.SUSPENDED) {
            return status == Stack.DEAD ? "cannot resume dead coroutine" : "cannot resume non-suspended coroutine";
        }
        if (!Coroutines.hasRoom(coroutine, count)) {
            return "too many arguments to resume";
        }
        return state.stack().nesting() >= Stack.MAX_NESTING ? "C stack overflow" : null;
    }

    private static int resumeWrapped(Call call) {
        long coroutine = call.upvalue(0);
        String refusal = refusal(call.state(), coroutine, call.count());
        if (refusal != null) {
            throw call.error(refusal);
        }
        return call.resume(coroutine, WRAPPED, call.count());
    }

    /** What the function does that {@code wrap} returned: errors go on, with the position of the caller. */
    private static final class Wrapped implements Continuation {
        @Override
        public int resume(Call call, long first, int count) {
            return call.resultsFrom(first, count);
        }

        @Override
        public boolean catchesErrors() {
            return true;
        }

        @Override
        public int caught(Call call, long error) {
            LuaState state = call.state();
            state.coroutines().close(call.upvalue(0));
            throw raise(state, state.errorValue());
        }

        private static LuaError raise(LuaState state, long error) {
            if (state.isMemoryError(error)) {
                return state.memoryError();
            }
            if (ValueType.isString(error)) {
                ByteBuilder text = new ByteBuilder();
                state.errors().appendPosition(text, 1);
                state.conversions().appendPlainText(text, state.strings().flat(error));
                error = state.strings().of(text.toByteArray());
            }
            return state.raise(error);
        }
    }

    private static int yield(Call call) {
        Stack stack = call.state().stack();
        if (!Stack.isYieldable(stack.current())) {
            throw call.state().errors().runtime(stack.current() == stack.main()
                    ? "attempt to yield from outside a coroutine" : "attempt to yield across a C-call boundary");
        }
        return call.yield(call.count());
    }

    // ---- states --------------------------------------------------------------------------------------------------------

    private static String statusName(int status) {
        return switch (status) {
            case Stack.SUSPENDED -> "suspended";
            case Stack.RUNNING -> "running";
            case Stack.NORMAL -> "normal";
            default -> "dead";
        };
    }

    /** The names of all states, by number. */
    private static long[] names(LuaState state) {
        long[] names = new long[Stack.DEAD + 1];
        for (int status = 0; status < names.length; status++) {
            names[status] = state.strings().internOf(statusName(status));
        }
        return names;
    }

    private static int isYieldable(Call call) {
        return call.result(Stack.isYieldable(
                call.isNone(1) ? call.state().stack().current() : coroutine(call)));
    }

    private static int running(Call call) {
        Stack stack = call.state().stack();
        return call.results(stack.current(), Word.ofBoolean(stack.current() == call.upvalue(0)));
    }

    private static int close(Call call) {
        LuaState state = call.state();
        long coroutine = coroutine(call);
        int status = Stack.status(coroutine);
        if (status != Stack.SUSPENDED && status != Stack.DEAD) {
            throw call.error("cannot close a " + statusName(status) + " coroutine");
        }
        return state.coroutines().close(coroutine) ? call.result(true)
                : call.results(Word.FALSE, state.errorValue());
    }
}
