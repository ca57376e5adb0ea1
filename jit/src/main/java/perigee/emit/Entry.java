package perigee.emit;

/** How code is entered. */
public enum Entry {
    /** The frame is ready: parameters are in the first slots, there is room. So is a loop entered in the middle. */
    FRAME,
    /** As the calls of compiled code: the header has been made, ecx arguments follow; nothing has been checked. */
    CALL,
    /** The same, of a function that takes extra arguments: the frame is moved above them. */
    VARARG_CALL
}
