package perigee.object;

import java.util.ArrayList;
import java.util.List;

/** What metatables with the same fields have turned out to do. */
final class BehavioursFound {
    /** Whether there were so many that they are told by place from now on. */
    boolean areAlike;
    private final List<Behaviour> all = new ArrayList<>(1);
    private int count;

    void add(Behaviour behaviour) {
        all.removeIf(Behaviour::isRetired);
        all.add(behaviour);
        count++;
    }

    /** How many different ones there have been, dead ones included. */
    int count() {
        return count;
    }

    /** Those that are not retired, and are forgotten here. */
    List<Behaviour> takeAll() {
        all.removeIf(Behaviour::isRetired);
        List<Behaviour> taken = List.copyOf(all);
        all.clear();
        return taken;
    }
}
