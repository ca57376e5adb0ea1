package perigee.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.bytecode.BinaryReader;
import perigee.bytecode.BinaryWriter;
import perigee.bytecode.MalformedChunkException;
import perigee.bytecode.Prototype;

/**
 * The functions of a request, each once: those that are in no other one as precompiled chunks, which hold the nested ones. They
 * are numbered as they occur, an encloser before what is in it.
 */
final class PrototypeTable {
    private final List<Prototype> roots;
    private final List<Prototype> all = new ArrayList<>();
    private final Map<Prototype, Integer> numbers = new IdentityHashMap<>();

    private PrototypeTable(List<Prototype> roots) {
        this.roots = roots;
        roots.forEach(this::add);
    }

    private void add(Prototype prototype) {
        numbers.put(prototype, all.size());
        all.add(prototype);
        for (Prototype nested : prototype.prototypes()) {
            add(nested);
        }
    }

    /** A table that has all of these. */
    static PrototypeTable of(Collection<Prototype> prototypes) {
        Set<Prototype> nested = Collections.newSetFromMap(new IdentityHashMap<>());
        prototypes.forEach(prototype -> addNested(prototype, nested));
        return new PrototypeTable(prototypes.stream().filter(prototype -> !nested.contains(prototype)).toList());
    }

    private static void addNested(Prototype encloser, Set<Prototype> nested) {
        for (Prototype each : encloser.prototypes()) {
            if (nested.add(each)) {
                addNested(each, nested);
            }
        }
    }

    void write(Output out) {
        out.list(roots, root -> out.bytes(BinaryWriter.write(root, false)));
    }

    static PrototypeTable read(Input in) throws MalformedRecordException {
        return new PrototypeTable(in.list(() -> {
            byte[] chunk = in.bytes();
            try {
                return BinaryReader.read(chunk, 0, chunk.length, new byte[] {'=', '?'});
            } catch (MalformedChunkException malformed) {
                throw new MalformedRecordException(malformed.getMessage());
            }
        }));
    }

    int number(Prototype prototype) {
        return numbers.get(prototype);
    }

    Prototype get(int number) throws MalformedRecordException {
        if (number >= all.size()) {
            throw new MalformedRecordException("no function has number " + number);
        }
        return all.get(number);
    }
}
