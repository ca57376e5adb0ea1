package perigee.vm.explain;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Prototype;
import perigee.vm.tier.SourceLoop;

/** The parts of one function. */
final class FunctionParts {
    final Prototype prototype;
    final Part body;
    /** Inner loops before those around them. */
    final List<Part> loops = new ArrayList<>();
    /** Why there is no baseline code, when it was wanted last; or null. */
    String baselineFailure;

    FunctionParts(Prototype prototype) {
        this.prototype = prototype;
        body = new Part(prototype, null);
        SourceLoop.of(prototype).forEach(loop -> loops.add(new Part(prototype, loop)));
    }

    /** The loop with a head. */
    Part loop(int head) {
        return loops.stream().filter(part -> part.loop.head() == head).findFirst().orElse(body);
    }

    /** The innermost part that an instruction is in. */
    Part atInstruction(int pc) {
        return loops.stream().filter(part -> part.loop.has(pc)).findFirst().orElse(body);
    }

    /** The smallest loop that a source line is in, or another part. */
    Part atLine(int line, Part otherwise) {
        Part smallest = null;
        for (Part part : loops) {
            SourceLoop loop = part.loop;
            if (line >= loop.first() && line <= loop.last() && (smallest == null
                    || loop.last() - loop.first() < smallest.loop.last() - smallest.loop.first())) {
                smallest = part;
            }
        }
        return smallest == null ? otherwise : smallest;
    }

    List<Part> all() {
        List<Part> all = new ArrayList<>(loops);
        all.add(body);
        return all;
    }
}
