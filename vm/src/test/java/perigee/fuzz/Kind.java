package perigee.fuzz;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a variable most probably holds. */
enum Kind {
    INT, NUM, STR, BOOL, ANY,
    /** a table that has string keys of a few names */
    REC,
    /** a table that has all kinds of keys */
    MAP,
    /** a table with numbers from 1 to its border, and no holes */
    SEQ,
    /** a class: makes objects */
    CLS,
    /** an object of a class */
    OBJ,
    /** a function of two numbers that gives a number */
    FN,
    /** a function without parameters that resumes a coroutine and gives a number */
    CO;

    static Kind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether a variable of kind {@code other} can be read where one of this kind is asked for. */
    boolean accepts(Kind other) {
        return this == other || readable().contains(other);
    }

    private Set<Kind> readable() {
        return switch (this) {
            case NUM -> EnumSet.of(INT);
            case ANY -> EnumSet.of(INT, NUM, STR, BOOL);
            case INT, STR, BOOL, REC, MAP, SEQ, CLS, OBJ, FN, CO -> EnumSet.noneOf(Kind.class);
        };
    }
}
