package perigee.code;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What the floor, installing, freeing and patching cost: started like {@link CallingFigures}. */
final class CacheFigures {
    private static final int ROUNDS = 40;
    private static final int PIECES = 10_000;
    private static final int PATCHES = 1_000_000;

    private CacheFigures() {
    }

    public static void main(String[] arguments) {
        long t0 = processorTime();
        SystemCalls.prepare();
        long t1 = processorTime();
        NativeEntry.prepare();
        long t2 = processorTime();
        CodeCache cache = Caches.open(64 << 20);
        long t3 = processorTime();
        cache.patcher().synchronise();
        long t4 = processorTime();
        System.out.printf("processor time: system calls %d ms, NativeEntry %d ms, then the first cache of 64 MB %d ms,"
                + " first entry %d ms%n", t1 - t0, t2 - t1, t3 - t2, t4 - t3);
        installing(cache);
        patching(cache, true);
        patching(cache, false);
        cache.close();
    }

    /** Of this thread, in milliseconds. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
    }

    private static void installing(CodeCache cache) {
        UnlinkedCode code = Caches.returning(1, 500);
        long install = Long.MAX_VALUE;
        long lookup = Long.MAX_VALUE;
        long free = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            List<CodeObject> all = new ArrayList<>();
            long t0 = System.nanoTime();
            for (int i = 0; i < PIECES; i++) {
                all.add(cache.install(code, Caches.OWNER).orElseThrow());
            }
            long t1 = System.nanoTime();
            for (CodeObject object : all) {
                if (cache.map().find(object.start() + 100) != object) {
                    throw new AssertionError();
                }
            }
            long t2 = System.nanoTime();
            for (int i = 0; i < PIECES; i++) {
                CodeObject object = all.get((int) (i * 7919L % PIECES));
                cache.retire(object);
                cache.reclaim(object);
            }
            long t3 = System.nanoTime();
            install = Math.min(install, t1 - t0);
            lookup = Math.min(lookup, t2 - t1);
            free = Math.min(free, t3 - t2);
        }
        System.out.printf("500 bytes of code: install %d ns, look up %d ns, free %d ns%n", install / PIECES,
                lookup / PIECES, free / PIECES);
    }

    /** Patches an immediate and runs the code at once; how often it ran as it was before is what one wants to know. */
    private static void patching(CodeCache cache, boolean synchronise) {
        Bytes b = new Bytes().align(4, 3).label("at").movEax(0).ret();
        CodeObject code = cache.install(new UnlinkedCode("patched", CodeKind.BASELINE, b.code(), List.of(),
                new Sites.Builder().add(SiteKind.PATCH, b.offset("at") + 1, 0).build(), 0), Caches.OWNER).orElseThrow();
        cache.patcher().synchronise();
        long best = Long.MAX_VALUE;
        int stale = 0;
        int value = 0;
        for (int round = 0; round < 5; round++) {
            long t0 = System.nanoTime();
            for (int i = 0; i < PATCHES; i++) {
                cache.patcher().replaceInt(code.address(0), value, value + 1);
                value++;
                if (synchronise) {
                    cache.patcher().synchronise();
                }
                if (NativeEntry.call(code.start(), 0) != value) {
                    stale++;
                }
            }
            best = Math.min(best, System.nanoTime() - t0);
        }
        System.out.printf("patch and run %s synchronising: %d ns, %d of %d ran the old bytes%n",
                synchronise ? "with" : "without", best / PATCHES, stale, 5 * PATCHES);
    }
}
