package perigee.emit;

import perigee.asm.Condition;
import perigee.lir.Block;
import perigee.lir.Call;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.LirFunction;
import perigee.lir.Op;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.memory.Memory;
import perigee.value.Word;

/** Runs low-level code on virtual registers, as it is before allocation. */
final class LirInterpreter {
    private final LirFunction function;
    private final long thread;
    /** Somewhere: only the return address is read from there. */
    private final long frame;
    private final boolean polling;
    private final long[] arguments;
    private final long[] registers;
    private final Outcome outcome = new Outcome();
    private int collections;
    private Instruction i;
    private int steps;

    private LirInterpreter(LirFunction function, long thread, long[] arguments, boolean polling) {
        this.function = function;
        this.thread = thread;
        frame = thread + 64;
        this.arguments = arguments;
        this.polling = polling;
        registers = new long[function.registerCount()];
    }

    /** @param polling whether safepoints leave */
    static Outcome run(LirFunction function, long thread, long[] arguments, boolean polling) {
        LirInterpreter interpreter = new LirInterpreter(function, thread, arguments, polling);
        Block block = function.entry();
        while (block != null) {
            block = interpreter.block(block);
        }
        interpreter.outcome.take(thread);
        return interpreter.outcome;
    }

    private Block block(Block block) {
        for (Instruction instruction : block.instructions()) {
            i = instruction;
            if (++steps > 1_000_000) {
                throw new AssertionError("does not end");
            }
            switch (i.op) {
                case JUMP -> {
                    return jump();
                }
                case BRANCH -> {
                    return i.target(holds(0) ? 0 : 1);
                }
                case SWITCH -> {
                    return i.target((int) get(1));
                }
                case RETURN -> {
                    outcome.exit = Outcome.RETURNED;
                    for (int n = 1; n < i.count(); n++) {
                        outcome.value(Kind.WORD, get(n));
                    }
                    return null;
                }
                case EXIT -> {
                    leave();
                    return null;
                }
                case GUARD -> {
                    if (!holds(0)) {
                        leave();
                        return null;
                    }
                }
                case SAFEPOINT -> {
                    if (polling) {
                        collect();
                    }
                }
                case CALL -> call();
                default -> simple();
            }
        }
        throw new AssertionError("no end");
    }

    private Block jump() {
        Block target = i.target(0);
        long[] values = new long[i.count()];
        for (int n = 0; n < values.length; n++) {
            values[n] = get(n);
        }
        for (int n = 0; n < values.length; n++) {
            registers[target.parameter(n)] = values[n];
        }
        return target;
    }

    private void leave() {
        outcome.exit = i.exit.number();
        state();
    }

    private void state() {
        for (int n = i.stateStart(); n < i.count(); n++) {
            outcome.value(function.kindOf(i.operand(n)), get(n));
        }
    }

    private void collect() {
        outcome.log.add("safepoint");
        collections++;
        for (int r = 0; r < registers.length; r++) {
            if (function.kind(r) == Kind.WORD) {
                registers[r] = Outcome.relocate(registers[r], collections);
            }
        }
        if (i.exit != null) {
            state();
        }
    }

    private void call() {
        Call call = i.call;
        int results = call.results().size();
        if (call.kind() == Call.Kind.STUB) {
            registers[i.operand(0)] = Outcome.mix(get(1), get(2));
            return;
        }
        for (int n = results + (call.kind() == Call.Kind.GUEST ? 1 : 0); n < i.stateStart(); n++) {
            outcome.value(Kind.WORD, get(n));
        }
        collect();
        for (int n = 0; n < results; n++) {
            registers[i.operand(n)] = n == 0 ? Outcome.result(collections, 0) : 1;
        }
    }

    // ---- operands ------------------------------------------------------------------------------------------------------

    private long get(int n) {
        return value(i.operand(n));
    }

    private long value(int value) {
        if (Value.isRegister(value)) {
            return registers[value];
        }
        if (Value.isConstant(value)) {
            return function.constant(Value.constantNumber(value));
        }
        return switch (value) {
            case Value.IMMEDIATE -> i.immediate;
            case Value.MEMORY -> Memory.getLong(address());
            case Value.THREAD -> thread;
            case Value.BASE -> frame;
            case Value.FLOAT_OFFSET -> Word.FLOAT_OFFSET;
            case Value.LAST_FLOAT -> Word.LAST_FLOAT;
            case Value.NONE -> 0;
            default -> throw new AssertionError(value);
        };
    }

    private long address() {
        return value(i.base()) + (value(i.index()) << i.scaleBits) + i.displacement;
    }

    private double real(int n) {
        return Double.longBitsToDouble(get(n));
    }

    private void set(long bits) {
        for (int n = 0; n < i.count(); n++) {
            if (i.rule(n).action().defines()) {
                registers[i.operand(n)] = bits;
                return;
            }
        }
        throw new AssertionError(i.op);
    }

    private void set(double value) {
        set(Double.doubleToRawLongBits(value));
    }

    // ---- tests ---------------------------------------------------------------------------------------------------------

    private boolean holds(int first) {
        if (i.test == Test.FCMP) {
            return holds(real(first), real(first + 1));
        }
        long a = get(first);
        long b = get(first + 1);
        switch (i.test) {
            case CMP8 -> {
                a = (byte) a;
                b = (byte) b;
            }
            case CMP32, TEST32 -> {
                a = (int) a;
                b = (int) b;
            }
            case TEST8 -> b &= 0xFF;
            case CMP, TEST, FCMP -> {
            }
        }
        if (i.test == Test.TEST || i.test == Test.TEST32 || i.test == Test.TEST8) {
            return (i.condition == Condition.E) == ((a & b) == 0);
        }
        int unsigned = Long.compareUnsigned(a, b);
        return switch (i.condition) {
            case E -> a == b;
            case NE -> a != b;
            case L -> a < b;
            case LE -> a <= b;
            case G -> a > b;
            case GE -> a >= b;
            case B -> unsigned < 0;
            case BE -> unsigned <= 0;
            case A -> unsigned > 0;
            case AE -> unsigned >= 0;
            default -> throw new AssertionError(i.condition);
        };
    }

    private boolean holds(double a, double b) {
        return switch (i.condition) {
            case E -> a == b;
            case NE -> a != b;
            case A -> a > b;
            case AE -> a >= b;
            case B -> !(a >= b);
            case BE -> !(a > b);
            case P -> a != a || b != b;
            case NP -> a == a && b == b;
            default -> throw new AssertionError(i.condition);
        };
    }

    // ---- the rest ------------------------------------------------------------------------------------------------------

    private static long low(long value) {
        return value & 0xFFFF_FFFFL;
    }

    private void simple() {
        Op op = i.op;
        switch (op) {
            case LABEL -> {
            }
            case CONST, CONSTF -> set(i.immediate);
            case ADDRESS -> set(0L);
            case PARAMETER -> set(arguments[(int) i.immediate]);
            case COPY, COPYF, BITS, FROM_BITS, LOAD, LOADF -> set(get(1));
            case LOAD32 -> set(low(get(1)));
            case LOAD32S -> set((long) (int) get(1));
            case LOAD8 -> set(get(1) & 0xFF);
            case STORE, STOREF -> Memory.putLong(address(), get(1));
            case STORE32 -> Memory.putInt(address(), (int) get(1));
            case STORE8 -> Memory.putByte(address(), (byte) get(1));
            case LEA -> set(address());
            case ADD_TO -> Memory.putLong(address(), get(0) + get(1));
            case ADD_TO32 -> Memory.putInt(address(), (int) (get(0) + get(1)));
            case AND_TO32 -> Memory.putInt(address(), (int) (get(0) & get(1)));
            case OR_TO32 -> Memory.putInt(address(), (int) (get(0) | get(1)));
            case ADD -> set(get(1) + get(2));
            case SUB -> set(get(1) - get(2));
            case AND -> set(get(1) & get(2));
            case OR -> set(get(1) | get(2));
            case XOR -> set(get(1) ^ get(2));
            case ADD32 -> set(low(get(1) + get(2)));
            case SUB32 -> set(low(get(1) - get(2)));
            case AND32 -> set(low(get(1) & get(2)));
            case OR32 -> set(low(get(1) | get(2)));
            case XOR32 -> set(low(get(1) ^ get(2)));
            case IMUL -> set(get(1) * get(2));
            case IMULI -> set(get(1) * i.immediate);
            case NEG -> set(-get(1));
            case NOT -> set(~get(1));
            case SHLI -> set(get(1) << i.immediate);
            case SHRI -> set(get(1) >>> i.immediate);
            case SARI -> set(get(1) >> i.immediate);
            case SHRI32 -> set(low(get(1)) >>> (i.immediate & 31));
            case SHL, SHLX -> set(get(1) << get(2));
            case SHR, SHRX -> set(get(1) >>> get(2));
            case SAR, SARX -> set(get(1) >> get(2));
            case IDIV -> set(get(1) / get(2));
            case IREM -> set(get(1) % get(2));
            case UMULH -> set(Math.unsignedMultiplyHigh(get(1), get(2)));
            case ADDSD, VADDSD -> set(real(1) + real(2));
            case SUBSD, VSUBSD -> set(real(1) - real(2));
            case MULSD, VMULSD -> set(real(1) * real(2));
            case DIVSD, VDIVSD -> set(real(1) / real(2));
            case MINSD, VMINSD -> set(real(1) < real(2) ? get(1) : get(2));
            case MAXSD, VMAXSD -> set(real(1) > real(2) ? get(1) : get(2));
            case SQRTSD -> set(Math.sqrt(real(1)));
            case ROUNDSD -> set(round(real(1)));
            case ABSSD -> set(get(1) & Long.MAX_VALUE);
            case NEGSD -> set(get(1) ^ Long.MIN_VALUE);
            case CVTSI2SD -> set((double) get(1));
            case CVTTSD2SI -> set(truncate(real(1)));
            case SET -> set(holds(1) ? 1L : 0L);
            case SELECT -> set(holds(3) ? get(1) : get(2));
            case RESULT -> set(Outcome.result(collections, (int) i.immediate));
            default -> throw new AssertionError(op);
        }
    }

    private double round(double value) {
        return switch ((int) i.immediate) {
            case 8 -> Math.rint(value);
            case 9 -> Math.floor(value);
            case 10 -> Math.ceil(value);
            default -> value < 0 ? Math.ceil(value) : Math.floor(value);
        };
    }

    private static long truncate(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }
}
