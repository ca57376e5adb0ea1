package perigee.vm.embed;

/** A function, in Lua or not. */
public final class LuaFunction extends LuaHandle {
    LuaFunction(Machine machine, long word) {
        super(machine, word);
    }

    @Override
    public String type() {
        return "function";
    }

    /**
     * Calls the function.
     *
     * @throws LuaException its error
     */
    public LuaValues call(Object... arguments) {
        // A null that was meant as one argument comes as no array.
        Object[] all = arguments == null ? new Object[1] : arguments;
        return machine.perform(() -> machine.run(word(), machine.conversion().words(all)));
    }
}
