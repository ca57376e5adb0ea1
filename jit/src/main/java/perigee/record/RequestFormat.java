package perigee.record;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import perigee.asm.CpuFeature;
import perigee.asm.CpuFeatures;
import perigee.build.CompileRequest;
import perigee.build.FunctionFacts;
import perigee.build.MetatableFact;
import perigee.optimize.CompileSettings;
import perigee.regalloc.RegisterSet;
import perigee.runtime.Intrinsic;

/** What goes into a compile, as bytes. Maps are written in the order of their keys: equal requests give equal bytes. */
final class RequestFormat {
    private RequestFormat() {
    }

    // ---- settings --------------------------------------------------------------------------------------------------------

    /** Registers that are chosen at random cannot be chosen again. */
    static void write(Output out, CompileSettings settings) {
        switch (settings) {
            case CompileSettings(CpuFeatures features, RegisterSet registers, boolean verifies,
                    boolean countsGuards) -> {
                if (registers.isRandom()) {
                    throw new IllegalArgumentException("registers at random");
                }
                out.constants(features.present());
                out.count(registers.gprs());
                out.count(registers.xmms());
                out.bit(verifies);
                out.bit(countsGuards);
            }
        }
    }

    static CompileSettings readSettings(Input in) throws MalformedRecordException {
        CpuFeatures features = new CpuFeatures(in.constants(CpuFeature.class));
        int gprs = in.count();
        int xmms = in.count();
        if (gprs < RegisterSet.FEWEST || gprs > RegisterSet.MOST_GPRS || xmms < RegisterSet.FEWEST
                || xmms > RegisterSet.MOST_XMMS) {
            throw new MalformedRecordException("code of " + gprs + " and " + xmms + " registers");
        }
        return new CompileSettings(features, RegisterSet.first(gprs, xmms), in.bit(), in.bit());
    }

    // ---- requests --------------------------------------------------------------------------------------------------------

    static void write(Output out, CompileRequest request) {
        switch (request) {
            case CompileRequest(FunctionFacts root, int loop, long closure, Map<Integer, FunctionFacts> functions,
                    Map<Long, Integer> closures, Map<Long, long[]> upvalues, int upvaluesRest,
                    Map<Integer, Intrinsic> natives, Map<Long, Intrinsic> nativeObjects,
                    Map<Integer, List<MetatableFact>> metatables, Map<Integer, Map<Long, Integer>> layouts,
                    long globals, List<Long> eventNames) -> {
                Collection<FunctionFacts> sorted = new TreeMap<>(functions).values();
                PrototypeTable prototypes = PrototypeTable.of(sorted.stream().map(FunctionFacts::prototype).toList());
                prototypes.write(out);
                out.list(sorted, facts -> FactsFormat.write(out, facts, prototypes));
                out.count(root.id());
                out.number(loop);
                out.word(closure);
                map(out, closures, out::word, out::count);
                map(out, upvalues, out::word, out::words);
                out.count(upvaluesRest);
                map(out, natives, out::number, out::constant);
                map(out, nativeObjects, out::word, out::constant);
                map(out, metatables, out::number, facts -> out.list(facts, fact -> FactsFormat.write(out, fact)));
                map(out, layouts, out::number, layout -> map(out, layout, out::word, out::number));
                out.word(globals);
                out.list(eventNames, out::word);
            }
        }
    }

    static CompileRequest read(Input in) throws MalformedRecordException {
        PrototypeTable prototypes = PrototypeTable.read(in);
        Map<Integer, FunctionFacts> functions = new TreeMap<>();
        for (FunctionFacts facts : in.list(() -> FactsFormat.read(in, prototypes))) {
            functions.put(facts.id(), facts);
        }
        FunctionFacts root = functions.get(in.count());
        int loop = in.number();
        if (root == null || loop < -1 || loop >= root.prototype().code().length) {
            throw new MalformedRecordException("no such function or loop");
        }
        return new CompileRequest(root, loop, in.word(), Map.copyOf(functions), map(in, in::word, in::count),
                map(in, in::word, in::words), in.count(), map(in, in::number, () -> in.constant(Intrinsic.class)),
                map(in, in::word, () -> in.constant(Intrinsic.class)),
                map(in, in::number, () -> in.list(() -> FactsFormat.readMetatable(in))),
                map(in, in::number, () -> map(in, in::word, in::number)), in.word(), in.list(in::word));
    }

    // ---- maps ------------------------------------------------------------------------------------------------------------

    private static <K, V> void map(Output out, Map<K, V> map, Consumer<K> key, Consumer<V> value) {
        out.list(new TreeMap<>(map).entrySet(), entry -> {
            key.accept(entry.getKey());
            value.accept(entry.getValue());
        });
    }

    private static <K, V> Map<K, V> map(Input in, Input.Part<K> key, Input.Part<V> value) throws MalformedRecordException {
        Map<K, V> map = new TreeMap<>();
        for (Map.Entry<K, V> entry : in.list(() -> Map.entry(key.read(), value.read()))) {
            map.put(entry.getKey(), entry.getValue());
        }
        return Map.copyOf(map);
    }
}
