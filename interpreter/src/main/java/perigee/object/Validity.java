package perigee.object;

/**
 * A validity cell: something that a cache or compiled code relies on, which can only become false. One cell may rest on
 * others (a lookup along a chain of {@code __index} tables rests on each table of the chain).
 */
public final class Validity {
    private boolean valid = true;
    private java.util.ArrayList<Runnable> dependents;

    public boolean isValid() {
        return valid;
    }

    /** Whatever relied on the cell stops doing so, at once. */
    public void invalidate() {
        if (!valid) {
            return;
        }
        valid = false;
        if (dependents != null) {
            dependents.forEach(Runnable::run);
            dependents = null;
        }
    }

    /** Runs the action when the cell becomes invalid. */
    public void whenInvalid(Runnable action) {
        if (!valid) {
            action.run();
            return;
        }
        if (dependents == null) {
            dependents = new java.util.ArrayList<>(1);
        }
        dependents.add(action);
    }
}
