package perigee.baseline;

import java.util.List;
import java.util.function.IntFunction;
import perigee.bytecode.Prototype;
import perigee.feedback.FieldCache;
import perigee.object.Shape;

/**
 * What a baseline compile needs to know; nothing of it changes.
 *
 * @param prototype the function
 * @param code      address of its CODE block
 * @param constants the words of its constants
 * @param feedback  its feedback words now, by instruction
 * @param fields    by instruction: what caches of field accesses know, or null
 * @param shapes    shapes by number
 * @param globals   the table of global variables
 * @param reports   whether the code is to report that it has become hot: when the count of calls reaches 0
 * @param rounds    and each time that a loop has run so many rounds, a power of two; 0 for never
 */
public record BaselineRequest(Prototype prototype, long code, long[] constants, long[] feedback,
                              List<FieldCache.Entry>[] fields, IntFunction<Shape> shapes, long globals, boolean reports,
                              int rounds) {
    long constantWord(int number) {
        return constants[number];
    }

    List<FieldCache.Entry> entries(int pc) {
        return fields[pc] == null ? List.of() : fields[pc];
    }

    Shape shape(int number) {
        return shapes.apply(number);
    }
}
