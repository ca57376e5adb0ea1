package perigee.lir;

/**
 * The origin of an exit that stands for frames of another kind, which may come to stand in the place of this one while what
 * it calls stays where it is: so there has to be room for them.
 */
public interface FrameOrigin {
    /** Words from this frame's base to the end of the last of those frames. */
    int words();

    /** Words from this frame's base to where the last of those frames wants the function that it calls; 0 if it calls none. */
    int callWords();
}
