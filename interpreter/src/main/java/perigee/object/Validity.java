package perigee.object;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A validity cell: something that a cache or compiled code relies on, which can only become false. One cell may rest on
 * others (a lookup along a chain of {@code __index} tables rests on each table of the chain).
 */
public final class Validity {
    private boolean valid = true;
    private Set<Dependent> dependents;

    /** What relies on a cell. */
    public final class Dependent {
        private final Runnable action;

        private Dependent(Runnable action) {
            this.action = action;
        }

        /** It does not do so any more: the cell keeps nothing of it. */
        public void end() {
            if (dependents != null) {
                dependents.remove(this);
            }
        }
    }

    public boolean isValid() {
        return valid;
    }

    /** Whatever relied on the cell stops doing so, at once. */
    public void invalidate() {
        if (!valid) {
            return;
        }
        valid = false;
        Set<Dependent> all = dependents;
        dependents = null;
        if (all != null) {
            all.forEach(dependent -> dependent.action.run());
        }
    }

    /** Runs the action when the cell becomes invalid, unless the dependence ends before. */
    public Dependent whenInvalid(Runnable action) {
        Dependent dependent = new Dependent(action);
        if (!valid) {
            action.run();
            return dependent;
        }
        if (dependents == null) {
            dependents = new LinkedHashSet<>(2);
        }
        dependents.add(dependent);
        return dependent;
    }
}
