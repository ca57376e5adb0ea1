package perigee.vm.tier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import perigee.baseline.BaselineSite;
import perigee.code.CodeObject;
import perigee.code.Patcher;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.feedback.FieldCache;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.object.Validity;

/** The compiled code of one function: owns its table of instructions, and switches off what it must not rely on any more. */
final class InstalledFunction implements AutoCloseable {
    /** The shape of nothing. */
    private static final int NO_SHAPE = 0;

    private final long block;
    private final CodeObject code;
    private final Patcher patcher;
    private final long map;
    private final long entry;
    /** Fields with shapes that are still compared with. */
    private final List<ShapeField> shapes = new ArrayList<>();
    /** On what makes entries of caches true. */
    private final List<Validity.Dependent> dependences = new ArrayList<>();
    private final Map<Integer, InlineCache> caches = new HashMap<>();
    private final int instructions;
    private final boolean isRenewal;
    private boolean hasToWait;
    private final Consumer<CodeObject> free;
    private boolean isClosed;
    /** While it rests: what was there. */
    private long restingEntry;
    private int restingCalls;

    /**
     * A shape that code compares with.
     *
     * @param site whose stub does; null: the function's own code
     */
    private record ShapeField(long address, int shape, InlineCache site) {
    }

    /**
     * Makes the function run compiled code.
     *
     * @param block   its CODE block
     * @param entry   offset of the entry in the code
     * @param offsets of the instructions
     * @param stubs   before a field access is megamorphic
     * @param renewal whether the function had code before, which this takes the place of
     * @param free    takes stubs that are of no use any more
     */
    InstalledFunction(long block, CodeObject code, Patcher patcher, int entry, int[] offsets, int stubs,
            boolean renewal, Consumer<CodeObject> free) {
        this.block = block;
        this.code = code;
        this.patcher = patcher;
        this.free = free;
        isRenewal = renewal;
        instructions = offsets.length;
        map = Memory.reserve(4L * offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            Memory.putInt(map + 4L * i, offsets[i]);
        }
        relyOnFields(code, null);
        findCaches(stubs);
        Memory.putLong(block + FunctionLayout.NATIVE_MAP, map);
        Memory.putLong(block + FunctionLayout.NATIVE_START, code.start());
        this.entry = code.start() + entry;
        Memory.putLong(block + FunctionLayout.NATIVE_ENTRY, this.entry);
    }

    /** Where the code is called. */
    long entry() {
        return entry;
    }

    /** All stubs that are there. */
    List<CodeObject> stubs() {
        return caches.values().stream().flatMap(cache -> cache.stubs().stream()).toList();
    }

    /** There is no room for better code: calls and hot loops are counted before the next try. */
    void waitForRoom() {
        hasToWait = true;
    }

    boolean hasToWait() {
        return hasToWait;
    }

    /** Whether the function had code before. */
    boolean isRenewal() {
        return isRenewal;
    }

    long block() {
        return block;
    }

    CodeObject code() {
        return code;
    }

    /** The inline cache of a field access. */
    InlineCache cache(int instruction) {
        return caches.get(instruction);
    }

    /**
     * Switches the comparisons of shapes in a piece of code off when what is known of them is known no more.
     *
     * @param site that the code is a stub of; null: it is the function's own
     */
    void relyOnFields(CodeObject object, InlineCache site) {
        Sites sites = object.sites();
        for (int i = 0; i < sites.count(); i++) {
            if (sites.kind(i) == SiteKind.PATCH && sites.detail(i) instanceof FieldCache.Entry entry) {
                ShapeField field = new ShapeField(object.address(i), entry.shape(), site);
                shapes.add(field);
                if (entry.validity() != null) {
                    dependences.add(entry.validity().whenInvalid(() -> forget(field)));
                }
            }
        }
    }

    /** Counts the inline caches by {@link CacheState}. */
    void countCaches(long[] counts) {
        caches.forEach((instruction, cache) -> {
            long inLine = shapes.stream().filter(field -> field.site == null && isOf(instruction, field)).count();
            counts[CacheState.of(cache, inLine).ordinal()]++;
        });
    }

    private void findCaches(int stubs) {
        Sites sites = code.sites();
        Map<Integer, long[]> places = new HashMap<>();
        for (int i = 0; i < sites.count(); i++) {
            if (sites.detail(i) instanceof BaselineSite kind) {
                places.computeIfAbsent(sites.key(i), key -> new long[3])[kind.ordinal() - BaselineSite.CHAIN.ordinal()] =
                        code.address(i);
            }
        }
        places.forEach((instruction, at) -> caches.put(instruction, new InlineCache(at[0], at[1], at[2], stubs)));
    }

    /** A field access does not take one of its cached ways any more. If a stub was that way, the site learns anew. */
    private void forget(ShapeField field) {
        if (isClosed || !shapes.remove(field)) {
            return;
        }
        if (field.site == null) {
            patcher.replaceInt(field.address, field.shape, NO_SHAPE);
        } else {
            shapes.removeIf(other -> other.site == field.site);
            field.site.detachAll(patcher, free);
        }
    }

    /** No field access takes its cached way any more for tables of shapes that are stale. */
    void forget(IntPredicate isStale) {
        shapes.stream().filter(field -> isStale.test(field.shape)).toList().forEach(this::forget);
    }

    /** A field access takes no cached way any more, and learns from the beginning. */
    void forgetField(int instruction) {
        InlineCache cache = caches.get(instruction);
        if (cache == null || isClosed) {
            return;
        }
        cache.detachAll(patcher, free);
        shapes.removeIf(field -> field.site == cache);
        shapes.stream().filter(field -> field.site == null && isOf(instruction, field)).toList().forEach(this::forget);
    }

    private boolean isOf(int instruction, ShapeField field) {
        long offset = field.address - code.start();
        boolean isLast = instruction == instructions - 1;
        return Memory.getInt(map + 4L * instruction) <= offset
                && (isLast || offset < Memory.getInt(map + 4L * (instruction + 1)));
    }

    /** Field accesses that are megamorphic learn once more. */
    void forgetMegamorphic() {
        caches.values().forEach(this::forgetMegamorphic);
    }

    /** Likewise one of them, if there is one at this instruction. */
    void forgetMegamorphic(int instruction) {
        InlineCache cache = caches.get(instruction);
        if (cache != null) {
            forgetMegamorphic(cache);
        }
    }

    private void forgetMegamorphic(InlineCache cache) {
        if (cache.state() == InlineCache.State.MEGAMORPHIC) {
            cache.detachAll(patcher, free);
            shapes.removeIf(field -> field.site == cache);
        }
    }

    // ---- eviction ------------------------------------------------------------------------------------------------------

    /** Calls go to the driver, to which the function is hot. Frames in the code go on. */
    void rest(int hotCalls) {
        restingEntry = Memory.getLong(block + FunctionLayout.NATIVE_ENTRY);
        restingCalls = Memory.getInt(block + FunctionLayout.CALLS);
        Memory.putLong(block + FunctionLayout.NATIVE_ENTRY, 0);
        Memory.putInt(block + FunctionLayout.CALLS, hotCalls);
    }

    /** Whether {@link #rest} was the last that was said about where the function is called. */
    boolean isResting() {
        return Memory.getLong(block + FunctionLayout.NATIVE_ENTRY) == 0;
    }

    /** Calls go to the code again. */
    void wake() {
        assert isResting();
        Memory.putLong(block + FunctionLayout.NATIVE_ENTRY, restingEntry);
        Memory.putInt(block + FunctionLayout.CALLS, restingCalls);
    }

    /** The function has no code any more, as before it was compiled. No frame stands in it. */
    void evict() {
        Memory.putLong(block + FunctionLayout.NATIVE_ENTRY, 0);
        Memory.putLong(block + FunctionLayout.NATIVE_START, 0);
        Memory.putLong(block + FunctionLayout.NATIVE_MAP, 0);
        Memory.putInt(block + FunctionLayout.CALLS, 0);
        close();
    }

    /** The function is dead, or has other code and no frame stands in this: frees everything. */
    void freeAll() {
        close();
        free.accept(code);
        stubs().forEach(free);
    }

    /** The function is dead, or has other code: gives back what belongs to this one, the code itself aside. */
    @Override
    public void close() {
        isClosed = true;
        dependences.forEach(Validity.Dependent::end);
        Memory.release(map);
    }
}
