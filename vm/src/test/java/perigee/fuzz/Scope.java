package perigee.fuzz;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The variables that are visible at a point of the program. */
final class Scope {
    /**
     * A variable.
     *
     * @param isAssignable whether anything but its rule may assign to it
     * @param cost         of a call of it, if it is a function
     */
    record Variable(String name, Kind kind, boolean isAssignable, long cost) {
    }

    private final List<Variable> variables = new ArrayList<>();

    void add(Variable variable) {
        variables.add(variable);
    }

    int size() {
        return variables.size();
    }

    /** Forgets those that were added since there were so many. */
    void cut(int size) {
        variables.subList(size, variables.size()).clear();
    }

    Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        variables.forEach(variable -> kinds.add(variable.kind()));
        return kinds;
    }

    /** One to be read, young ones preferred. */
    Variable any(Random random, Kind kind) {
        return pick(random, variables.stream().filter(variable -> kind.accepts(variable.kind())).toList());
    }

    /** One to be assigned to; none if all that are visible are constant. */
    Variable assignable(Random random, Kind kind) {
        return pick(random, variables.stream()
                .filter(variable -> variable.kind() == kind && variable.isAssignable()).toList());
    }

    /** A function that costs at most so much; null if there is none. */
    Variable callable(Random random, long most) {
        return pick(random, variables.stream()
                .filter(variable -> variable.kind() == Kind.FN && variable.cost() <= most).toList());
    }

    private static Variable pick(Random random, List<Variable> all) {
        if (all.isEmpty()) {
            return null;
        }
        int count = all.size();
        return all.get(random.nextInt(3) > 0 ? count - 1 - random.nextInt(Math.min(4, count)) : random.nextInt(count));
    }
}
