package perigee.object;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/** Cells of module-like tables that compiled code takes for constants, and what tells it when one is assigned again. */
public final class ConstantCells {
    private final Map<Long, Validity> relied = new HashMap<>();

    /** Holds as long as the cell, which has been assigned once, is not assigned another value. */
    public Validity constancy(long cell) {
        return relied.computeIfAbsent(cell, _ -> new Validity());
    }

    /** The cell gets another value. */
    void changed(long cell) {
        Validity validity = relied.remove(cell);
        if (validity != null) {
            validity.invalidate();
        }
    }

    /** After a marking. */
    public void dropDead(LongPredicate isDead) {
        relied.keySet().removeIf(isDead::test);
    }
}
