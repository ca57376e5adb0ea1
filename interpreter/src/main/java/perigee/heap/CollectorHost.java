package perigee.heap;

import java.util.function.LongPredicate;
import perigee.layout.TableLayout;

/** What the collector has to ask the runtime: it knows layouts, but neither roots nor metatables. */
public interface CollectorHost {
    /** No weakness: the table holds its keys and values. */
    int STRONG = 0;
    int WEAK_KEYS = TableLayout.WEAK_KEYS;
    int WEAK_VALUES = TableLayout.WEAK_VALUES;

    /**
     * A collection begins: where the running coroutine's values end is to be found in its object.
     *
     * @param exact whether registers of the topmost frame that its code will not read again are to be cleared
     */
    void prepare(boolean exact);

    /** The running coroutine, which is old. */
    long runningCoroutine();

    /** Shows all words that Java code keeps but those of the shapes. */
    void visitRoots(RootVisitor visitor);

    /** Shows the words of all shapes. They are roots of a major collection, which in turn drops dead behaviours. */
    void visitShapes(RootVisitor visitor);

    /** Shows the words of shapes and behaviours that may be young. They are roots of a minor collection. */
    void visitYoungShapes(RootVisitor visitor);

    /** A minor collection is over: who refers to young objects without keeping them alive has to follow them. */
    void relocate(Relocation relocation);

    /** Marks what a CODE block's function refers to beyond the block's constants. */
    void markCode(RootVisitor visitor, long code);

    /** {@link #STRONG}, or a combination of the weaknesses, of a table with this metatable. */
    int weakness(long metatable);

    /**
     * Marking is over: structures in Java drop what is dead, but interned strings. The predicate tells objects that are; it
     * holds until {@link #dropDeadStrings} is done.
     *
     * @return whether functions were dead, which have more than objects: bytecode, and code perhaps
     */
    boolean dropDead(LongPredicate isDead);

    /**
     * Looks at some more of the interned strings, beginning when {@link #dropDead} has been called, and drops those that
     * are dead. Until all have been looked at, the collector wants to hear of those that are asked for
     * ({@link Heap#revive}).
     *
     * @return whether that were all
     */
    boolean dropDeadStrings(int count);

    /** Checks what Java code keeps about objects. */
    void verify(HeapVerifier verifier);

    /** A dead userdata is about to be freed. */
    void releaseUserdata(long userdata);

    /** A dead coroutine is about to be freed. */
    void releaseCoroutine(long coroutine);
}
