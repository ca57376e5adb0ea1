package perigee.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import perigee.asm.MachineCode;
import perigee.asm.Relocation;
import perigee.asm.Site;
import perigee.deopt.DeoptState;
import perigee.emit.LirSite;
import perigee.emit.StateAt;
import perigee.lir.Call;
import perigee.lir.Exit;
import perigee.lir.Kind;
import perigee.record.StateFormat.Functions;

/** Machine code that is nowhere yet, with its sites, as bytes. */
final class CodeFormat {
    private static final int NOTHING = 0;
    private static final int STATE = 1;
    private static final int NUMBER = 2;
    private static final int TEXT = 3;
    /** By ordinal: where a state's values are many, a name for each would take more room than the rest. */
    private static final Kind[] KINDS = Kind.values();

    private CodeFormat() {
    }

    static void write(Output out, MachineCode code) {
        switch (code) {
            case MachineCode(byte[] bytes, int codeSize, int alignment, List<Relocation> relocations, List<Site> sites,
                    Map<String, Integer> labels) -> {
                out.bytes(bytes);
                out.count(codeSize);
                out.count(alignment);
                out.list(relocations, relocation -> write(out, relocation));
                out.list(sites, site -> write(out, site));
                out.list(new TreeMap<>(labels).entrySet(), label -> {
                    out.name(label.getKey());
                    out.count(label.getValue());
                });
            }
        }
    }

    static MachineCode read(Input in, Functions functions) throws MalformedRecordException {
        byte[] bytes = in.bytes();
        int codeSize = in.count();
        if (codeSize > bytes.length) {
            throw new MalformedRecordException("more code than bytes");
        }
        int alignment = in.count();
        List<Relocation> relocations = in.list(() -> readRelocation(in));
        List<Site> sites = in.list(() -> readSite(in, functions));
        Map<String, Integer> labels = new HashMap<>();
        for (Map.Entry<String, Integer> label : in.list(() -> Map.entry(in.name(), in.count()))) {
            labels.put(label.getKey(), label.getValue());
        }
        return new MachineCode(bytes, codeSize, alignment, relocations, sites, labels);
    }

    private static void write(Output out, Relocation relocation) {
        switch (relocation) {
            case Relocation(int offset, Relocation.Kind kind, String symbol, int addend) -> {
                out.count(offset);
                out.constant(kind);
                out.name(symbol);
                out.number(addend);
            }
        }
    }

    private static Relocation readRelocation(Input in) throws MalformedRecordException {
        return new Relocation(in.count(), in.constant(Relocation.Kind.class), in.name(), in.number());
    }

    // ---- sites -----------------------------------------------------------------------------------------------------------

    private static void write(Output out, Site site) {
        switch (site) {
            case Site(int offset, Site.Kind kind, Object payload) -> {
                out.count(offset);
                out.bit(kind instanceof LirSite);
                out.constant((Enum<?>) kind);
                switch (payload) {
                    case null -> out.count(NOTHING);
                    case StateAt state -> {
                        out.count(STATE);
                        write(out, state);
                    }
                    case Integer number -> {
                        out.count(NUMBER);
                        out.number(number);
                    }
                    case String text -> {
                        out.count(TEXT);
                        out.text(text);
                    }
                    default -> throw new IllegalArgumentException("no payload of optimised code: " + payload);
                }
            }
        }
    }

    private static Site readSite(Input in, Functions functions) throws MalformedRecordException {
        int offset = in.count();
        Site.Kind kind = in.bit() ? in.constant(LirSite.class) : in.constant(Site.Mark.class);
        int payload = in.count();
        return new Site(offset, kind, switch (payload) {
            case NOTHING -> null;
            case STATE -> readState(in, functions);
            case NUMBER -> in.number();
            case TEXT -> in.text();
            default -> throw new MalformedRecordException("no payload is of kind " + payload);
        });
    }

    private static void write(Output out, StateAt state) {
        switch (state) {
            case StateAt(Call call, Exit exit, int[] places, Kind[] kinds, long[] bits, int[] liveSlots) -> {
                out.optional(call, some -> write(out, some));
                out.optional(exit, some -> write(out, some));
                out.numbers(places);
                for (Kind kind : kinds) {
                    out.count(kind.ordinal());
                }
                out.words(bits);
                out.numbers(liveSlots);
            }
        }
    }

    private static StateAt readState(Input in, Functions functions) throws MalformedRecordException {
        Call call = in.optional(() -> readCall(in));
        Exit exit = in.optional(() -> readExit(in, functions));
        int[] places = in.numbers();
        Kind[] kinds = new Kind[places.length];
        for (int i = 0; i < kinds.length; i++) {
            int kind = in.count();
            if (kind >= KINDS.length) {
                throw new MalformedRecordException("no value is of kind " + kind);
            }
            kinds[i] = KINDS[kind];
        }
        return new StateAt(call, exit, places, kinds, in.words(), in.numbers());
    }

    private static void write(Output out, Exit exit) {
        switch (exit) {
            case Exit(int number, Object origin) -> {
                out.number(number);
                out.optional((DeoptState) origin, state -> StateFormat.write(out, state));
            }
        }
    }

    private static Exit readExit(Input in, Functions functions) throws MalformedRecordException {
        return new Exit(in.number(), in.optional(() -> StateFormat.readState(in, functions)));
    }

    private static void write(Output out, Call call) {
        switch (call) {
            case Call(Call.Kind kind, String symbol, List<Integer> results, List<Integer> arguments, int clobbers, int passed,
                    int wanted) -> {
                out.constant(kind);
                out.optional(symbol, out::name);
                out.list(results, out::number);
                out.list(arguments, out::number);
                out.number(clobbers);
                out.number(passed);
                out.number(wanted);
            }
        }
    }

    private static Call readCall(Input in) throws MalformedRecordException {
        return new Call(in.constant(Call.Kind.class), in.optional(in::name), in.list(in::number), in.list(in::number),
                in.number(), in.number(), in.number());
    }
}
