package perigee.vm.tier;

import static perigee.layout.StackLayout.PC;
import static perigee.layout.StackLayout.REGION;
import static perigee.layout.StackLayout.SAVED_BASE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import perigee.code.CodeCache;
import perigee.code.CodeObject;
import perigee.code.EvictionPolicy;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;

/**
 * What goes first when the code cache is full. Compiled code counts no calls for this: each time that there is no room, some
 * of the functions that were installed, or woken, longest ago are put to rest, which means that calls go to the driver. It
 * wakes those that are called. Those that still rest when room is wanted again are the coldest.
 *
 * <p>Code that some frame returns into is left alone, and with it all code of its function; so is the code of the topmost
 * frame, which may be what is being patched. Everything else of a function goes before, or with, its baseline code.
 */
final class ColdCode implements EvictionPolicy {
    /** Such a part of the cache is put to rest at once. */
    private static final int RESTING_PART = 8;

    private final LuaState state;
    /** By CODE block, those installed or woken last at the end. */
    private final Map<Long, InstalledFunction> installed;
    private final SupersededCode superseded;
    private final int hotCalls;
    private final Consumer<InstalledFunction> remove;
    private final Map<CodeObject, InstalledFunction> offered = new IdentityHashMap<>();
    private Set<CodeObject> used = Set.of();
    private CodeCache cache;
    private OptimizedTier optimized;

    /**
     * @param hotCalls calls by which a function is hot
     * @param remove   has a function interpreted from now on, and frees all of it but the code itself
     */
    ColdCode(LuaState state, Map<Long, InstalledFunction> installed, SupersededCode superseded, int hotCalls,
            Consumer<InstalledFunction> remove) {
        this.state = state;
        this.hotCalls = hotCalls;
        this.installed = installed;
        this.superseded = superseded;
        this.remove = remove;
    }

    /** Before anything is offered. */
    void open(CodeCache cache, OptimizedTier optimized) {
        this.cache = cache;
        this.optimized = optimized;
    }

    @Override
    public List<CodeObject> coldestFirst() {
        List<CodeObject> coldest = new ArrayList<>(superseded.unused(used));
        List<CodeObject> others = new ArrayList<>();
        offered.clear();
        List<InstalledFunction> awake = new ArrayList<>();
        for (InstalledFunction function : installed.values()) {
            List<CodeObject> all = new ArrayList<>(optimized.codeOf(function.block()));
            all.add(function.code());
            if (all.stream().noneMatch(used::contains)) {
                all.forEach(code -> offered.put(code, function));
                (function.isResting() ? coldest : others).addAll(all);
            }
            if (!function.isResting()) {
                awake.add(function);
            }
        }
        coldest.addAll(others);
        putToRest(awake);
        return coldest;
    }

    private void putToRest(List<InstalledFunction> awake) {
        long bytes = (cache.end() - cache.start()) / RESTING_PART;
        for (InstalledFunction function : awake) {
            if (bytes <= 0) {
                break;
            }
            bytes -= function.code().allocatedBytes();
            function.rest(hotCalls);
        }
    }

    @Override
    public void unlink(CodeObject code) {
        if (superseded.evict(code)) {
            return;
        }
        InstalledFunction function = offered.remove(code);
        if (function.code() == code) {
            remove.accept(function);
        } else {
            optimized.evict(code);
        }
    }

    // ---- frames --------------------------------------------------------------------------------------------------------

    @Override
    public Set<CodeObject> inUse() {
        used = Collections.newSetFromMap(new IdentityHashMap<>());
        state.heap().forEachCoroutine(this::addFrames);
        return used;
    }

    private void addFrames(long coroutine) {
        if (Memory.getLong(coroutine + REGION) == 0) {
            return;
        }
        boolean runs = coroutine == state.stack().current();
        long bottom = Stack.bottom(coroutine);
        long top = runs ? state.stack().base() : Memory.getLong(coroutine + SAVED_BASE);
        if (runs && top != bottom && Stack.isLua(top)) {
            InstalledFunction function = installed.get(blockOf(top));
            if (function != null) {
                used.add(function.code());
            }
        }
        for (long base = top; base != bottom; base = Stack.caller(base)) {
            long address = Stack.returnAddress(base);
            if (address != 0) {
                used.add(cache.map().findReturn(address));
            }
            if (Stack.isOptimized(base)) {
                used.add(cache.map().findReturn(Link.site(Memory.getLong(base + PC))));
            }
        }
    }

    private static long blockOf(long base) {
        return Memory.getLong(Stack.function(base) + FunctionLayout.CODE);
    }
}
