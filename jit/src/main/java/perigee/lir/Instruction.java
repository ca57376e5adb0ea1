package perigee.lir;

/**
 * An operation with its operands. Immutable but for what {@link #swap} and {@link #replace} do. Made by a
 * {@link LirBuilder}.
 *
 * <p>The operands, each a {@link Value}: those of the operation's rules, those of the test's, base and index if one of
 * them is {@link Value#MEMORY}, and the values of the frame state. Only one of them may be memory.
 */
public final class Instruction {
    private static final Block[] NO_BLOCKS = {};

    public final Op op;
    /** What is compared, or null. */
    public final Test test;
    /** Of the test, or null. */
    public final perigee.asm.Condition condition;
    private final int[] operands;
    /** Index of the address's base among the operands, or -1; the index register follows. */
    private final int addressAt;
    /** Where the frame state begins. */
    private final int stateAt;
    /** Binary logarithm of the address's scale. */
    public final int scaleBits;
    /** Of the address. */
    public final int displacement;
    /** The immediate operand, or what {@link Op#hasImmediate} asks for. */
    public final long immediate;
    /** Of {@link Op#hasSymbol}, or null. */
    public final String symbol;
    final Block[] targets;
    public final Exit exit;
    public final Call call;
    private int line;

    Instruction(Parts parts) {
        op = parts.op;
        test = parts.test;
        condition = parts.condition;
        operands = parts.operands;
        addressAt = parts.addressAt;
        stateAt = parts.stateAt;
        scaleBits = parts.scaleBits;
        displacement = parts.displacement;
        immediate = parts.immediate;
        symbol = parts.symbol;
        targets = parts.targets;
        exit = parts.exit;
        call = parts.call;
    }

    /** What an instruction is made of, while it is being made. */
    static final class Parts {
        Op op;
        Test test;
        perigee.asm.Condition condition;
        int[] operands;
        int addressAt = -1;
        int stateAt;
        /** Of the address, as far as the operands do not hold them yet. */
        int base;
        int index;
        int scaleBits;
        int displacement;
        long immediate;
        String symbol;
        Block[] targets = NO_BLOCKS;
        Exit exit;
        Call call;
    }

    /** The source line that it comes from, as the maker counts; 0: none, as constants have. */
    public int line() {
        return line;
    }

    void setLine(int number) {
        line = op.isConstant() ? 0 : number;
    }

    // ---- operands ------------------------------------------------------------------------------------------------------

    public int count() {
        return operands.length;
    }

    public int operand(int i) {
        return operands[i];
    }

    /** The rule of an operand. */
    public Rule rule(int i) {
        if (i >= stateAt) {
            return Rule.STATE;
        }
        if (addressAt >= 0 && i >= addressAt) {
            return Rule.ADDRESS;
        }
        return switch (op) {
            case JUMP -> Rule.ARGUMENT;
            case CALL, TAIL -> call.rule(i);
            case RETURN -> returnRule(i);
            default -> {
                Rule[] rules = op.rules();
                yield i < rules.length ? rules[i] : test.rules()[i - rules.length];
            }
        };
    }

    /** The return address, the first result, and the others from the place of the function on. */
    private static Rule returnRule(int i) {
        int place = i == 0 ? Place.RDX : i == 1 ? Place.RAX : Place.frame(Call.FUNCTION_SLOT + i - 1);
        return new Rule(Rule.Action.SEED, false, Rule.REGISTER | Rule.MEMORY, place);
    }

    /** Whether the operand begins as the next one. */
    public boolean isTied(int i) {
        if (i + 1 >= operands.length || op.hasCall()) {
            return false;
        }
        Rule.Action action = rule(i).action();
        if (action != Rule.Action.DEF_EARLY && action != Rule.Action.TEMP) {
            return false;
        }
        Rule next = rule(i + 1);
        return next.action() == Rule.Action.SEED && next.place() == Place.NONE;
    }

    /** Index of the operand that is memory, or -1. */
    public int memoryOperand() {
        if (addressAt >= 0) {
            for (int i = 0; i < addressAt; i++) {
                if (operands[i] == Value.MEMORY) {
                    return i;
                }
            }
        }
        return -1;
    }

    /**
     * Whether a register operand may as well be a slot, or a constant in memory. The test and the rest of an operation are
     * different machine instructions, each of which can have an operand in memory.
     */
    public boolean maySpill(int i) {
        Rule rule = rule(i);
        if (rule.action() != Rule.Action.USE || !rule.takes(Rule.MEMORY)) {
            return false;
        }
        int own = test == null ? stateAt : op.rules().length;
        int end = i < own ? own : addressAt >= 0 ? addressAt : stateAt;
        for (int n = i < own ? 0 : own; n < end; n++) {
            if (operands[n] == Value.MEMORY
                    || n > i && rule(n).action() == Rule.Action.USE && rule(n).takes(Rule.MEMORY) && operands[n] >= 0) {
                return false;
            }
        }
        return true;
    }

    public boolean hasAddress() {
        return addressAt >= 0;
    }

    /** Index of the base; of the index register, one more. */
    public int baseOperand() {
        return addressAt;
    }

    public int base() {
        return operands[addressAt];
    }

    public int index() {
        return operands[addressAt + 1];
    }

    /** Index of the first value of the frame state; the count of operands if there is none. */
    public int stateStart() {
        return stateAt;
    }

    // ---- control flow -------------------------------------------------------------------------------------------------

    public int targetCount() {
        return targets.length;
    }

    public Block target(int i) {
        return targets[i];
    }

    /** Whether a collection may happen here. */
    public boolean isSafepoint() {
        return op == Op.SAFEPOINT || op == Op.CALL && call.isSafepoint();
    }

    /** Registers that are lost here, as bits by {@link Place}. */
    public int clobbers() {
        return op == Op.CALL ? call.clobbers() : 0;
    }

    // ---- changes ------------------------------------------------------------------------------------------------------

    /** Exchanges operands 1 and 2. */
    public void swap() {
        assert op.commutes() && Value.isRegister(operands[2]);
        int first = operands[1];
        operands[1] = operands[2];
        operands[2] = first;
    }

    /** Puts another value at an operand's place; kind and class have to be the same. */
    public void replace(int i, int value) {
        operands[i] = value;
    }
}
