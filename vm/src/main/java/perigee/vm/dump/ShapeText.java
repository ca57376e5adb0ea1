package perigee.vm.dump;

import java.util.Locale;
import perigee.layout.HeapType;
import perigee.object.Shape;
import perigee.object.Shapes;
import perigee.object.Strings;

/** Shapes in a few words. */
final class ShapeText {
    private static final int MOST_KEYS = 8;

    private ShapeText() {
    }

    /** Of what a cache has by a number: a table's shape, or the type of an object that is none. */
    static String of(Shapes shapes, int number) {
        return number < HeapType.FIRST_SHAPE ? HeapDump.TYPES[number] : of(shapes.byId(number));
    }

    /** Number, kind and first keys, as in {@code #71 record {x, y}}. */
    static String of(Shape shape) {
        StringBuilder keys = new StringBuilder("#" + shape.id + " " + shape.kind.name().toLowerCase(Locale.ROOT));
        for (int slot = 0; slot < Math.min(MOST_KEYS, shape.slotCount()); slot++) {
            keys.append(slot == 0 ? " {" : ", ").append(Strings.toJava(shape.key(slot)));
        }
        if (shape.slotCount() > MOST_KEYS) {
            keys.append(", and ").append(shape.slotCount() - MOST_KEYS).append(" more");
        }
        return keys.append(shape.slotCount() == 0 ? "" : "}").append(shape.isMetatable() ? " metatable" : "").toString();
    }
}
