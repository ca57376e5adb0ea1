package perigee.vm.embed;

import perigee.value.ValueType;

/** A userdata or a coroutine: to be kept, and given back to Lua. */
public final class LuaObject extends LuaHandle {
    private final String type;

    LuaObject(Machine machine, long word) {
        super(machine, word);
        type = ValueType.of(word).luaName;
    }

    @Override
    public String type() {
        return type;
    }
}
