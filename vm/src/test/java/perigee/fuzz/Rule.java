package perigee.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way to make a statement or an expression.
 *
 * @param lines    Lua text with holes
 * @param needs    kinds of variables that must be there already
 * @param terminal whether nothing is nested in it
 * @param flags    see {@link Flag}
 * @param times    how often it calls itself when it is called
 * @param cost     how many simple statements it is worth
 * @param inner    kinds of the fresh variables that are visible within
 * @param exported kinds of those that are visible afterwards
 */
record Rule(String name, int weight, List<String> lines, Set<Kind> needs, boolean terminal, Set<Flag> flags, int times,
        int cost, Map<String, Kind> inner, Map<String, Kind> exported) {
    /** What else there is to say. */
    enum Flag {
        /** not for inner loops: it is expensive, or prints much */
        COLD,
        /** only outside functions */
        MAIN,
        /** its body is run when somebody calls it, not where it stands */
        FUNCTION,
        /** changes something that compiled code may have taken for constant */
        CHANGE
    }

    boolean is(Flag flag) {
        return flags.contains(flag);
    }
}
