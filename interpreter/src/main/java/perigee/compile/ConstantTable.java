package perigee.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Constant;

/** The constants of one function, each kept once. */
final class ConstantTable {
    private static final Constant[] NONE = {};

    private final Map<Constant, Integer> indexes = new HashMap<>();
    private final List<Constant> constants = new ArrayList<>();

    /** The index of the constant, which is added if it is new. */
    int index(Constant constant) {
        Integer index = indexes.putIfAbsent(constant, constants.size());
        if (index != null) {
            return index;
        }
        constants.add(constant);
        return constants.size() - 1;
    }

    Constant[] toArray() {
        return constants.toArray(NONE);
    }
}
