package perigee.heap;

import java.util.function.LongPredicate;

/** What the collector has to ask the runtime: it knows layouts, but neither roots nor metatables. */
public interface CollectorHost {
    /** No weakness: the table holds its keys and values. */
    int STRONG = 0;
    int WEAK_KEYS = 1;
    int WEAK_VALUES = 2;

    /** Marks all words and objects that are reachable from outside the heap. */
    void markRoots(Marker marker);

    /** Marks what a CODE block's function refers to beyond the block's constants. */
    void markCode(Marker marker, long code);

    /** {@link #STRONG}, or a combination of the weaknesses, of a table with this metatable. */
    int weakness(long metatable);

    /** Marking is over: structures in Java drop what is dead. The predicate tells objects that are. */
    void dropDead(LongPredicate isDead);

    /** A dead userdata is about to be freed. */
    void releaseUserdata(long userdata);

    /** A dead coroutine is about to be freed. */
    void releaseCoroutine(long coroutine);
}
