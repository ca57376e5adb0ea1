package perigee.vm.tier;

import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeObserver;
import perigee.heap.Heap;

/**
 * Tells the collector what the code of functions takes outside of the heap: a dead function keeps it until it is found. Of the
 * stubs of inline caches only the code counts, since a program that looks at its memory should hardly see what caches learn.
 */
final class CodeAccounting implements CodeObserver {
    private final Heap heap;
    private final CodeObserver next;

    /** @param next who is told, too */
    CodeAccounting(Heap heap, CodeObserver next) {
        this.heap = heap;
        this.next = next;
    }

    @Override
    public void installed(CodeObject code, byte[] linked) {
        heap.addExternalBytes(bytes(code));
        next.installed(code, linked);
    }

    @Override
    public void freed(CodeObject code) {
        heap.addExternalBytes(-bytes(code));
        next.freed(code);
    }

    private static long bytes(CodeObject code) {
        return switch (code.kind()) {
            case STUB -> 0;
            case CACHE_STUB -> code.allocatedBytes();
            case BASELINE, OPTIMISED -> code.allocatedBytes() + code.metadataBytes();
        };
    }
}
