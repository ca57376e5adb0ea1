package perigee.code;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The installed code of one VM instance. It is the client's: the client installs, patches, retires and frees, a piece
 * at a time. Only the thread that runs the guest program may call it.
 *
 * <p>Code is freed in two steps. {@link #retire} when it is entered no more; {@link #reclaim} when no frame returns into
 * it. The memory traps from then on, until other code is put there.
 *
 * <p>When there is no room, the client's {@link EvictionPolicy} names what may go, and a thirty-second part of the
 * cache is given up at once, so that a program too large for its cache does not walk its stacks at every installation.
 */
public final class CodeCache implements AutoCloseable {
    /** Code starts at multiples of this, and takes whole pieces of it. */
    public static final int ALIGNMENT = 32;
    public static final long LARGEST = CodeMemory.LARGEST;

    private static final int EVICTED_PART = 32;

    private final CodeMemory memory;
    private final FreeRanges free;
    private final CodeMap map;
    private final CodeLinker linker;
    private final SymbolTable symbols;
    private final EvictionPolicy policy;
    private final CodeObserver observer;
    private final Patcher patcher;
    private InstallFaults faults = InstallFaults.NONE;
    private final CodeOwner floor = new CodeOwner("floor");
    private final Map<CodeKind, Usage> usage = new EnumMap<>(CodeKind.class);
    private final Map<Refusal.Reason, Long> refusals = new EnumMap<>(Refusal.Reason.class);
    private final List<CodeObject> retired = new ArrayList<>();
    private long installs;
    private long retirements;
    private long evictions;
    private long reclaims;
    private boolean evicting;

    private CodeCache(CodeMemory memory, SymbolTable symbols, EvictionPolicy policy, CodeObserver observer) {
        this.memory = memory;
        this.symbols = symbols;
        this.policy = policy;
        this.observer = observer;
        long bytes = memory.end() - memory.start();
        free = new FreeRanges(memory.start(), bytes);
        map = new CodeMap(memory.start(), bytes);
        linker = new CodeLinker(symbols);
        for (CodeKind kind : CodeKind.values()) {
            usage.put(kind, new Usage());
        }
        patcher = new Patcher(memory, map, install(Patcher.SYNCHRONISE, floor).orElseThrow());
    }

    /**
     * A cache that grows to so many bytes, at most {@link #LARGEST}, rounded up to 64 KB; or why the system has none.
     *
     * @param symbols what relocations may name; the client adds to it as it goes
     */
    public static Attempt<CodeCache> open(long bytes, SymbolTable symbols, EvictionPolicy policy, CodeObserver observer) {
        Attempt<CodeMemory> memory = CodeMemory.open(bytes);
        return memory instanceof Attempt.Failure<CodeMemory>(OsError error) ? new Attempt.Failure<>(error)
                : new Attempt.Success<>(new CodeCache(memory.orElseThrow(), symbols, policy, observer));
    }

    /** Has some steps of installs fail from now on: linking, finding room, getting memory for it. */
    public void failAt(InstallFaults some) {
        faults = some;
    }

    // ---- the life of code --------------------------------------------------------------------------------------------

    /** Installs code anywhere. */
    public Installation install(UnlinkedCode code, CodeOwner owner) {
        return install(code, owner, Placement.ANYWHERE);
    }

    /** Installs code anywhere that names things which other code does not know. */
    public Installation install(UnlinkedCode code, CodeOwner owner, SymbolTable names) {
        return install(code, owner, Placement.ANYWHERE, new CodeLinker(names));
    }

    /** Links code, installs it within bounds, and enters it in the accounts. May evict other code to make room. */
    public Installation install(UnlinkedCode code, CodeOwner owner, Placement placement) {
        return install(code, owner, placement, linker);
    }

    private Installation install(UnlinkedCode code, CodeOwner owner, Placement placement, CodeLinker linker) {
        assert !evicting : "installing inside an eviction";
        Refusal refusal = faults.strikes() ? injected(Refusal.Reason.UNKNOWN_SYMBOL) : linker.check(code);
        if (refusal != null) {
            return refused(refusal);
        }
        long size = rounded(code.bytes().length);
        if (faults.strikes()) {
            return refused(injected(Refusal.Reason.FULL));
        }
        long at = take(size, placement);
        if (at == FreeRanges.NONE) {
            at = makeRoom(size, placement);
        }
        if (at == FreeRanges.NONE) {
            boolean elsewhere = free.largest() >= size;
            return refused(new Refusal(elsewhere ? Refusal.Reason.PLACE_TAKEN : Refusal.Reason.FULL, size + " bytes"));
        }
        OsError error = memory.commit(at + size);
        if (error != null || faults.strikes()) {
            free.free(at, size);
            return refused(error == null ? injected(Refusal.Reason.SYSTEM) : new Refusal(Refusal.Reason.SYSTEM, error.text()));
        }
        CodeLinker.Result result = faults.strikes() ? new CodeLinker.Failed(injected(Refusal.Reason.OUT_OF_RANGE))
                : linker.link(code, at);
        if (result instanceof CodeLinker.Failed(Refusal failure)) {
            free.free(at, size);
            return refused(failure);
        }
        return new Installation.Installed(installed(code, owner, at, ((CodeLinker.Linked) result).bytes()));
    }

    private CodeObject installed(UnlinkedCode code, CodeOwner owner, long at, byte[] bytes) {
        memory.write(at, bytes);
        if (patcher != null) { // it is itself the first code to be installed
            patcher.codeWritten();
        }
        CodeObject object = new CodeObject(code, owner, at);
        map.add(object);
        owner.usage().add(object);
        usage.get(object.kind()).add(object);
        installs++;
        observer.installed(object, bytes);
        return object;
    }

    private static Refusal injected(Refusal.Reason reason) {
        return new Refusal(reason, "injected failure");
    }

    private Installation refused(Refusal refusal) {
        refusals.merge(refusal.reason(), 1L, Long::sum);
        return new Installation.Refused(refusal);
    }

    /**
     * Says that code is entered no more. Its memory stays until {@link #reclaim}.
     *
     * @throws IllegalStateException when it is retired already
     */
    public void retire(CodeObject code) {
        code.become(CodeObject.State.RETIRED);
        retired.add(code);
        retirements++;
    }

    /**
     * Frees retired code, which no frame returns into.
     *
     * @throws IllegalStateException when it is not retired, or free already
     */
    public void reclaim(CodeObject code) {
        free(code);
        boolean found = retired.remove(code);
        assert found : code;
    }

    /** Frees all retired code but this; the number of bytes freed. */
    public long reclaimExcept(Set<CodeObject> inUse) {
        long before = free.bytes();
        for (Iterator<CodeObject> all = retired.iterator(); all.hasNext(); ) {
            CodeObject code = all.next();
            if (!inUse.contains(code)) {
                all.remove();
                free(code);
            }
        }
        return free.bytes() - before;
    }

    private void free(CodeObject code) {
        code.become(CodeObject.State.FREED);
        memory.erase(code.start(), code.allocatedBytes());
        map.remove(code);
        free.free(code.start(), code.allocatedBytes());
        code.owner().usage().subtract(code);
        usage.get(code.kind()).subtract(code);
        reclaims++;
        observer.freed(code);
    }

    // ---- room --------------------------------------------------------------------------------------------------------

    /** What code of a length takes of the cache. */
    static long rounded(int length) {
        return length + ALIGNMENT - 1L & -ALIGNMENT;
    }

    private long take(long size, Placement placement) {
        if (placement.equals(Placement.ANYWHERE)) {
            return free.take(size);
        }
        long lowest = Math.max(memory.start(), placement.lowest() + ALIGNMENT - 1 & -ALIGNMENT);
        long highest = Math.min(memory.end() - size, placement.highest()) & -ALIGNMENT;
        return lowest > highest ? FreeRanges.NONE : free.take(size, lowest, highest);
    }

    /**
     * Frees what is retired, then evicts, until the room is there; its address, or {@link FreeRanges#NONE}. Nothing is
     * evicted for code that is too large to find room even so.
     */
    private long makeRoom(long size, Placement placement) {
        if (policy == EvictionPolicy.NONE || size > memory.end() - memory.start()) {
            return FreeRanges.NONE;
        }
        evicting = true;
        try {
            Set<CodeObject> inUse = policy.inUse();
            reclaimExcept(inUse);
            boolean anywhere = placement.equals(Placement.ANYWHERE);
            long enough = anywhere ? (memory.end() - memory.start()) / EVICTED_PART : 0;
            long at = take(size, placement);
            List<CodeObject> victims = policy.coldestFirst();
            long most = free.bytes() + victims.stream().mapToLong(CodeObject::allocatedBytes).sum();
            if (at == FreeRanges.NONE && most < size) {
                return at;
            }
            for (CodeObject victim : victims) {
                if (at != FreeRanges.NONE && free.bytes() >= enough) {
                    break;
                }
                if (anywhere || isInTheWay(victim, size, placement)) {
                    evict(victim, inUse);
                    at = at == FreeRanges.NONE ? take(size, placement) : at;
                }
            }
            return at;
        } finally {
            evicting = false;
        }
    }

    private static boolean isInTheWay(CodeObject code, long size, Placement placement) {
        return code.start() - placement.highest() < size && code.start() + code.allocatedBytes() > placement.lowest();
    }

    private void evict(CodeObject victim, Set<CodeObject> inUse) {
        policy.unlink(victim);
        evictions++;
        retire(victim);
        if (!inUse.contains(victim)) {
            reclaim(victim);
        }
    }

    // ---- what there is -----------------------------------------------------------------------------------------------

    /** The only writer to installed code. */
    public Patcher patcher() {
        return patcher;
    }

    /** From addresses to code. */
    public CodeMap map() {
        return map;
    }

    public SymbolTable symbols() {
        return symbols;
    }

    /** What code of a kind takes now. */
    public Usage usage(CodeKind kind) {
        return usage.get(kind);
    }

    /** First address at which code may stand. */
    public long start() {
        return memory.start();
    }

    /** One past the last address. */
    public long end() {
        return memory.end();
    }

    public CodeStatistics statistics() {
        return new CodeStatistics(memory.end() - memory.start(), memory.committed() - memory.start(), free.bytes(),
                free.largest(), free.count(), retired.size(), installs, retirements, evictions, reclaims,
                patcher.patches(), Map.copyOf(refusals));
    }

    /** Gives all memory back. No code of the cache may be entered, or stand on any stack, from then on. */
    @Override
    public void close() {
        memory.close();
    }
}
