package perigee.lir;

import java.util.List;
import perigee.asm.CpuFeature;
import perigee.asm.CpuFeatures;
import perigee.lir.Instruction.Parts;

/**
 * Makes a function, an instruction a call, each at the end of the current block. Results and lost registers are made by
 * the builder: what defines a value returns its register.
 *
 * <pre>{@code
 * LirBuilder b = new LirBuilder("sum", 1, CpuFeatures.host());
 * Block entry = b.block(1), loop = b.block(100), done = b.block(1);
 * int total = b.parameter(loop, Kind.INT), i = b.parameter(loop, Kind.INT);
 * b.begin(entry);
 * int n = b.unboxInteger(b.argument(0));
 * b.jump(loop, b.constant(Kind.INT, 0), b.constant(Kind.INT, 1));
 * b.begin(loop);
 * ...
 * LirFunction function = b.finish();
 * }</pre>
 *
 * Values that jumps pass and frame states hold may be {@link #literal}s, which need no register.
 */
public final class LirBuilder {
    private static final int[] NOTHING = {};

    private final LirFunction function;
    private final CpuFeatures features;
    private Block current;
    private int exits;
    private int line;

    public LirBuilder(String name, int parameters, CpuFeatures features) {
        function = new LirFunction(name, parameters);
        this.features = features;
    }

    // ---- blocks --------------------------------------------------------------------------------------------------------

    /** A new block, empty; the first one is the entry. */
    public Block block(double frequency) {
        Block block = new Block(function.blocks().size(), (float) frequency);
        function.blocks().add(block);
        Parts parts = new Parts();
        parts.op = Op.LABEL;
        parts.operands = NOTHING;
        block.instructions().add(new Instruction(parts));
        return block;
    }

    /** A new parameter of a block, after those it has. */
    public int parameter(Block block, Kind kind) {
        return parameter(block, kind, false);
    }

    /** The same; of integers, whether it needs at most 50 bits. */
    public int parameter(Block block, Kind kind, boolean fits) {
        int register = function.newRegister(kind, fits);
        block.parameters = java.util.Arrays.copyOf(block.parameters, block.parameters.length + 1);
        block.parameters[block.parameters.length - 1] = register;
        return register;
    }

    /** Goes on at the end of a block. */
    public void begin(Block block) {
        current = block;
    }

    /** What is added from now on comes from this source line; 0: from none. */
    public void setLine(int number) {
        line = number;
    }

    public Block current() {
        return current;
    }

    /** The function; nothing may be added afterwards. */
    public LirFunction finish() {
        for (Block block : function.blocks()) {
            block.predecessors().clear();
        }
        for (Block block : function.blocks()) {
            if (block.isTerminated()) {
                for (int i = 0; i < block.successorCount(); i++) {
                    block.successor(i).predecessors().add(block);
                }
            }
        }
        return function;
    }

    // ---- registers and constants ----------------------------------------------------------------------------------------

    public Kind kind(int value) {
        return function.kindOf(value);
    }

    public int newRegister(Kind kind, boolean fits) {
        return function.newRegister(kind, fits);
    }

    /** A value for jumps and frame states that is no register. */
    public int literal(Kind kind, long bits) {
        return function.addConstant(kind, bits);
    }

    /** A register that holds known bits, wherever they are needed. Of integers, whether they fit is seen by themselves. */
    public int constant(Kind kind, long bits) {
        Parts parts = parts(kind.isFloat() ? Op.CONSTF : Op.CONST);
        parts.immediate = bits;
        return define(parts, kind, kind == Kind.INT && perigee.value.Word.fits(bits));
    }

    public int constant(double value) {
        return constant(Kind.FLOAT, Double.doubleToRawLongBits(value));
    }

    /** The address of a symbol. */
    public int address(String symbol) {
        Parts parts = parts(Op.ADDRESS);
        parts.symbol = symbol;
        return define(parts, Kind.RAW, false);
    }

    /** R[number] as the function was called. In the entry block, before anything else. */
    public int argument(int number) {
        Parts parts = parts(Op.PARAMETER);
        parts.immediate = number;
        return define(parts, Kind.WORD, false);
    }

    /** Result number of the call that was made last: from 1 on, or from 0 on if it left for Java. */
    public int result(int number) {
        Parts parts = parts(Op.RESULT);
        parts.immediate = number;
        return define(parts, Kind.WORD, false);
    }

    /** The address of slot number of the frame that a call makes, {@link Call#FUNCTION_SLOT} being the first. */
    public int outgoing(int number) {
        Parts parts = parts(Op.OUTGOING);
        parts.immediate = number;
        return define(parts, Kind.RAW, false);
    }

    /** Says of an integer that was just defined that it needs at most 50 bits. */
    public void markFitting(int register) {
        function.markFitting(register);
    }

    // ---- operations ----------------------------------------------------------------------------------------------------

    /** An operation on registers; the second is {@link Value#NONE} if it takes one only. */
    public int value(Op op, Kind kind, int a, int b) {
        return define(parts(op, a, b, null, 0), kind, false);
    }

    public int value(Op op, Kind kind, int a) {
        return define(parts(op, a, Value.NONE, null, 0), kind, false);
    }

    /** An operation whose last operand is the immediate, or that has an immediate beside its operands. */
    public int immediate(Op op, Kind kind, int a, long immediate) {
        return define(parts(op, a, op.hasImmediate() ? Value.NONE : Value.IMMEDIATE, null, immediate), kind, false);
    }

    /** An operation whose last operand is memory. */
    public int value(Op op, Kind kind, int a, Address b) {
        return define(parts(op, a, Value.MEMORY, b, 0), kind, false);
    }

    /** An operation whose only operand is memory: a load, or {@link Op#LEA}. */
    public int value(Op op, Kind kind, Address a) {
        return define(parts(op, Value.MEMORY, Value.NONE, a, 0), kind, false);
    }

    /** The same, of an integer that needs at most 50 bits. */
    public int fitting(Op op, Address a) {
        return define(parts(op, Value.MEMORY, Value.NONE, a, 0), Kind.INT, true);
    }

    /** Says of an integer that it needs at most 50 bits, since that was checked. */
    public int fitting(int integer) {
        return define(parts(Op.COPY, integer, Value.NONE, null, 0), Kind.INT, true);
    }

    /** A store, or arithmetic on memory. */
    public void memory(Op op, Address address, int value) {
        add(fill(parts(op, Value.MEMORY, value, address, 0), null, false));
    }

    public void memoryImmediate(Op op, Address address, long immediate) {
        add(fill(parts(op, Value.MEMORY, Value.IMMEDIATE, address, immediate), null, false));
    }

    /** The same bits as another kind. */
    public int copy(int value, Kind kind) {
        return value(kind.isFloat() ? Op.COPYF : Op.COPY, kind, value);
    }

    public int add(Kind kind, int a, int b) {
        return value(Op.LEA, kind, Address.of(a, b, 1, 0));
    }

    public int addImmediate(Kind kind, int a, int immediate) {
        return value(Op.LEA, kind, Address.of(a, immediate));
    }

    /** Shifts by a register; SHL, SHR or SAR is turned into what the processor has. */
    public int shift(Op op, Kind kind, int value, int count) {
        Op best = !features.has(CpuFeature.BMI2) ? op : switch (op) {
            case SHL -> Op.SHLX;
            case SHR -> Op.SHRX;
            case SAR -> Op.SARX;
            default -> throw new IllegalArgumentException("not a shift: " + op);
        };
        return value(best, kind, value, count);
    }

    /** Arithmetic of doubles; ADDSD and its like are turned into what the processor has. */
    public int floating(Op op, int a, int b) {
        return value(floatingOp(op), Kind.FLOAT, a, b);
    }

    public int floating(Op op, int a, Address b) {
        return value(floatingOp(op), Kind.FLOAT, a, b);
    }

    private Op floatingOp(Op op) {
        return !features.has(CpuFeature.AVX) ? op : switch (op) {
            case ADDSD -> Op.VADDSD;
            case SUBSD -> Op.VSUBSD;
            case MULSD -> Op.VMULSD;
            case DIVSD -> Op.VDIVSD;
            case MINSD -> Op.VMINSD;
            case MAXSD -> Op.VMAXSD;
            default -> throw new IllegalArgumentException("not arithmetic of doubles: " + op);
        };
    }

    // ---- words ---------------------------------------------------------------------------------------------------------

    /** The integer in a word that is known to hold one. */
    public int unboxInteger(int word) {
        return fitting(Op.LEA, Address.of(word, Value.FLOAT_OFFSET, 1, 0));
    }

    /** The word of an integer that is known to fit. */
    public int boxInteger(int integer) {
        return value(Op.SUB, Kind.WORD, integer, Value.FLOAT_OFFSET);
    }

    /** A word minus 2^49: the bits of its float, if they are, unsigned, at most {@link Value#LAST_FLOAT}. */
    public int floatBits(int word) {
        return value(Op.SUB, Kind.INT, word, Value.FLOAT_OFFSET);
    }

    public int boxFloat(int value) {
        int bits = value(Op.BITS, Kind.INT, value);
        return value(Op.LEA, Kind.WORD, Address.of(bits, Value.FLOAT_OFFSET, 1, 0));
    }

    // ---- with a test ---------------------------------------------------------------------------------------------------

    /** 1 if it holds, else 0. */
    public int set(Comparison comparison) {
        return define(tested(Op.SET, comparison, NOTHING), Kind.INT, true);
    }

    /** One of two values, which are evaluated both. */
    public int select(Comparison comparison, Kind kind, int yes, int no) {
        return define(tested(Op.SELECT, comparison, yes, no), kind, false);
    }

    public void branch(Comparison comparison, Block yes, Block no) {
        Parts parts = tested(Op.BRANCH, comparison, NOTHING);
        parts.targets = new Block[] {yes, no};
        add(fill(parts, null, false));
    }

    /** Goes on if it holds, else leaves by the exit, with the values of the frame state. */
    public void guard(Comparison comparison, Object origin, int... state) {
        Parts parts = tested(Op.GUARD, comparison, NOTHING);
        parts.exit = newExit(origin);
        add(fill(parts, null, false, state));
    }

    // ---- control -------------------------------------------------------------------------------------------------------

    public void jump(Block target, int... arguments) {
        Parts parts = parts(Op.JUMP);
        parts.targets = new Block[] {target};
        parts.operands = arguments.clone();
        parts.stateAt = arguments.length;
        add(new Instruction(parts));
    }

    /** Goes to the target of a number that is known to be in range. */
    public void jump(int number, Block... targets) {
        Parts parts = parts(Op.SWITCH, number, Value.NONE, null, 0);
        parts.targets = targets.clone();
        add(fill(parts, Kind.INT, false));
    }

    public void exit(Object origin, int... state) {
        Parts parts = parts(Op.EXIT);
        parts.exit = newExit(origin);
        add(fill(parts, null, false, state));
    }

    public void safepoint(Object origin, int... state) {
        Parts parts = parts(Op.SAFEPOINT);
        parts.exit = newExit(origin);
        add(fill(parts, null, false, state));
    }

    /**
     * A call. The results are as many as {@link Call#results}, of the kinds given; returns the first one's register, the
     * others have the next numbers.
     */
    public int call(Call call, List<Kind> kinds, int[] arguments, Object origin, int... state) {
        assert kinds.size() == call.results().size() && arguments.length == call.arguments().size();
        if (call.isSafepoint() && origin instanceof FrameOrigin frames) {
            function.reserve(frames.callWords());
        }
        Parts parts = parts(Op.CALL);
        parts.call = call;
        parts.exit = origin == null ? null : newExit(origin);
        int results = kinds.size();
        parts.operands = new int[results + arguments.length + state.length];
        for (int i = 0; i < results; i++) {
            parts.operands[i] = function.newRegister(kinds.get(i), false);
        }
        System.arraycopy(arguments, 0, parts.operands, results, arguments.length);
        parts.stateAt = results + arguments.length;
        System.arraycopy(state, 0, parts.operands, parts.stateAt, state.length);
        add(new Instruction(parts));
        return results == 0 ? Value.NONE : parts.operands[0];
    }

    /**
     * Returns values to an address, mostly the word in the link's place; if that is a link, the values go to the driver. A
     * vararg function returns to the address of the stub that does so.
     */
    public void ret(int address, int... results) {
        Parts parts = parts(Op.RETURN);
        parts.operands = new int[1 + results.length];
        parts.operands[0] = address;
        System.arraycopy(results, 0, parts.operands, 1, results.length);
        parts.stateAt = parts.operands.length;
        add(new Instruction(parts));
    }

    /** Goes where a call says and does not come back. */
    public void tail(Call call, int... arguments) {
        assert call.results().isEmpty() && arguments.length == call.arguments().size();
        Parts parts = parts(Op.TAIL);
        parts.call = call;
        parts.operands = arguments.clone();
        parts.stateAt = arguments.length;
        add(new Instruction(parts));
    }

    private Exit newExit(Object origin) {
        return new Exit(exits++, origin);
    }

    // ---- putting instructions together -----------------------------------------------------------------------------------

    private static Parts parts(Op op) {
        Parts parts = new Parts();
        parts.op = op;
        parts.operands = NOTHING;
        return parts;
    }

    /** The operands that are not written, in order; {@link #fill} puts the written ones between them. */
    private static Parts parts(Op op, int a, int b, Address address, long immediate) {
        Parts parts = parts(op);
        parts.operands = b == Value.NONE ? new int[] {a} : new int[] {a, b};
        parts.immediate = immediate;
        setAddress(parts, address);
        return parts;
    }

    private static Parts tested(Op op, Comparison comparison, int... operands) {
        Parts parts = parts(op);
        parts.test = comparison.test();
        parts.condition = comparison.condition();
        parts.immediate = comparison.immediate();
        parts.operands = java.util.Arrays.copyOf(operands, operands.length + 2);
        parts.operands[operands.length] = comparison.left();
        parts.operands[operands.length + 1] = comparison.right();
        setAddress(parts, comparison.address());
        return parts;
    }

    private static void setAddress(Parts parts, Address address) {
        if (address != null) {
            parts.addressAt = 0;
            parts.base = address.base();
            parts.index = address.index();
            parts.scaleBits = address.scaleBits();
            parts.displacement = address.displacement();
        }
    }

    private int define(Parts parts, Kind kind, boolean fits) {
        Instruction instruction = fill(parts, kind, fits);
        add(instruction);
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.rule(i).action().defines()) {
                return instruction.operand(i);
            }
        }
        throw new IllegalArgumentException(parts.op + " defines nothing");
    }

    /** Completes the operands: registers for what is written, then the address, then the frame state. */
    private Instruction fill(Parts parts, Kind kind, boolean fits, int... state) {
        int[] given = parts.operands;
        Rule[] rules = parts.op.rules();
        Rule[] more = parts.test == null ? Rule.NO_RULES : parts.test.rules();
        int own = rules.length + more.length;
        int addressed = parts.addressAt < 0 ? 0 : 2;
        int[] operands = new int[own + addressed + state.length];
        int next = 0;
        for (int i = 0; i < own; i++) {
            Rule rule = i < rules.length ? rules[i] : more[i - rules.length];
            operands[i] = switch (rule.action()) {
                case DEF, DEF_EARLY -> function.newRegister(kind, fits);
                case TEMP -> function.newRegister(rule.xmm() ? Kind.FLOAT : Kind.INT, false);
                case USE, SEED, STATE -> given[next++];
            };
        }
        if (next != given.length) {
            throw new IllegalArgumentException(parts.op + " does not take " + given.length + " operands");
        }
        if (addressed > 0) {
            parts.addressAt = own;
            operands[own] = parts.base;
            operands[own + 1] = parts.index;
        }
        parts.stateAt = own + addressed;
        System.arraycopy(state, 0, operands, parts.stateAt, state.length);
        parts.operands = operands;
        return new Instruction(parts);
    }

    /** Adds an instruction that is complete. */
    void add(Instruction instruction) {
        if (current.isTerminated()) {
            throw new IllegalStateException(current + " has an end");
        }
        instruction.setLine(line);
        current.instructions().add(instruction);
    }
}
