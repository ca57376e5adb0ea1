package perigee.vm.dump;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import perigee.asm.MachineCode;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.tier.CompileListener;

/** Keeps what installed machine code was made of, names included, so that it can be listed as long as it is there. */
public final class InstalledCode implements CompileListener {
    /** By the code of functions, the oldest first; what has been freed is forgotten when more comes. */
    private final Map<CodeObject, Source> sources = new LinkedHashMap<>();

    private record Source(LoadedFunction function, MachineCode code, CodeMap map) {
    }

    @Override
    public void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
        if (function != null) {
            sources.keySet().removeIf(old -> old.state() == CodeObject.State.FREED);
            sources.put(object, new Source(function, code, map));
        }
    }

    /** All code of a function that may be entered, stubs of its inline caches included. */
    public Collection<CodeObject> of(LoadedFunction function) {
        return sources.entrySet().stream().filter(entry -> entry.getValue().function == function)
                .map(Map.Entry::getKey).filter(object -> object.state() == CodeObject.State.INSTALLED).toList();
    }

    /** A listing of code that {@link #of} returned. */
    String list(LuaState state, CodeObject object, SourceLines lines) {
        Source source = sources.get(object);
        return new CodeListing(state, source.function, object, source.map).of(source.code, lines);
    }
}
