package perigee.runtime;

import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.value.ValueType;

/** Calls the {@code __gc} metamethods of objects that the collector has queued (manual 2.5.3). */
public final class Finalization {
    private final LuaState state;
    private boolean running;

    Finalization(LuaState state) {
        this.state = state;
    }

    /** Whether a finalizer is running. */
    public boolean isRunning() {
        return running;
    }

    /**
     * Calls all that are queued, at a safepoint or from a Java function. The stack is as before afterwards, though it may
     * have moved. Errors become warnings.
     */
    public void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            for (long object = state.heap().finalizers().next(); object != 0; object = state.heap().finalizers().next()) {
                finalize(object);
            }
        } finally {
            running = false;
        }
    }

    private void finalize(long object) {
        byte flags = Memory.getByte(object + ObjectHeader.FLAGS);
        Memory.putByte(object + ObjectHeader.FLAGS, (byte) (flags & ~TableLayout.FINALIZER));
        long finalizer = state.metamethod(object, Event.GC);
        if (ValueType.isFunction(finalizer)) {
            state.hooks().without(() -> call(finalizer, object));
        }
    }

    private void call(long finalizer, long object) {
        if (!state.upcalls().tryCall(finalizer, object)) {
            warn(state.errorValue());
        }
    }

    private void warn(long error) {
        ByteBuilder message = new ByteBuilder();
        message.appendAscii("error in __gc (");
        if (ValueType.isString(error)) {
            message.append(Strings.toBytes(state.strings().flat(error)));
        } else {
            message.appendAscii("error object is not a string");
        }
        message.append(')');
        state.warnings().warn(message.toByteArray(), false);
    }
}
