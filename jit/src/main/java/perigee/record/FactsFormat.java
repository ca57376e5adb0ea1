package perigee.record;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.build.FieldFact;
import perigee.build.FunctionFacts;
import perigee.build.GlobalFact;
import perigee.build.MetamethodFact;
import perigee.build.MetamethodPlace;
import perigee.build.MetatableFact;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.ir.ShapeFact;
import perigee.ir.TableSite;

/** What is known of one function, as bytes. Of most instructions little is known: a byte says what. */
final class FactsFormat {
    private static final int FIELDS = 1;
    private static final int GLOBAL = 2;
    private static final int TABLE = 4;
    private static final int METAMETHODS = 8;
    private static final int FAILED = 16;
    private static final int KEYED = 32;

    private FactsFormat() {
    }

    // ---- functions -------------------------------------------------------------------------------------------------------

    static void write(Output out, FunctionFacts function, PrototypeTable prototypes) {
        switch (function) {
            case FunctionFacts(int id, String name, Prototype prototype, long code, long[] constants,
                    long[] feedback, FieldFact[][] fields, Map<Long, FieldFact[]>[] keyed, GlobalFact[] globals,
                    TableSite[] tables, MetamethodFact[][] metamethods, long[] children, Set<Reason>[] failed, BitSet embeds) -> {
                out.count(id);
                out.text(name);
                out.count(prototypes.number(prototype));
                out.word(code);
                out.words(constants);
                out.words(embeds.toLongArray());
                out.words(children);
                out.words(feedback);
                for (int pc = 0; pc < feedback.length; pc++) {
                    out.count((fields[pc] != null ? FIELDS : 0) | (globals[pc] != null ? GLOBAL : 0)
                            | (tables[pc] != null ? TABLE : 0) | (metamethods[pc] != null ? METAMETHODS : 0)
                            | (failed[pc] != null ? FAILED : 0) | (keyed[pc] != null ? KEYED : 0));
                    if (fields[pc] != null) {
                        out.list(List.of(fields[pc]), fact -> write(out, fact));
                    }
                    if (keyed[pc] != null) {
                        out.list(keyed[pc].entrySet(), ofKey -> {
                            out.word(ofKey.getKey());
                            out.list(List.of(ofKey.getValue()), fact -> write(out, fact));
                        });
                    }
                    if (globals[pc] != null) {
                        write(out, globals[pc]);
                    }
                    if (tables[pc] != null) {
                        write(out, tables[pc]);
                    }
                    if (metamethods[pc] != null) {
                        out.list(List.of(metamethods[pc]), fact -> write(out, fact));
                    }
                    if (failed[pc] != null) {
                        out.constants(failed[pc]);
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    static FunctionFacts read(Input in, PrototypeTable prototypes) throws MalformedRecordException {
        int id = in.count();
        String name = in.text();
        Prototype prototype = prototypes.get(in.count());
        long code = in.word();
        long[] constants = in.words();
        BitSet embeds = BitSet.valueOf(in.words());
        long[] children = in.words();
        long[] feedback = in.words();
        int length = prototype.code().length;
        if (feedback.length != length || constants.length != prototype.constants().length
                || children.length != prototype.prototypes().length) {
            throw new MalformedRecordException("the facts of " + name + " are those of another function");
        }
        FieldFact[][] fields = new FieldFact[length][];
        Map<Long, FieldFact[]>[] keyed = new Map[length];
        GlobalFact[] globals = new GlobalFact[length];
        TableSite[] tables = new TableSite[length];
        MetamethodFact[][] metamethods = new MetamethodFact[length][];
        Set<Reason>[] failed = new Set[length];
        for (int pc = 0; pc < length; pc++) {
            int known = in.count();
            fields[pc] = (known & FIELDS) == 0 ? null : in.list(() -> readField(in)).toArray(FieldFact[]::new);
            keyed[pc] = (known & KEYED) == 0 ? null : readKeyed(in);
            globals[pc] = (known & GLOBAL) == 0 ? null : readGlobal(in);
            tables[pc] = (known & TABLE) == 0 ? null : readTable(in);
            metamethods[pc] = (known & METAMETHODS) == 0 ? null : readMetamethods(in);
            failed[pc] = (known & FAILED) == 0 ? null : in.constants(Reason.class);
        }
        return new FunctionFacts(id, name, prototype, code, constants, feedback, fields, keyed, globals, tables, metamethods,
                children, failed, embeds);
    }

    // ---- instructions ----------------------------------------------------------------------------------------------------

    private static void write(Output out, FieldFact fact) {
        switch (fact) {
            case FieldFact(ShapeFact shape, FieldFact.Kind kind, int offset, long cell, long value,
                    boolean constant, boolean mutable, boolean finalNil, boolean unchanged, ShapeFact after, int rests,
                    FieldFact.Delegate delegate) -> {
                write(out, shape);
                out.constant(kind);
                out.number(offset);
                out.word(cell);
                out.word(value);
                out.bit(constant);
                out.bit(mutable);
                out.bit(finalNil);
                out.bit(unchanged);
                out.optional(after, some -> write(out, some));
                out.number(rests);
                out.optional(delegate, some -> write(out, some));
            }
        }
    }

    private static void write(Output out, FieldFact.Delegate delegate) {
        switch (delegate) {
            case FieldFact.Delegate(MetamethodPlace place, FieldFact holder, int function) -> {
                out.optional(place, some -> write(out, some));
                out.optional(holder, some -> write(out, some));
                out.number(function);
            }
        }
    }

    private static FieldFact.Delegate readDelegate(Input in) throws MalformedRecordException {
        return new FieldFact.Delegate(in.optional(() -> readPlace(in)), in.optional(() -> readField(in)), in.number());
    }

    private static void write(Output out, MetamethodPlace place) {
        switch (place) {
            case MetamethodPlace(int offset, boolean outside, boolean isCell) -> {
                out.number(offset);
                out.bit(outside);
                out.bit(isCell);
            }
        }
    }

    private static MetamethodPlace readPlace(Input in) throws MalformedRecordException {
        return new MetamethodPlace(in.number(), in.bit(), in.bit());
    }

    private static FieldFact readField(Input in) throws MalformedRecordException {
        return new FieldFact(readShape(in), in.constant(FieldFact.Kind.class), in.number(), in.word(), in.word(), in.bit(),
                in.bit(), in.bit(), in.bit(), in.optional(() -> readShape(in)), in.number(), in.optional(() -> readDelegate(in)));
    }

    private static Map<Long, FieldFact[]> readKeyed(Input in) throws MalformedRecordException {
        Map<Long, FieldFact[]> facts = new LinkedHashMap<>();
        in.list(() -> facts.put(in.word(), in.list(() -> readField(in)).toArray(FieldFact[]::new)));
        return facts;
    }

    private static void write(Output out, GlobalFact fact) {
        switch (fact) {
            case GlobalFact(long cell, long value, boolean constant, boolean mutable) -> {
                out.word(cell);
                out.word(value);
                out.bit(constant);
                out.bit(mutable);
            }
        }
    }

    private static GlobalFact readGlobal(Input in) throws MalformedRecordException {
        return new GlobalFact(in.word(), in.word(), in.bit(), in.bit());
    }

    private static void write(Output out, TableSite site) {
        switch (site) {
            case TableSite(int shape, int inlineSlots, int capacity) -> {
                out.number(shape);
                out.number(inlineSlots);
                out.number(capacity);
            }
        }
    }

    private static TableSite readTable(Input in) throws MalformedRecordException {
        return new TableSite(in.number(), in.number(), in.number());
    }

    private static void write(Output out, MetamethodFact fact) {
        switch (fact) {
            case MetamethodFact(ShapeFact shape, long function, MetamethodPlace place) -> {
                write(out, shape);
                out.word(function);
                out.optional(place, some -> write(out, some));
            }
        }
    }

    private static MetamethodFact[] readMetamethods(Input in) throws MalformedRecordException {
        List<MetamethodFact> facts = in.list(() -> readMetamethod(in));
        return facts.isEmpty() ? MetamethodFact.NOT_YET : facts.toArray(MetamethodFact[]::new);
    }

    private static MetamethodFact readMetamethod(Input in) throws MalformedRecordException {
        return new MetamethodFact(readShape(in), in.word(), in.optional(() -> readPlace(in)));
    }

    // ---- shapes ----------------------------------------------------------------------------------------------------------

    static void write(Output out, MetatableFact fact) {
        switch (fact) {
            case MetatableFact(long metatable, ShapeFact after, ShapeFact metatableShape, ShapeFact metatableAfter,
                    List<MetatableFact.Having> having) -> {
                out.word(metatable);
                write(out, after);
                out.optional(metatableShape, some -> write(out, some));
                out.optional(metatableAfter, some -> write(out, some));
                out.list(having, one -> {
                    write(out, one.place());
                    out.word(one.value());
                });
            }
        }
    }

    static MetatableFact readMetatable(Input in) throws MalformedRecordException {
        return new MetatableFact(in.word(), readShape(in), in.optional(() -> readShape(in)), in.optional(() -> readShape(in)),
                in.list(() -> new MetatableFact.Having(readPlace(in), in.word())));
    }

    private static void write(Output out, ShapeFact fact) {
        switch (fact) {
            case ShapeFact(int id, int inlineSlots, int slotCount, int behaviour) -> {
                out.number(id);
                out.number(inlineSlots);
                out.number(slotCount);
                out.number(behaviour);
            }
        }
    }

    private static ShapeFact readShape(Input in) throws MalformedRecordException {
        return new ShapeFact(in.number(), in.number(), in.number(), in.number());
    }
}
