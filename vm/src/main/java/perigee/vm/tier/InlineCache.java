package perigee.vm.tier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import perigee.code.CodeObject;
import perigee.code.Patcher;

/** The inline cache of one field access in compiled code: which stubs are attached to it. */
final class InlineCache {
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
    /** Stubs before the site is megamorphic. */
    private final int most;

    /**
     * @param chainField address of the displacement that leads to the newest stub
     * @param done       where the access goes on
     * @param miss       where it leaves, and where the chain leads at first
     * @param most       stubs before the site is megamorphic
     */
    InlineCache(long chainField, long done, long miss, int most) {
        this.most = most;
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
        return attached >= most;
    }

    /** Attaches a stub before the others; or, in another state, instead of them. */
    void attach(CodeObject stub, State newState, Patcher patcher) {
        stubs.add(stub);
        attached++;
        state = newState;
        lead(stub.start(), patcher);
    }

    /** No stub fits any more: all are freed, the site leaves, and learns anew. */
    void detachAll(Patcher patcher, Consumer<CodeObject> free) {
        lead(miss, patcher);
        state = State.OPEN;
        attached = 0;
        stubs.forEach(free);
        stubs.clear();
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
