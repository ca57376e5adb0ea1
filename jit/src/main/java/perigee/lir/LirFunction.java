package perigee.lir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A function in low-level form: blocks, of which the first is the entry, virtual registers with their kinds, constants. */
public final class LirFunction {
    /** Of a register, beside its kind: its integers need at most 50 bits. */
    private static final int FITS = 4;

    public final String name;
    /** Parameters of the Lua function: R[0] and so on hold them at the entry. */
    public final int parameters;
    private int reservedSlots;
    private final List<Block> blocks = new ArrayList<>();
    private byte[] registers = new byte[64];
    private int registerCount;
    private long[] constants = new long[16];
    private byte[] constantKinds = new byte[16];
    private int constantCount;

    LirFunction(String name, int parameters) {
        this.name = name;
        this.parameters = parameters;
    }

    public List<Block> blocks() {
        return blocks;
    }

    public Block entry() {
        return blocks.getFirst();
    }

    /** Slots that the frame has at least, whether anything is in them or not. */
    public int reservedSlots() {
        return reservedSlots;
    }

    void reserve(int slots) {
        reservedSlots = Math.max(reservedSlots, slots);
    }

    // ---- registers -----------------------------------------------------------------------------------------------------

    public int registerCount() {
        return registerCount;
    }

    public Kind kind(int register) {
        return Kind.of(registers[register] & 3);
    }

    /** Whether an integer is known to need at most 50 bits. */
    public boolean fits(int register) {
        return (registers[register] & FITS) != 0;
    }

    int newRegister(Kind kind, boolean fits) {
        if (registerCount == registers.length) {
            registers = Arrays.copyOf(registers, 2 * registerCount);
        }
        registers[registerCount] = (byte) (kind.ordinal() | (fits ? FITS : 0));
        return registerCount++;
    }

    // ---- constants ----------------------------------------------------------------------------------------------------

    public int constantCount() {
        return constantCount;
    }

    /** The bits of a constant. */
    public long constant(int number) {
        return constants[number];
    }

    public Kind constantKind(int number) {
        return Kind.of(constantKinds[number]);
    }

    /** The value that is a constant. Constants are numbered anew by allocators, which add their own. */
    public int addConstant(Kind kind, long bits) {
        if (constantCount == constants.length) {
            constants = Arrays.copyOf(constants, 2 * constantCount);
            constantKinds = Arrays.copyOf(constantKinds, 2 * constantCount);
        }
        constants[constantCount] = bits;
        constantKinds[constantCount] = (byte) kind.ordinal();
        return Value.constant(constantCount++);
    }

    /** Kind of a register or constant. */
    public Kind kindOf(int value) {
        return Value.isRegister(value) ? kind(value) : Value.isConstant(value) ? constantKind(Value.constantNumber(value))
                : Kind.INT;
    }
}
