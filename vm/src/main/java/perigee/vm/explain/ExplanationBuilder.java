package perigee.vm.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.dump.SourceLines;
import perigee.vm.tier.Standing;
import perigee.vm.tier.Tiers;

/** Puts together what the profile, the feedback and the tiers know at the end of a program. */
final class ExplanationBuilder {
    private static final long MICROS = Sampler.PERIOD / 1_000;

    private final Tiers tiers;
    private final Profile profile;
    private final long[] samples;
    private final long lost;
    private final boolean isTimed;
    private final SourceLines sources = new SourceLines();
    private final Map<Prototype, LoadedFunction> loaded = new IdentityHashMap<>();

    ExplanationBuilder(LuaState state, Tiers tiers, Profile profile, long[] samples, long lost, boolean isTimed) {
        this.tiers = tiers;
        this.profile = profile;
        this.samples = samples;
        this.lost = lost;
        this.isTimed = isTimed;
        state.functions().all().forEach(function -> loaded.put(function.prototype(), function));
        loaded.keySet().forEach(profile::of);
    }

    Explanation build() {
        List<Explanation.Item> items = new ArrayList<>();
        for (FunctionParts function : profile.functions()) {
            LoadedFunction now = loaded.get(function.prototype);
            List<MegamorphicSites.Found> sites = now == null ? List.of() : MegamorphicSites.of(now);
            for (Part part : function.all()) {
                List<MegamorphicSites.Found> own =
                        sites.stream().filter(site -> function.atInstruction(site.pc()) == part).toList();
                if (part.allSamples() > 0 || !part.guards.isEmpty() || !part.failures.isEmpty()
                        || part.thrownAwayByAssumptions > 0 || !own.isEmpty()) {
                    items.add(item(function, part, now, own));
                }
            }
        }
        items.sort(Comparator.comparingLong(Explanation.Item::allMicros).reversed()
                .thenComparing(Comparator.comparingLong(ExplanationBuilder::troubles).reversed())
                .thenComparing(Explanation.Item::function).thenComparing(Explanation.Item::loop));
        return new Explanation(isTimed, samples[Explainer.Phase.COLLECTOR.ordinal()] * MICROS,
                samples[Explainer.Phase.COMPILER.ordinal()] * MICROS, profile.elsewhere() * MICROS, lost, items);
    }

    private static long troubles(Explanation.Item item) {
        return item.sites().size() + item.guards().stream().mapToLong(Explanation.Guard::count).sum();
    }

    private Explanation.Item item(FunctionParts function, Part part, LoadedFunction now, List<MegamorphicSites.Found> sites) {
        Prototype prototype = function.prototype;
        Map<String, Long> micros = new LinkedHashMap<>();
        part.samples.forEach((where, count) -> micros.put(where.text(), count * MICROS));
        Standing standing = now == null ? null : tiers.standing(now);
        int line = part.loop == null ? 0 : part.loop.first();
        String obstacle = standing == null ? "the function is no longer there" : obstacle(function, part, standing, now);
        return new Explanation.Item(place(prototype, prototype.lineDefined()), line,
                source(prototype, line == 0 ? prototype.lineDefined() : line), micros, tier(part, standing), obstacle,
                sites.stream().map(site -> new Explanation.Site(line(prototype, site.pc()), site.what(),
                        source(prototype, line(prototype, site.pc())))).toList(),
                guards(part), advice(part, sites, obstacle));
    }

    // ---- tiers ---------------------------------------------------------------------------------------------------------

    private static boolean isOptimized(Part part, Standing standing) {
        return standing.isOptimized() || part.loop != null && standing.optimizedLoops().contains(part.loop.head());
    }

    /** A loop in one that has code of its own is in that code. */
    private static boolean isOptimized(FunctionParts function, Part part, Standing standing) {
        return isOptimized(part, standing) || part.loop != null && function.loops.stream().anyMatch(outer ->
                outer.loop.has(part.loop.head()) && outer.loop.has(part.loop.backEdge()) && isOptimized(outer, standing));
    }

    private String tier(Part part, Standing standing) {
        return standing == null || !standing.isCompiled() ? "interpreter"
                : isOptimized(profile.of(part.prototype), part, standing) ? "optimised" : "baseline";
    }

    private String obstacle(FunctionParts function, Part part, Standing standing, LoadedFunction now) {
        if (isOptimized(function, part, standing)) {
            return null;
        }
        if (!standing.isCompiled()) {
            return function.baselineFailure != null ? "no baseline code: " + function.baselineFailure
                    : standing.callsToNext() == 0 ? "no compiler is to be used"
                    : "not hot yet: " + calls(standing) + " to baseline code" + rounds(part, standing, now);
        }
        String next = standing.callsToNext() == 0 ? "no optimising compiler is to be used"
                : calls(standing) + " to the next try" + rounds(part, standing, now);
        long thrownAway = part.thrownAwayByFailures + part.thrownAwayByAssumptions;
        if (!part.failures.isEmpty()) {
            String last = part.failures.keySet().stream().reduce((_, reason) -> reason).orElseThrow();
            return "the optimising compiler gave up " + times(part.failures.values().stream().mapToLong(Long::longValue).sum())
                    + ", last for: " + last + "; " + next;
        }
        return thrownAway > 0 ? "optimised code was thrown away " + times(thrownAway) + " (" + part.thrownAwayByFailures
                + " by failing guards, " + part.thrownAwayByAssumptions + " by broken assumptions); " + next
                : "not hot yet: " + next;
    }

    private static String rounds(Part part, Standing standing, LoadedFunction now) {
        if (part.loop == null || standing.loopRounds() == 0) {
            return "";
        }
        long counter = Functions.instruction(now.code(), part.loop.backEdge()) + Instruction.FEEDBACK;
        return ", or a loop's next multiple of " + standing.loopRounds() + " rounds ("
                + Integer.toUnsignedLong(Memory.getInt(counter)) + " so far"
                + (standing.loopReports() > 0 ? ", " + standing.loopReports() + " multiples to wait" : "") + ")";
    }

    private static String calls(Standing standing) {
        return standing.callsToNext() + (standing.callsToNext() == 1 ? " more call" : " more calls");
    }

    private static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    // ---- guards --------------------------------------------------------------------------------------------------------

    private List<Explanation.Guard> guards(Part part) {
        List<Explanation.Guard> guards = new ArrayList<>();
        part.guards.forEach((guard, failed) -> {
            int line = line(guard.prototype(), guard.pc());
            guards.add(new Explanation.Guard(place(guard.prototype(), line), guard.reason().text(), failed.count, failed.kinds,
                    source(guard.prototype(), line)));
        });
        guards.sort(Comparator.comparingLong(Explanation.Guard::count).reversed());
        return guards;
    }

    private static List<String> advice(Part part, List<MegamorphicSites.Found> sites, String obstacle) {
        Set<String> advice = new LinkedHashSet<>();
        for (MegamorphicSites.Found site : sites) {
            advice.add(site.isCall() ? Advice.FUNCTIONS : Advice.SHAPES);
        }
        for (Part.Guard guard : part.guards.keySet()) {
            String against = Advice.against(guard.reason());
            if (against != null) {
                advice.add(against);
            }
        }
        if (part.thrownAwayByAssumptions > 0) {
            advice.add(Advice.REDEFINED);
        }
        if (advice.isEmpty() && obstacle != null && obstacle.startsWith("not hot yet")) {
            advice.add(Advice.SHORT);
        }
        return List.copyOf(advice);
    }

    // ---- places --------------------------------------------------------------------------------------------------------

    private static String place(Prototype prototype, int line) {
        return new String(ChunkName.display(prototype.source()), StandardCharsets.ISO_8859_1) + ":" + line;
    }

    private static int line(Prototype prototype, int pc) {
        return pc < prototype.lines().length ? prototype.lines()[pc] : prototype.lineDefined();
    }

    private String source(Prototype prototype, int line) {
        List<String> lines = sources.of(prototype);
        return line < 1 || line > lines.size() ? null : lines.get(line - 1).strip();
    }
}
