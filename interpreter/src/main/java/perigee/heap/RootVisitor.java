package perigee.heap;

/**
 * Is shown every word that Java code keeps. A collection moves young objects, so whoever keeps a word stores what the
 * visitor returns: {@code kept = visitor.visit(kept)}.
 */
@FunctionalInterface
public interface RootVisitor {
    /**
     * The object, if the word refers to one, is alive.
     *
     * @return the word, or, when its object has moved, the object's new address
     */
    long visit(long word);
}
