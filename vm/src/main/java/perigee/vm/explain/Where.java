package perigee.vm.explain;

import java.util.Locale;

/** What runs while a function runs: its code in one of the tiers, or Java that does something for it. */
enum Where {
    OPTIMISED,
    BASELINE,
    INTERPRETER,
    /** Java that compiled code has asked for something. */
    RUNTIME,
    /** A library function written in Java that the function has called. */
    LIBRARY;

    /** As it is printed. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
