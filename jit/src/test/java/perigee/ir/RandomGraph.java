package perigee.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.value.Word;

/**
 * Random graphs that end: guards, arithmetic of both kinds, loads and stores of the tables of an {@link Arena}, calls,
 * diamonds, nested loops with the test at either end. Mostly, the first parameters are
 * tables of different shapes, then comes an integer, and a float.
 */
public final class RandomGraph {
    public static final int PARAMETERS = 5;
    private static final int DEEPEST = 3;
    private static final long[] INTEGERS = {0, 1, -1, 2, 3, 8, 63, 1L << 48, (1L << 49) - 1, 1L << 49, (1L << 53) + 1,
        Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] FLOATS = {0.0, -0.0, 1, -1, 2, 0.5, 0.1, 1e300, Double.POSITIVE_INFINITY, 0x1p53, -0x1p63};

    private final Random random;
    private final Graph graph;
    private Block block;
    private int pc;
    private FrameState lastState;
    private Block lastStateIn;
    private final List<List<Node>> pools = Stream.generate(() -> (List<Node>) new ArrayList<Node>()).limit(7).toList();
    private final List<Node> words = pools.get(0);
    private final List<Node> integers = pools.get(1);
    private final List<Node> floats = pools.get(2);
    private final List<Node> conditions = pools.get(3);
    /** Words that are likely to be integers, and floats. */
    private final List<Node> integerWords = pools.get(4);
    private final List<Node> floatWords = pools.get(5);
    /** Objects that are made here, of which most go nowhere else. */
    private final List<Node> made = pools.get(6);

    private RandomGraph(long seed) {
        random = new Random(seed);
        graph = new Graph("random" + seed, PARAMETERS);
    }

    /** The graph of a seed, of about so many operations; sorted. */
    public static Graph of(long seed, int size) {
        RandomGraph random = new RandomGraph(seed);
        random.fill(size);
        BlockOrder.sort(random.graph);
        return random.graph;
    }

    /** Parameters for a run. */
    public static long[] parameters(Random random, Arena arena) {
        long[] words = new long[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            words[i] = random.nextInt(10) == 0 ? arena.word(random.nextInt(1000)) : switch (i) {
                case 0, 1 -> arena.table(2 * random.nextInt(Arena.TABLES / 2) + i);
                case 2 -> Word.ofInteger(random.nextInt(20) - 5);
                case 3 -> Word.ofFloat(FLOATS[random.nextInt(FLOATS.length)]);
                default -> arena.word(random.nextInt(1000));
            };
        }
        return words;
    }

    private void fill(int size) {
        block = graph.block(1);
        for (int i = 0; i < PARAMETERS; i++) {
            words.add(add(Op.PARAMETER, i));
        }
        integerWords.add(words.get(2));
        floatWords.add(words.get(3));
        integers.add(add(Op.INT, 5));
        floats.add(add(Op.FLOAT, Double.doubleToRawLongBits(1.5)));
        conditions.add(add(Op.TRUTHY, 0, words.get(2)));
        region(size, 0);
        add(Op.RETURN, 0, any(words), any(words), box());
    }

    private void region(int size, int depth) {
        int left = size;
        while (left > 0) {
            int choice = random.nextInt(16);
            if (choice == 0 && depth < DEEPEST && left > 4) {
                loop(left / 2, depth + 1);
                left -= left / 2;
            } else if (choice <= 2 && depth < DEEPEST + 1 && left > 3) {
                diamond(left / 3, depth + 1);
                left -= left / 3;
            } else {
                statement();
                left--;
            }
        }
    }

    // ---- helpers ----------------------------------------------------------------------------------------------------

    private Node add(Op op, long number, Node... inputs) {
        return block.add(graph.node(op, number, inputs));
    }

    private <T> T any(List<T> pool) {
        int size = pool.size();
        return pool.get(random.nextInt(3) == 0 ? random.nextInt(size) : size - 1 - random.nextInt(Math.min(size, 5)));
    }

    /** A state; often the one that the operation before in this block has, as in graphs of programs. */
    private FrameState state() {
        if (lastStateIn == block && random.nextInt(3) == 0) {
            return lastState;
        }
        Node[] registers = new Node[random.nextInt(5)];
        for (int i = 0; i < registers.length; i++) {
            boolean object = !made.isEmpty() && random.nextInt(4) == 0;
            registers[i] = random.nextInt(5) == 0 ? null : any(object ? made : pools.get(random.nextInt(3)));
        }
        lastStateIn = block;
        lastState = new FrameState(null, 0x1000, pc++, Resume.EXECUTE, registers, null, null, Map.of());
        return lastState;
    }

    private Node guard(Node condition, boolean expected) {
        return block.add(graph.guard(condition, expected, Reason.WRONG_VALUE, state()));
    }

    private Node box() {
        return box(random.nextBoolean());
    }

    private Node box(boolean integer) {
        Node box = integer ? add(Op.BOX_INT, 0, any(integers)) : add(Op.BOX_FLOAT, 0, any(floats));
        (integer ? integerWords : floatWords).add(box);
        return box;
    }

    private int[] marks() {
        return pools.stream().mapToInt(List::size).toArray();
    }

    private void cut(int[] marks) {
        for (int p = 0; p < marks.length; p++) {
            pools.get(p).subList(marks[p], pools.get(p).size()).clear();
        }
    }

    /** Words of a flavour: anything, or what is likely to be an integer, or a float. */
    private Node word(int flavour) {
        return switch (flavour) {
            case 0 -> random.nextBoolean() ? box() : any(words);
            case 1 -> random.nextBoolean() ? any(integerWords) : box(true);
            default -> random.nextBoolean() ? any(floatWords) : box(false);
        };
    }

    private void addWord(int flavour, Node word) {
        words.add(word);
        if (flavour > 0) {
            (flavour == 1 ? integerWords : floatWords).add(word);
        }
    }

    // ---- control flow -----------------------------------------------------------------------------------------------

    private Node condition() {
        return random.nextInt(3) == 0 ? any(conditions) : test();
    }

    private void jump(Block to) {
        add(Op.JUMP, 0);
        block.addSuccessor(to);
    }

    private void branch(Node condition, Block yes, Block no) {
        add(Op.BRANCH, 0, condition);
        block.addSuccessor(yes);
        block.addSuccessor(no);
    }

    private void diamond(int size, int depth) {
        double here = block.frequency();
        Block yes = graph.block(here / 2);
        Block no = graph.block(here / 2);
        Block join = graph.block(here);
        int kinds = random.nextInt(4);
        int[] pool = random.ints(kinds, 0, 3).toArray();
        int[] flavours = random.ints(kinds, 0, 3).toArray();
        Node[] phis = new Node[kinds];
        for (int i = 0; i < kinds; i++) {
            phis[i] = join.add(graph.phi(Rep.values()[pool[i] + 1]));
        }
        branch(condition(), yes, no);
        int[] marks = marks();
        for (Block side : List.of(yes, no)) {
            block = side;
            if (random.nextInt(3) > 0) {
                region(size / 2, depth);
            }
            if (side == no && random.nextInt(8) == 0) {
                block.add(graph.node(Op.EXIT, 0, Reason.NEVER_TAKEN).setState(state()));
            } else {
                for (int i = 0; i < kinds; i++) {
                    phis[i].addInput(pool[i] == 0 ? word(flavours[i]) : any(pools.get(pool[i])));
                }
                jump(join);
            }
            cut(marks);
        }
        block = join;
        for (int i = 0; i < kinds; i++) {
            if (pool[i] == 0) {
                addWord(flavours[i], phis[i]);
            } else {
                pools.get(pool[i]).add(phis[i]);
            }
        }
    }

    private void loop(int size, int depth) {
        double here = block.frequency();
        boolean early = random.nextBoolean();
        Block head = graph.block(here * 8);
        Block body = early ? graph.block(here * 7) : head;
        Block latch = early ? null : graph.block(here * 7);
        Block over = graph.block(here);
        head.setLoopHead(true);
        int kinds = random.nextInt(4);
        int[] pool = random.ints(kinds, 0, 3).toArray();
        int[] flavours = random.ints(kinds, 0, 3).toArray();
        Node[] phis = new Node[kinds];
        for (int i = 0; i < kinds; i++) {
            Node first = pool[i] == 0 ? word(flavours[i]) : any(pools.get(pool[i]));
            phis[i] = head.add(graph.phi(Rep.values()[pool[i] + 1], first));
        }
        Node counter = head.add(graph.phi(Rep.INT, add(Op.INT, 0)));
        Node rounds = add(Op.INT, random.nextInt(5));
        Node one = add(Op.INT, 1);
        block.add(graph.node(Op.ANCHOR, random.nextInt(2)).setState(state()));
        jump(head);
        int[] marks = marks();
        block = head;
        integers.add(counter);
        for (int i = 0; i < kinds; i++) {
            if (pool[i] == 0) {
                addWord(flavours[i], phis[i]);
            } else {
                pools.get(pool[i]).add(phis[i]);
            }
        }
        if (early) {
            branch(add(Op.LT, 0, counter, rounds), body, over);
            marks = marks();
            block = body;
        }
        region(size, depth);
        Node next = add(Op.ADD, 0, counter, one);
        if (!early) {
            branch(add(Op.LT, 0, next, rounds), latch, over);
            marks = marks();
            block = latch;
        }
        for (int i = 0; i < kinds; i++) {
            phis[i].addInput(pool[i] == 0 ? word(flavours[i]) : any(pools.get(pool[i])));
        }
        counter.addInput(next);
        if (random.nextBoolean()) {
            block.add(graph.node(Op.SAFEPOINT).setState(state()));
        }
        jump(head);
        cut(marks);
        block = over;
    }

    // ---- values -----------------------------------------------------------------------------------------------------

    @SafeVarargs
    private final <T> T oneOf(T... ops) {
        return ops[random.nextInt(ops.length)];
    }

    private Node integer() {
        if (random.nextInt(4) == 0) {
            return add(Op.INT, INTEGERS[random.nextInt(INTEGERS.length)]);
        }
        return any(integers);
    }

    private Node floating() {
        if (random.nextInt(4) == 0) {
            return add(Op.FLOAT, Double.doubleToRawLongBits(FLOATS[random.nextInt(FLOATS.length)]));
        }
        return any(floats);
    }

    private Node word() {
        return switch (random.nextInt(8)) {
            case 0 -> add(Op.WORD, Word.ofBoolean(random.nextBoolean()));
            case 1 -> add(Op.WORD, random.nextBoolean() ? Word.NIL : Word.ofInteger(random.nextInt(9)));
            case 2 -> box();
            default -> any(words);
        };
    }

    private Node test() {
        Node condition = switch (random.nextInt(10)) {
            case 0, 1 -> add(oneOf(Op.EQ, Op.LT, Op.LE, Op.ULT), 0, integer(), integer());
            case 2 -> add(oneOf(Op.FEQ, Op.FLT, Op.FLE), 0, floating(), floating());
            case 3, 4, 5 -> add(oneOf(Op.IS_INT, Op.IS_FLOAT, Op.IS_NUMBER, Op.IS_OBJECT), 0, word());
            case 6 -> add(Op.TRUTHY, 0, word());
            case 7 -> add(Op.SAME, 0, word(), word());
            case 8 -> add(Op.SAME, 0, add(Op.BOX_BOOL, 0, any(conditions)), add(Op.WORD, Word.FALSE));
            default -> any(conditions);
        };
        conditions.add(condition);
        return condition;
    }

    private void statement() {
        switch (random.nextInt(24)) {
            case 0, 1 -> integers.add(add(oneOf(Op.ADD, Op.SUB, Op.MUL, Op.AND, Op.OR, Op.XOR), 0, integer(), integer()));
            case 2 -> integers.add(add(oneOf(Op.NEG, Op.NOT), 0, integer()));
            case 3 -> shiftOrDivide();
            case 4, 5 -> floats.add(add(oneOf(Op.FADD, Op.FSUB, Op.FMUL, Op.FDIV, Op.FMOD, Op.FPOW, Op.FMIN, Op.FMAX,
                    Op.FREM, Op.FATAN2), 0,
                    floating(), floating()));
            case 6 -> floats.add(add(oneOf(Op.FNEG, Op.FABS, Op.FSQRT, Op.FFLOOR, Op.FCEIL, Op.FSIN, Op.FLOG), 0, floating()));
            case 7 -> floats.add(add(Op.INT_TO_FLOAT, 0, integer()));
            case 8 -> integers.add(add(Op.FLOAT_TO_INT, 0, floating()));
            case 9 -> words.add(random.nextInt(4) > 0 ? box() : add(Op.BOX_BOOL, 0, condition()));
            case 10, 11, 12 -> unbox();
            case 13, 14, 15 -> table();
            case 16 -> guardOrBarrier();
            case 17 -> call();
            case 18 -> runtime();
            case 19, 20 -> make();
            case 21, 22 -> useMade();
            default -> words.add(word());
        }
    }

    private void shiftOrDivide() {
        if (random.nextBoolean()) {
            Node count = random.nextBoolean() ? add(Op.INT, random.nextInt(64)) : add(Op.AND, 0, integer(), add(Op.INT, 63));
            Op op = count.is(Op.INT) ? oneOf(Op.SHL, Op.SHR, Op.SAR) : oneOf(Op.SHL, Op.SHR);
            integers.add(add(op, 0, integer(), count));
        } else {
            Node divisor = integer();
            Node proof = guard(add(Op.EQ, 0, divisor, add(Op.INT, 0)), false);
            integers.add(add(oneOf(Op.FLOOR_DIV, Op.FLOOR_MOD), 0, integer(), divisor).setProof(proof));
        }
    }

    private void unbox() {
        boolean integer = random.nextBoolean();
        Node word = random.nextInt(12) == 0 ? word() : any(integer ? integerWords : floatWords);
        if (random.nextInt(4) == 0) {
            floats.add(unbox(Op.UNBOX_NUMBER, word, Op.IS_NUMBER));
        } else if (integer) {
            integers.add(unbox(Op.UNBOX_INT, word, Op.IS_INT));
        } else {
            floats.add(unbox(Op.UNBOX_FLOAT, word, Op.IS_FLOAT));
        }
    }

    private Node unbox(Op op, Node word, Op test) {
        Node proof = guard(add(test, 0, word), true);
        return add(op, 0, word).setProof(proof);
    }

    // ---- objects ----------------------------------------------------------------------------------------------------

    private void make() {
        Node object = switch (random.nextInt(5)) {
            case 0 -> add(Op.NEW_CELL, 0, content());
            case 1 -> {
                Node closure = add(Op.NEW_CLOSURE, 0x2000, content(), content());
                if (random.nextInt(4) == 0) {
                    closure.setInput(1, closure);
                }
                yield closure;
            }
            default -> block.add(graph.node(Op.NEW_TABLE, 0, Arena.SITE));
        };
        made.add(object);
        if (random.nextInt(6) == 0) {
            words.add(object);
        }
    }

    private Node content() {
        return made.isEmpty() || random.nextInt(4) > 0 ? word() : any(made);
    }

    private void useMade() {
        if (made.isEmpty()) {
            return;
        }
        Node object = any(made);
        switch (object.op()) {
            case NEW_CELL -> access(object, Alias.CELL, FunctionLayout.CELL_VALUE, random.nextBoolean());
            case NEW_CLOSURE -> access(object, Alias.CONSTANT, FunctionLayout.UPVALUES + 8 * random.nextInt(2), false);
            default -> useTable(object);
        }
    }

    private void access(Node object, Alias alias, int offset, boolean store) {
        if (store) {
            Node value = content();
            memory(Op.STORE, alias, offset, object, value);
            add(Op.BARRIER, 0, object, value);
        } else {
            words.add(memory(Op.LOAD, alias, offset, object));
        }
    }

    private void useTable(Node table) {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                long shape = HeapType.FIRST_SHAPE + random.nextInt(2);
                block.add(graph.node(Op.STORE_SHAPE, shape, new ShapeFact((int) shape, Arena.FIELDS, 2, 0), table));
            }
            case 2, 3 -> {
                Node shape = add(Op.HAS_SHAPE, HeapType.FIRST_SHAPE + random.nextInt(2), table);
                conditions.add(shape);
                if (random.nextInt(4) == 0) {
                    guard(shape, random.nextBoolean());
                }
            }
            case 4 -> access(table, Alias.METATABLE, TableLayout.METATABLE, random.nextBoolean());
            case 5 -> element(table, null);
            case 6 -> memory(Op.STORE_U32, Alias.ARRAY_SIZE, TableLayout.ARRAY_SIZE, table,
                    add(Op.INT, random.nextInt(Arena.CAPACITY)));
            default -> access(table, Alias.FIELD, TableLayout.INLINE_SLOTS + 8 * random.nextInt(Arena.FIELDS),
                    random.nextBoolean());
        }
    }

    private void table() {
        int number = random.nextInt(2);
        Node table = random.nextInt(20) > 0 ? words.get(number) : any(words);
        Node object = guard(add(Op.IS_OBJECT, 0, table), true);
        Node proof = guard(add(Op.HAS_TYPE, HeapType.TABLE, table).setProof(object), true);
        if (random.nextBoolean()) {
            int other = random.nextInt(4) == 0 ? 1 : 0;
            Node shape = add(Op.HAS_SHAPE, HeapType.FIRST_SHAPE + (number ^ other), table).setProof(proof);
            if (random.nextInt(3) == 0) {
                conditions.add(shape);
            } else {
                proof = guard(shape, other == 0);
            }
        }
        int field = TableLayout.INLINE_SLOTS + 8 * random.nextInt(Arena.FIELDS);
        switch (random.nextInt(6)) {
            case 0, 1 -> words.add(memory(Op.LOAD, Alias.FIELD, field, table).setProof(proof));
            case 2, 3 -> memory(Op.STORE, Alias.FIELD, field, table, word()).setProof(proof);
            case 4 -> integers.add(memory(Op.LOAD_U32, Alias.ARRAY_SIZE, TableLayout.ARRAY_SIZE, table).setProof(proof));
            default -> element(table, proof);
        }
    }

    private Node memory(Op op, Alias alias, int offset, Node... inputs) {
        return block.add(graph.node(op, offset, alias, inputs));
    }

    private void element(Node table, Node proof) {
        Node array = memory(Op.LOAD, Alias.ARRAY, TableLayout.ARRAY, table).setProof(proof);
        guard(add(Op.IS_OBJECT, 0, array), true);
        Node index = random.nextInt(3) == 0 ? add(Op.INT, random.nextInt(Arena.CAPACITY))
                : random.nextInt(8) > 0 ? add(Op.AND, 0, integer(), add(Op.INT, Arena.CAPACITY - 1)) : integer();
        Node inside = guard(add(Op.ULT, 0, index, add(Op.INT, Arena.CAPACITY)), true);
        if (random.nextBoolean()) {
            words.add(memory(Op.LOAD_AT, Alias.ELEMENT, TableLayout.ELEMENTS, array, index).setProof(inside));
        } else {
            memory(Op.STORE_AT, Alias.ELEMENT, TableLayout.ELEMENTS, array, index, word()).setProof(inside);
        }
    }

    private void guardOrBarrier() {
        switch (random.nextInt(4)) {
            case 0 -> {
                if (random.nextInt(4) == 0) {
                    guard(condition(), random.nextBoolean());
                }
            }
            case 1 -> add(Op.BARRIER, 0, words.getFirst(), word());
            default -> test();
        }
    }

    private void call() {
        CallSite site = new CallSite(CallSite.Kind.ANY, 0, 1, 2);
        Node call = block.add(graph.node(Op.CALL, 0, site, any(words), any(words)).setState(state()));
        words.add(call);
        if (random.nextBoolean()) {
            words.add(add(Op.RESULT, 1, call));
        }
    }

    private void runtime() {
        switch (random.nextInt(8)) {
            case 0, 5, 6, 7 -> words.add(runtime(oneOf(RuntimeCall.ADD_WORDS, RuntimeCall.SUB_WORDS, RuntimeCall.MUL_WORDS,
                    RuntimeCall.DIV_WORDS, RuntimeCall.MOD_WORDS, RuntimeCall.IDIV_WORDS), word(), word()));
            case 1 -> conditions.add(runtime(RuntimeCall.EQUAL_WORDS, word(), word()));
            case 2 -> integers.add(runtime(RuntimeCall.TABLE_LENGTH, word()));
            case 3 -> runtime(RuntimeCall.SET_INDEX, word(), word(), word());
            default -> runtime(RuntimeCall.APPEND, word(), integer(), word());
        }
    }

    private Node runtime(RuntimeCall call, Node... inputs) {
        return block.add(graph.runtime(call, inputs).setState(state()));
    }
}
