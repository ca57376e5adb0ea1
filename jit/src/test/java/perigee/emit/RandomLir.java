package perigee.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import perigee.asm.Condition;
import perigee.asm.CpuFeature;
import perigee.asm.CpuFeatures;
import perigee.lir.Address;
import perigee.lir.Block;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.LirFunction;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Test;
import perigee.lir.Value;

/**
 * Random functions that end, with branches, switches and nested loops, all kinds, calls of all kinds, and guards that fail
 * now and then. What they work on: parameters, and 32 cells each of integers, doubles and words behind the thread block.
 */
final class RandomLir {
    static final int PARAMETERS = 4;
    static final int CELLS = 32;
    static final int INTEGERS = 512;
    static final int DOUBLES = INTEGERS + 8 * CELLS;
    static final int WORDS = DOUBLES + 8 * CELLS;
    static final String LEAVE = "test_leave";
    static final String MIX = "test_mix";
    static final String RETURN = "test_return";
    static final String CALLEE = "test_callee";
    private static final int DEEPEST = 3;
    private static final Condition[] INTEGER_CONDITIONS = {Condition.E, Condition.NE, Condition.L, Condition.GE,
        Condition.LE, Condition.G, Condition.B, Condition.AE, Condition.BE, Condition.A};
    private static final Condition[] FLOAT_CONDITIONS = {Condition.E, Condition.NE, Condition.A, Condition.AE, Condition.B,
        Condition.BE, Condition.P, Condition.NP};

    private final Random random;
    private final LirBuilder b;
    private final CpuFeatures features;
    /** What dominates the current place, by kind; the lists shrink at the end of a region. */
    private final List<Integer> integers = new ArrayList<>();
    private final List<Integer> fitting = new ArrayList<>();
    private final List<Integer> doubles = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();
    private final List<List<Integer>> pools = List.of(integers, fitting, doubles, words);
    private double frequency = 1;

    private RandomLir(long seed, CpuFeatures features) {
        random = new Random(seed);
        this.features = features;
        b = new LirBuilder("random" + seed, PARAMETERS, features);
    }

    static LirFunction make(long seed, int size, CpuFeatures features) {
        return new RandomLir(seed, features).function(size);
    }

    private LirFunction function(int size) {
        b.begin(b.block(1));
        for (int i = 0; i < PARAMETERS; i++) {
            words.add(b.argument(i));
        }
        integers.add(b.constant(Kind.INT, random.nextLong()));
        fitting.add(b.constant(Kind.INT, random.nextInt(1000)));
        doubles.add(b.constant(random.nextInt(100) / 4.0));
        region(size, 0);
        if (random.nextBoolean()) {
            b.exit("end", state());
        } else {
            int[] results = new int[random.nextInt(7)];
            for (int i = 0; i < results.length; i++) {
                results[i] = literalOr(3);
            }
            b.ret(b.value(Op.LOAD, Kind.RAW, Address.of(Value.BASE, perigee.layout.StackLayout.LINK)), results);
        }
        return b.finish();
    }

    private void region(int size, int depth) {
        int left = size;
        while (left > 0) {
            int choice = random.nextInt(20);
            if (choice == 0 && depth < DEEPEST && left > 4) {
                loop(left / 2, depth + 1);
                left /= 2;
            } else if (choice == 1 && depth < DEEPEST + 2 && left > 4) {
                diamond(left / 2, depth + 1);
                left /= 2;
            } else if (choice == 2 && depth < DEEPEST + 2 && left > 8) {
                jumpTable(left / 2, depth + 1);
                left /= 2;
            } else {
                statement();
                left--;
            }
        }
    }

    // ---- control flow --------------------------------------------------------------------------------------------------

    private int[] marks() {
        return pools.stream().mapToInt(List::size).toArray();
    }

    private void cut(int[] marks) {
        for (int p = 0; p < marks.length; p++) {
            List<Integer> pool = pools.get(p);
            pool.subList(marks[p], pool.size()).clear();
        }
    }

    private record Parameter(int pool, int register) {
    }

    private List<Parameter> parameters(Block block, int most) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            int pool = random.nextInt(4);
            Kind kind = pool < 2 ? Kind.INT : pool == 2 ? Kind.FLOAT : Kind.WORD;
            parameters.add(new Parameter(pool, b.parameter(block, kind, pool == 1)));
        }
        return parameters;
    }

    private void add(List<Parameter> parameters) {
        parameters.forEach(parameter -> pools.get(parameter.pool).add(parameter.register));
    }

    private int[] arguments(List<Parameter> parameters) {
        return parameters.stream().mapToInt(parameter -> literalOr(parameter.pool)).toArray();
    }

    private int literalOr(int pool) {
        if (random.nextInt(6) > 0) {
            return any(pools.get(pool));
        }
        return switch (pool) {
            case 0 -> b.literal(Kind.INT, random.nextLong());
            case 1 -> b.literal(Kind.INT, random.nextInt());
            case 2 -> b.literal(Kind.FLOAT, Double.doubleToRawLongBits(random.nextInt(50) / 8.0));
            default -> b.literal(Kind.WORD, random.nextInt(3));
        };
    }

    private void diamond(int size, int depth) {
        double here = frequency;
        double chance = random.nextInt(4) == 0 ? 0.001 : 0.5;
        Block yes = b.block(here * chance);
        Block no = b.block(here * (1 - chance));
        Block join = b.block(here);
        List<Parameter> parameters = parameters(join, 5);
        b.branch(comparison(true), yes, no);
        int[] marks = marks();
        for (Block side : List.of(yes, no)) {
            b.begin(side);
            frequency = side.frequency;
            region(size / 2, depth);
            b.jump(join, arguments(parameters));
            cut(marks);
        }
        frequency = here;
        b.begin(join);
        add(parameters);
    }

    private void jumpTable(int size, int depth) {
        double here = frequency;
        int count = 1 + random.nextInt(4);
        Block[] sides = new Block[count];
        for (int i = 0; i < count; i++) {
            sides[i] = b.block(here / count);
        }
        Block join = b.block(here);
        List<Parameter> parameters = parameters(join, 4);
        int number = count == 1 ? b.constant(Kind.INT, 0)
                : b.immediate(Op.AND, Kind.INT, any(integers), Integer.highestOneBit(count) - 1);
        b.jump(number, sides);
        int[] marks = marks();
        for (Block side : sides) {
            b.begin(side);
            frequency = side.frequency;
            region(size / count, depth);
            b.jump(join, arguments(parameters));
            cut(marks);
        }
        frequency = here;
        b.begin(join);
        add(parameters);
    }

    private void loop(int size, int depth) {
        double here = frequency;
        int rounds = 1 + random.nextInt(4);
        Block head = b.block(here * 16);
        Block again = b.block(here * 15);
        Block over = b.block(here);
        int counter = b.parameter(head, Kind.INT, true);
        List<Parameter> parameters = parameters(head, 6);
        b.jump(head, prepend(b.literal(Kind.INT, 0), arguments(parameters)));
        b.begin(head);
        frequency = head.frequency;
        fitting.add(counter);
        add(parameters);
        region(size, depth);
        if (random.nextInt(3) > 0) {
            b.safepoint("poll", state());
        }
        int next = b.fitting(Op.LEA, Address.of(counter, 1));
        b.branch(Comparison.with(Test.CMP, Condition.L, next, (long) rounds), again, over);
        b.begin(again);
        int[] marks = marks();
        frequency = again.frequency;
        region(random.nextInt(3), depth + DEEPEST + 2);
        b.jump(head, prepend(next, arguments(parameters)));
        cut(marks);
        frequency = here;
        b.begin(over);
    }

    private static int[] prepend(int first, int[] rest) {
        int[] all = new int[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private int[] state() {
        int[] state = new int[random.nextInt(12)];
        for (int i = 0; i < state.length; i++) {
            state[i] = literalOr(random.nextInt(4));
        }
        return state;
    }

    // ---- values --------------------------------------------------------------------------------------------------------

    private int any(List<Integer> pool) {
        // mostly recent ones, so that some die soon and some live long
        int size = pool.size();
        return pool.get(random.nextInt(4) == 0 ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 6)));
    }

    private int integer() {
        return any(random.nextInt(3) == 0 ? fitting : integers);
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Address cell(int area) {
        if (random.nextBoolean()) {
            return Address.of(Value.THREAD, area + 8 * random.nextInt(CELLS));
        }
        int index = b.immediate(Op.AND, Kind.INT, integer(), CELLS - 1L);
        if (random.nextBoolean()) {
            return Address.of(Value.THREAD, index, 8, area);
        }
        int base = b.value(Op.LEA, Kind.RAW, Address.of(Value.THREAD, area - 16));
        return Address.of(base, index, 8, 16);
    }

    /** @param anything whether doubles may be compared for not being equal */
    private Comparison comparison(boolean anything) {
        return switch (random.nextInt(7)) {
            case 0 -> Comparison.of(Test.CMP, oneOf(INTEGER_CONDITIONS), integer(), integer());
            case 1 -> Comparison.with(Test.CMP32, oneOf(INTEGER_CONDITIONS), integer(), random.nextInt(200) - 100);
            case 2 -> Comparison.with(Test.TEST, random.nextBoolean() ? Condition.E : Condition.NE, integer(),
                    1L << random.nextInt(20));
            case 3 -> Comparison.of(Test.CMP, oneOf(INTEGER_CONDITIONS), integer(),
                    Address.of(Value.THREAD, INTEGERS + 8 * random.nextInt(CELLS)));
            case 4 -> Comparison.with(Test.CMP8, oneOf(INTEGER_CONDITIONS),
                    Address.of(Value.THREAD, INTEGERS + random.nextInt(8 * CELLS)), random.nextInt(100));
            default -> {
                Condition condition = oneOf(FLOAT_CONDITIONS);
                yield Comparison.doubles(!anything && condition == Condition.NE ? Condition.E : condition, any(doubles),
                        any(doubles));
            }
        };
    }

    private void statement() {
        switch (random.nextInt(24)) {
            case 0, 1 -> integers.add(b.value(oneOf(new Op[] {Op.ADD, Op.SUB, Op.AND, Op.OR, Op.XOR, Op.IMUL, Op.ADD32,
                Op.SUB32, Op.AND32, Op.OR32, Op.XOR32}), Kind.INT, integer(), integer()));
            case 2 -> integers.add(b.immediate(oneOf(new Op[] {Op.ADD, Op.SUB, Op.AND, Op.OR, Op.XOR, Op.IMULI, Op.SUB32}),
                    Kind.INT, integer(), random.nextInt()));
            case 3 -> integers.add(b.value(oneOf(new Op[] {Op.ADD, Op.SUB, Op.AND, Op.OR, Op.XOR, Op.IMUL}), Kind.INT,
                    integer(), cell(INTEGERS)));
            case 4 -> integers.add(b.value(Op.LEA, Kind.INT, Address.of(integer(), integer(), 1 << random.nextInt(4),
                    random.nextInt(100) - 50)));
            case 5 -> integers.add(b.immediate(oneOf(new Op[] {Op.SHLI, Op.SHRI, Op.SARI}), Kind.INT, integer(),
                    random.nextInt(64)));
            case 6 -> shiftOrUnary();
            case 7 -> divide();
            case 8 -> fitting.add(b.fitting(b.immediate(Op.AND, Kind.INT, integer(), random.nextInt() & 0xFFFF_FFFL)));
            case 9 -> fitting.add(b.set(comparison(true)));
            case 10 -> integers.add(b.select(comparison(false), Kind.INT, integer(), integer()));
            case 11 -> loads();
            case 12 -> stores();
            case 13, 14 -> doubles.add(b.floating(oneOf(new Op[] {Op.ADDSD, Op.SUBSD, Op.MULSD, Op.DIVSD, Op.MINSD,
                Op.MAXSD}), any(doubles), any(doubles)));
            case 15 -> doubles.add(b.floating(oneOf(new Op[] {Op.ADDSD, Op.SUBSD, Op.MULSD}), any(doubles), cell(DOUBLES)));
            case 16 -> doubles.add(b.value(oneOf(new Op[] {Op.SQRTSD, Op.ABSSD, Op.NEGSD, Op.COPYF}), Kind.FLOAT,
                    any(doubles)));
            case 17 -> conversions();
            case 18 -> words.add(b.boxInteger(any(fitting)));
            case 19 -> words.add(b.boxFloat(any(doubles)));
            case 20 -> constants();
            case 21 -> guard();
            case 22 -> stub();
            default -> {
                if (random.nextInt(3) == 0) {
                    call();
                } else {
                    words.add(b.copy(any(words), Kind.WORD));
                }
            }
        }
    }

    private void shiftOrUnary() {
        if (random.nextBoolean()) {
            integers.add(b.shift(oneOf(new Op[] {Op.SHL, Op.SHR, Op.SAR}), Kind.INT, integer(), integer()));
        } else {
            integers.add(b.value(oneOf(new Op[] {Op.NEG, Op.NOT, Op.COPY}), Kind.INT, integer()));
        }
    }

    private void divide() {
        int small = b.immediate(Op.AND, Kind.INT, integer(), 0xFFF);
        int divisor = b.immediate(Op.OR, Kind.INT, small, 1);
        integers.add(b.value(oneOf(new Op[] {Op.IDIV, Op.IREM, Op.UMULH}), Kind.INT, integer(), divisor));
    }

    private void loads() {
        switch (random.nextInt(6)) {
            case 0 -> integers.add(b.value(Op.LOAD, Kind.INT, cell(INTEGERS)));
            case 1 -> fitting.add(b.fitting(Op.LOAD32, cell(INTEGERS)));
            case 2 -> fitting.add(b.fitting(Op.LOAD32S, cell(INTEGERS)));
            case 3 -> fitting.add(b.fitting(Op.LOAD8, cell(INTEGERS)));
            case 4 -> doubles.add(b.value(Op.LOADF, Kind.FLOAT, cell(DOUBLES)));
            default -> words.add(b.value(Op.LOAD, Kind.WORD, cell(WORDS)));
        }
    }

    private void stores() {
        switch (random.nextInt(6)) {
            case 0 -> b.memory(oneOf(new Op[] {Op.STORE, Op.STORE32, Op.STORE8, Op.ADD_TO, Op.ADD_TO32, Op.OR_TO32}),
                    cell(INTEGERS), integer());
            case 1 -> b.memoryImmediate(oneOf(new Op[] {Op.STORE, Op.STORE32, Op.ADD_TO, Op.AND_TO32}), cell(INTEGERS),
                    random.nextInt());
            case 2, 3 -> b.memory(Op.STOREF, cell(DOUBLES), any(doubles));
            default -> b.memory(Op.STORE, cell(WORDS), any(words));
        }
    }

    private void conversions() {
        switch (random.nextInt(4)) {
            case 0 -> doubles.add(b.value(Op.CVTSI2SD, Kind.FLOAT, integer()));
            case 1 -> integers.add(b.value(Op.CVTTSD2SI, Kind.INT, any(doubles)));
            case 2 -> {
                if (features.has(CpuFeature.SSE41)) {
                    doubles.add(b.immediate(Op.ROUNDSD, Kind.FLOAT, any(doubles), 8L + random.nextInt(4)));
                }
            }
            default -> fitting.add(b.unboxInteger(b.boxInteger(any(fitting))));
        }
    }

    private void constants() {
        switch (random.nextInt(4)) {
            case 0 -> integers.add(b.constant(Kind.INT, random.nextLong()));
            case 1 -> fitting.add(b.constant(Kind.INT, random.nextInt(100)));
            case 2 -> doubles.add(b.constant(random.nextInt(5) / 2.0));
            default -> words.add(b.constant(Kind.WORD, random.nextInt(3)));
        }
    }

    private void guard() {
        Comparison comparison = switch (random.nextInt(4)) {
            case 0 -> Comparison.with(Test.CMP, Condition.NE, integer(), 77L);
            case 1 -> Comparison.with(Test.TEST32, Condition.NE, integer(), -1L);
            case 2 -> Comparison.doubles(Condition.NE, any(doubles), any(doubles));
            default -> random.nextInt(4) == 0 ? comparison(true) : Comparison.with(Test.CMP, Condition.NE, any(words), -5L);
        };
        b.guard(comparison, "guard", state());
    }

    private void stub() {
        int clobbers = 1 << Place.RAX | 1 << Place.RCX | 1 << Place.RDX | 1 << Place.xmm(0);
        integers.add(b.call(Call.stub(MIX, List.of(Place.RAX), List.of(Place.RAX, Place.RCX), clobbers), List.of(Kind.INT),
                new int[] {literalOr(0), integer()}, null));
    }

    private void call() {
        int count = random.nextInt(4);
        boolean guest = random.nextBoolean();
        int[] arguments = new int[count + (guest ? 2 : 0)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = literalOr(3);
        }
        Object origin = random.nextInt(3) == 0 ? null : "call";
        int[] state = origin == null ? new int[0] : state();
        if (guest) {
            arguments[0] = b.address(CALLEE);
            boolean counted = random.nextBoolean();
            int result = b.call(Call.guest(count, 1, counted),
                    counted ? List.of(Kind.WORD, Kind.INT) : List.of(Kind.WORD), arguments, origin, state);
            words.add(result);
            if (counted) {
                integers.add(result + 1);
            }
        } else {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                places.add(random.nextInt(4) == 0 ? new int[] {Place.RDI, Place.RSI, 8, Place.RAX}[i] : Place.outgoing(i));
            }
            b.call(Call.leave(LEAVE, places), List.of(), arguments, origin, state);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            words.add(b.result(i));
        }
    }
}
