package perigee.emit;

import perigee.asm.Assembler;
import perigee.asm.Site;

/** Marks where the code of another source line begins, for listings. */
final class LineMarks {
    private final Assembler a;
    private int last;

    LineMarks(Assembler assembler) {
        a = assembler;
    }

    /** The code from here on comes from a line; 0: from the same as before, or none. */
    void mark(int line) {
        if (line != 0 && line != last) {
            a.site(Site.Mark.LINE, line);
            last = line;
        }
    }
}
