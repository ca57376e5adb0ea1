package perigee.vm.embed;

import java.util.function.Supplier;
import perigee.heap.Heap;
import perigee.heap.HeapExhaustedException;
import perigee.interp.Driver;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.runtime.StandardStreams;
import perigee.stdlib.StandardLibrary;
import perigee.vm.host.Defaults;
import perigee.vm.host.ProtectedRun;
import perigee.vm.host.Shutdown;
import perigee.vm.tier.TierOptions;
import perigee.vm.tier.TierPolicy;
import perigee.vm.tier.Tiers;

/**
 * A state with its tiers, and what the objects of this package have in common: the way in, and the way errors come out.
 */
final class Machine {
    private final LuaState state;
    private final Tiers tiers;
    private final ProtectedRun run;
    private final Shutdown shutdown;
    private final Ownership ownership;
    private final Handles handles = new Handles();
    private final Conversion conversion;
    private final ErrorReport errors;
    private final JavaCalls javaCalls;
    private final Operations operations;
    /**
     * What ends all Lua code that runs, and is on its way out through the Java functions that this has called; or null.
     */
    private Error ending;
    /** Number of runs so far. */
    private long runs;

    /** @param maxHeap in bytes; 0: as much as there is reason for */
    Machine(TierPolicy policy, long maxHeap, StandardStreams streams) {
        state = maxHeap > 0 ? new LuaState(maxHeap, streams) : Defaults.newState(Long.MAX_VALUE, Heap.NURSERY, streams);
        Driver driver = new Driver(state);
        tiers = new Tiers(state, driver, policy,
                TierOptions.DEFAULT.withCompilerThreads(Defaults.compilerThreads(policy)));
        ownership = new Ownership(state.stack());
        errors = new ErrorReport(this);
        run = new ProtectedRun(state, driver, errors::handle, ownership);
        shutdown = new Shutdown(state, run);
        conversion = new Conversion(this);
        javaCalls = new JavaCalls(this);
        operations = new Operations(state);
        state.heapConnection().addRoots(handles::visit);
        state.heapConnection().addRoots(errors::visit);
        boolean isOpen = false;
        try {
            StandardLibrary.open(state);
            isOpen = true;
        } finally {
            if (!isOpen) {
                free();
            }
        }
        state.heap().openNursery();
    }

    LuaState state() {
        return state;
    }

    Tiers tiers() {
        return tiers;
    }

    Ownership ownership() {
        return ownership;
    }

    Handles handles() {
        return handles;
    }

    Conversion conversion() {
        return conversion;
    }

    ErrorReport errors() {
        return errors;
    }

    JavaCalls javaCalls() {
        return javaCalls;
    }

    Operations operations() {
        return operations;
    }

    // ---- the way in -------------------------------------------------------------------------------------------------

    /**
     * Does something in the state. This is a safepoint: nobody has raw words yet, and what has become due is collected.
     * From then on nothing is collected until something is run.
     */
    <T> T perform(Supplier<T> operation) {
        ownership.check();
        if (ending != null) {
            throw new IllegalStateException("Lua code is being ended by " + ending);
        }
        try {
            collect();
            return performTwice(operation);
        } catch (LuaError error) {
            throw errors.exception(state.errorValue());
        } catch (HeapExhaustedException full) {
            state.memoryError();
            throw errors.exception(state.errorValue());
        } catch (ProgramExit exit) {
            if (isAtRest()) {
                throw new LuaExit(exit.status());
            }
            throw exit;
        } finally {
            if (isAtRest()) {
                errors.forget();
                state.streams().pending().flushAll();
            }
        }
    }

    /** If there is no room for an operation, it is begun anew after a full collection, unless it has run something. */
    private <T> T performTwice(Supplier<T> operation) {
        long before = runs;
        try {
            return operation.get();
        } catch (HeapExhaustedException full) {
            if (runs != before) {
                throw full;
            }
            state.heap().collect();
            return operation.get();
        }
    }

    /** Whether this thread is not in a Java function that Lua code has called. */
    private boolean isAtRest() {
        return state.stack().depth() == 0;
    }

    /** If the limit is reached even so, whoever needs memory next will say it. */
    private void collect() {
        handles.drain();
        state.collectIfDue();
        if (!state.heap().finalizers().isEmpty() && !state.finalization().isRunning()) {
            boolean isOutermost = isAtRest();
            if (isOutermost) {
                ownership.begins();
            }
            try {
                state.finalization().run();
            } catch (Error failure) {
                throw ended(failure, isOutermost);
            } finally {
                if (isOutermost) {
                    ownership.ended();
                }
            }
        }
    }

    // ---- runs -------------------------------------------------------------------------------------------------------

    /** Calls a function. Collects. */
    LuaValues run(long function, long... arguments) {
        boolean isOutermost = isAtRest();
        boolean isGood;
        runs++;
        try {
            isGood = run.run(function, arguments);
        } catch (Error failure) {
            throw ended(failure, isOutermost);
        }
        try {
            if (!isGood) {
                throw errors.exception(run.result(0));
            }
            return conversion.values(run.first(), run.count());
        } finally {
            run.drop();
        }
    }

    /** Calls a function for its first result. */
    Object runForOne(long function, long... arguments) {
        return run(function, arguments).get(0);
    }

    /**
     * Something was thrown that no Lua code can catch. It goes through all that runs; then the state is put to rest,
     * and the variables of the frames that are gone are closed.
     */
    private Error ended(Error failure, boolean isOutermost) {
        // An overflow of Java's stack, and the want of memory, are Lua errors further out.
        boolean isLuaError = failure instanceof StackOverflowError || failure instanceof OutOfMemoryError;
        ending = isOutermost || isLuaError ? null : failure;
        if (isOutermost) {
            boolean wasRunning = ownership.isRunning();
            ownership.begins();
            try {
                closeVariables(failure);
            } finally {
                if (!wasRunning) {
                    ownership.ended();
                }
            }
        }
        return failure;
    }

    private void closeVariables(Error failure) {
        boolean isDone = false;
        while (!isDone) {
            run.rest();
            try {
                shutdown.closeVariables();
                isDone = true;
            } catch (Error another) {
                if (another != failure) {
                    failure.addSuppressed(another);
                }
            }
        }
    }

    /** A Java function is about to return to Lua code: it does not, if that is to end. */
    void checkNotEnding() {
        if (ending != null) {
            throw ending;
        }
    }

    // ---- indexing ---------------------------------------------------------------------------------------------------

    /** {@code table[key]}. Collects, if metamethods do. */
    Object get(long table, long key) {
        return state.metatable(table) == 0 ? conversion.value(state.tables().get(table, key))
                : runForOne(operations.index, table, key);
    }

    /** {@code table[key] = value}. Collects, if metamethods do. The key is of {@link Conversion#key}. */
    void set(long table, long key, long value) {
        if (state.metatable(table) == 0) {
            state.indexing().rawSet(table, key, value);
        } else {
            run(operations.setIndex, table, key, value);
        }
    }

    // ---- the end ----------------------------------------------------------------------------------------------------

    void close() {
        if (ownership.isClosed()) {
            return;
        }
        ownership.checkAtRest();
        ownership.begins();
        try {
            shutdown.close(0);
            state.streams().pending().flushAll();
        } finally {
            ownership.ended();
            ownership.close();
            free();
        }
    }

    private void free() {
        tiers.close();
        state.close();
    }
}
