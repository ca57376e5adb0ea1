package perigee.vm.tier;

import java.util.function.Consumer;
import perigee.asm.MachineCode;
import perigee.baseline.FieldStub;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.Installation;
import perigee.code.SymbolTable;
import perigee.runtime.LuaState;

/** Installs the stubs of inline caches, one by one as their sites learn. */
final class CacheStubs {
    private final LuaState state;
    private final TierOptions options;
    private final TierCounters counters;
    private final CodeCache cache;
    private final SymbolTable symbols;

    CacheStubs(LuaState state, TierOptions options, TierCounters counters, CodeCache cache, SymbolTable symbols) {
        this.state = state;
        this.options = options;
        this.counters = counters;
        this.cache = cache;
        this.symbols = symbols;
    }

    /**
     * Has a stub made and attached: whatever fails is a bail-out of the compile that this is, and the site as it was.
     *
     * @param making is given what it calls where it may fail
     */
    void attempt(Consumer<Runnable> making) {
        try {
            making.accept(options.faults()::step);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            counters.bailedOut("stub of an inline cache: " + thrown, !thrown.toString().contains(Faults.INJECTED));
        }
    }

    /** Attaches a stub to a site of a function, which has another state with it; if there is room for it. */
    void attach(InlineCache site, InstalledFunction function, MachineCode code, InlineCache.State newState) {
        if (options.faults().strikesAlone()) {
            return;
        }
        SymbolTable names = new SymbolTable(symbols);
        names.declare(FieldStub.DONE, site.done);
        names.declare(FieldStub.MISS, site.miss);
        names.declare(FieldStub.NEXT, site.next());
        String name = function.code().name();
        if (cache.install(CodeImport.unlinked(name, CodeKind.CACHE_STUB, code, 0), function.code().owner(), names)
                instanceof Installation.Installed(CodeObject stub)) {
            counters.stubs++;
            site.attach(stub, newState, cache.patcher());
            function.relyOnFields(stub, site);
            options.listener().installed(state.functions().ofCode(function.block()), code, stub, cache.map());
        }
    }
}
