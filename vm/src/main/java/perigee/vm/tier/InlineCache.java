package perigee.vm.tier;

import java.util.ArrayList;
import java.util.List;
import perigee.code.CodeObject;
import perigee.code.Patcher;
import perigee.feedback.FieldCache;

/** The inline cache of one field access in compiled code: which stubs are attached to it. */
final class InlineCache {
    /** Stubs before the site is megamorphic. */
    static final int MAX_STUBS = FieldCache.MAX;

    /** How the site has developed. */
    enum State { OPEN, MEGAMORPHIC }

    final long done;
    final long miss;
    private final long chainField;
    private long target;
    private final List<CodeObject> stubs = new ArrayList<>();
    /** Stubs that the chain leads to. */
    private int attached;
    private State state = State.OPEN;

    /**
     * @param chainField address of the displacement that leads to the newest stub
     * @param done       where the access goes on
     * @param miss       where it leaves, and where the chain leads at first
     */
    InlineCache(long chainField, long done, long miss) {
        this.chainField = chainField;
        this.done = done;
        this.miss = miss;
        target = miss;
    }

    State state() {
        return state;
    }

    /** Where a new stub goes on that is not for the receiver. */
    long next() {
        return target;
    }

    boolean isFull() {
        return attached >= MAX_STUBS;
    }

    /** Attaches a stub before the others; or, in another state, instead of them. */
    void attach(CodeObject stub, State newState, Patcher patcher) {
        stubs.add(stub);
        attached++;
        state = newState;
        lead(stub.start(), patcher);
    }

    /** No stub fits any more: the site leaves, and learns anew. */
    void detachAll(Patcher patcher) {
        lead(miss, patcher);
        state = State.OPEN;
        attached = 0;
    }

    private void lead(long to, Patcher patcher) {
        long end = chainField + 4;
        patcher.replaceInt(chainField, (int) (target - end), (int) (to - end));
        target = to;
    }

    List<CodeObject> stubs() {
        return stubs;
    }
}
