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
 * @param cold     not for inner loops: it is expensive, or prints much
 * @param main     only outside functions
 * @param function its body is run when somebody calls it, not where it stands
 * @param times    how often it calls itself when it is called
 * @param cost     how many simple statements it is worth
 * @param inner    kinds of the fresh variables that are visible within
 * @param exported kinds of those that are visible afterwards
 */
record Rule(String name, int weight, List<String> lines, Set<Kind> needs, boolean terminal, boolean cold, boolean main,
        boolean function, int times, int cost, Map<String, Kind> inner, Map<String, Kind> exported) {
}
