package perigee.baseline;

import perigee.asm.Assembler;

/** The write barrier in baseline code. */
final class Barriers {
    private Barriers() {
    }

    /** After a value was stored into the object in a register. */
    static void after(Assembler a, long holder) {
    }
}
