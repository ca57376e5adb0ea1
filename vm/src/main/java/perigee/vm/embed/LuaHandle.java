package perigee.vm.embed;

/**
 * A Java program's hold on an object of Lua, which lives as long as the handle: until {@link #close}, or until the
 * handle itself is garbage of Java's. Closing is worth while for large objects, since Java knows nothing of their size.
 *
 * <p>Two handles may be of one object: {@link #isSame} tells.
 */
public abstract sealed class LuaHandle implements AutoCloseable permits LuaTable, LuaFunction, LuaObject {
    private static final int CLOSED = -1;

    final Machine machine;
    private int slot;

    LuaHandle(Machine machine, long word) {
        this.machine = machine;
        slot = machine.handles().add(this, word);
    }

    /** The object. Only inside {@link Machine#perform}. */
    final long word() {
        if (slot == CLOSED) {
            throw new IllegalStateException("the handle has been closed");
        }
        return machine.handles().word(slot);
    }

    /** Name of the object's type, as Lua's {@code type} gives it. */
    public abstract String type();

    /** Whether the other handle is of the same object. */
    public final boolean isSame(LuaHandle other) {
        return machine == other.machine && machine.perform(() -> word() == other.word());
    }

    /** What {@code tostring} makes of the object. */
    public final LuaString toLuaString() {
        return (LuaString) machine.perform(() -> machine.runForOne(machine.operations().toText, word()));
    }

    /** Lets the object go. Does nothing the second time, or after the {@link Lua} was closed. */
    @Override
    public final void close() {
        if (slot != CLOSED && !machine.ownership().isClosed()) {
            machine.ownership().check();
            machine.handles().remove(slot);
        }
        slot = CLOSED;
    }
}
