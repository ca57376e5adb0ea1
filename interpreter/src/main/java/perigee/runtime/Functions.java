package perigee.runtime;

import static perigee.layout.FunctionLayout.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.frame.Link;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.object.Validity;
import perigee.value.Word;

/** The functions of a state: loaded prototypes, closures, and functions written in Java. */
public final class Functions {
    /**
     * Number of the continuation that a function in Java always has, if it has one: compiled code puts it into the links of
     * such functions' frames, whichever they are.
     */
    public static final int OWN_CONTINUATION = 1;
    /** About what a Lua function takes in Java's heap. */
    private static final long JAVA_BYTES = 1024;
    private static final long JAVA_BYTES_PER_INSTRUCTION = 24;

    private final LuaState state;
    private final List<LoadedFunction> loaded = new ArrayList<>();
    private final ArrayList<Integer> freeIds = new ArrayList<>();
    private long forgotten;
    private NativeFunction[] natives = new NativeFunction[256];
    private int nativeCount;
    private final List<String> nativeNames = new ArrayList<>();
    /** By number of a Java function: what the tiers know; null for those that they do not. */
    private Intrinsic[] intrinsics = new Intrinsic[0];
    /** Of Java functions whose values have upvalues of their own: how many of these programs may know. */
    private final Map<Integer, Integer> shownUpvalues = new HashMap<>();
    private final List<Continuation> continuations = new ArrayList<>();
    private final Map<Continuation, Integer> continuationNumbers = new IdentityHashMap<>();
    /** By number of a Java function: the one that its frames have. */
    private Continuation[] ownContinuations = new Continuation[0];

    private Validity upvalues = new Validity();

    Functions(LuaState state) {
        this.state = state;
        continuations.add(null);
        continuations.add(null); // functions' own
        loaded.add(null); // feedback knows functions by numbers above 0
    }

    // ---- Lua functions -----------------------------------------------------------------------------------------------

    /** Gives a verified prototype, and those nested in it, their places in guest memory. */
    public LoadedFunction load(Prototype prototype) {
        List<LoadedFunction> children = new ArrayList<>(prototype.prototypes().length);
        for (Prototype child : prototype.prototypes()) {
            children.add(load(child));
        }
        long[] code = prototype.code();
        Constant[] constants = prototype.constants();
        long instructionBytes = (long) code.length * Instruction.BYTES;
        long block = state.heap().allocateOld(HeapType.CODE, HeapType.CODE,
                INSTRUCTIONS + instructionBytes + 8L * constants.length);
        int id = freeIds.isEmpty() ? loaded.size() : freeIds.removeLast();
        Memory.putInt(block + CODE_ID, id);
        Memory.putInt(block + PARAMETERS, prototype.parameters());
        Memory.putInt(block + MAX_STACK, prototype.maxStack());
        Memory.putInt(block + IS_VARARG, prototype.vararg() ? 1 : 0);
        Memory.putInt(block + CONSTANT_COUNT, constants.length);
        Memory.putInt(block + INSTRUCTION_COUNT, code.length);
        Memory.putLong(block + CONSTANTS, constant(block, code.length, 0));
        for (int pc = 0; pc < code.length; pc++) {
            long address = instruction(block, pc);
            Memory.putLong(address, code[pc]);
            if (Instruction.op(code[pc]) == Opcode.CLOSURE) {
                long child = children.get(Instruction.j(code[pc])).code();
                Memory.putLong(address + Instruction.FEEDBACK, child);
            }
        }
        for (int i = 0; i < constants.length; i++) {
            Memory.putLong(constant(block, code.length, i), word(constants[i]));
        }
        LoadedFunction function = new LoadedFunction(id, prototype, block, children);
        if (id == loaded.size()) {
            loaded.add(function);
        } else {
            loaded.set(id, function);
        }
        state.heap().addOutside(JAVA_BYTES + JAVA_BYTES_PER_INSTRUCTION * code.length);
        return function;
    }

    private long word(Constant constant) {
        // Not a switch: one over patterns is set up at run time, which takes milliseconds of every start.
        if (constant instanceof Constant.Str(byte[] bytes)) {
            return state.strings().internConstant(bytes);
        }
        if (constant instanceof Constant.Int(long value)) {
            return state.integerConstant(value);
        }
        if (constant instanceof Constant.Float(double value)) {
            return Word.ofForeignFloat(value);
        }
        return constant instanceof Constant.Bool(boolean value) ? Word.ofBoolean(value) : Word.NIL;
    }

    /** Address of a constant in the CODE block of a function with so many instructions. */
    public static long constant(long code, int instructions, int number) {
        return instruction(code, instructions) + 8L * number;
    }

    /** The words of a function's constants. */
    public static long[] constants(LoadedFunction function) {
        long[] words = new long[function.prototype().constants().length];
        long first = Memory.getLong(function.code() + CONSTANTS);
        for (int i = 0; i < words.length; i++) {
            words[i] = Memory.getLong(first + 8L * i);
        }
        return words;
    }

    /** Address of an instruction. */
    public static long instruction(long code, int pc) {
        return code + INSTRUCTIONS + (long) pc * Instruction.BYTES;
    }

    /** The function that a CODE block belongs to. */
    public LoadedFunction ofCode(long code) {
        return loaded.get(Memory.getInt(code + CODE_ID));
    }

    /** The function that a closure is made of. */
    public LoadedFunction ofClosure(long closure) {
        return ofCode(Memory.getLong(closure + CODE));
    }

    /** The function of this number; null when it is dead. */
    public LoadedFunction ofId(int id) {
        return loaded.get(id);
    }

    /** All functions that are loaded. */
    public List<LoadedFunction> all() {
        return loaded.stream().filter(Objects::nonNull).toList();
    }

    /** How many functions have been found dead and forgotten so far. */
    public long forgotten() {
        return forgotten;
    }

    /** Forgets functions whose code is dead. */
    boolean dropDead(LongPredicate isDead) {
        int before = freeIds.size();
        for (int id = 0; id < loaded.size(); id++) {
            LoadedFunction function = loaded.get(id);
            if (function != null && isDead.test(function.code())) {
                loaded.set(id, null);
                freeIds.add(id);
                forgotten++;
            }
        }
        return freeIds.size() > before;
    }

    /** A closure whose upvalue words are all nil. */
    public long newClosure(LoadedFunction function) {
        int count = function.prototype().upvalues().length;
        long closure = state.heap().allocate(HeapType.CLOSURE, HeapType.CLOSURE, UPVALUES + 8L * count);
        Memory.putLong(closure + CODE, function.code());
        countClosure(function.code());
        Memory.putLong(closure + ENTRY, instruction(function.code(), 0));
        Memory.putInt(closure + IDENTITY, state.tables().nextIdentity());
        Memory.putInt(closure + UPVALUE_COUNT, count);
        return closure;
    }

    /** A closure of a CODE block has been made. */
    public static void countClosure(long code) {
        Memory.putInt(code + CLOSURES, Memory.getInt(code + CLOSURES) + 1);
    }

    /** Holds until an upvalue of some closure is set from outside its code. */
    public Validity upvalues() {
        return upvalues;
    }

    /** An upvalue of a closure was set, by the debug library: what was taken for a constant is none. */
    public void upvaluesChanged() {
        Validity before = upvalues;
        upvalues = new Validity();
        before.invalidate();
    }

    /** A main function, its first upvalue (if it has one) set to a value: a chunk that {@code load} returns. */
    public long newMain(LoadedFunction function, long environment) {
        long closure = newClosure(function);
        Prototype.Upvalue[] upvalues = function.prototype().upvalues();
        for (int i = 0; i < upvalues.length; i++) {
            long word = i == 0 ? environment : Word.NIL;
            Memory.putLong(closure + UPVALUES + 8L * i, upvalues[i].cell() ? newCell(word) : word);
        }
        return closure;
    }

    public long newCell(long value) {
        long cell = state.heap().allocate(HeapType.CELL, HeapType.CELL, CELL_SIZE);
        Memory.putLong(cell + CELL_VALUE, value);
        return cell;
    }

    // ---- functions in Java -------------------------------------------------------------------------------------------

    /**
     * A function value for a Java function.
     *
     * @param name what messages and dumps call it when the program gives no better name
     */
    public long newNative(String name, NativeFunction function, long... upvalues) {
        return nativeValue(register(name, function), upvalues);
    }

    /** Another value of a Java function registered before, with upvalues of its own. */
    public long nativeValue(int id, long... upvalues) {
        long value = state.heap().allocate(HeapType.NATIVE, HeapType.NATIVE, NATIVE_UPVALUES + 8L * upvalues.length);
        Memory.putLong(value + NATIVE_ID, id);
        Memory.putInt(value + NATIVE_IDENTITY, state.tables().nextIdentity());
        Memory.putInt(value + NATIVE_UPVALUE_COUNT, upvalues.length);
        for (int i = 0; i < upvalues.length; i++) {
            Memory.putLong(value + NATIVE_UPVALUES + 8L * i, upvalues[i]);
        }
        return value;
    }

    /** Says that a function value is a library function that the tiers know. */
    public void markIntrinsic(long nativeValue, Intrinsic intrinsic) {
        Memory.putByte(nativeValue + ObjectHeader.DETAIL, (byte) intrinsic.ordinal());
        int id = idOf(nativeValue);
        if (id >= intrinsics.length) {
            intrinsics = Arrays.copyOf(intrinsics, natives.length);
        }
        intrinsics[id] = intrinsic;
    }

    /** What the tiers know of the Java function of this number. */
    public Intrinsic intrinsicOf(int id) {
        return id < intrinsics.length && intrinsics[id] != null ? intrinsics[id] : Intrinsic.NONE;
    }

    /** Number of the {@link Intrinsic} that a Java function's value is. */
    public static int intrinsicOf(long nativeValue) {
        return Memory.getUnsignedByte(nativeValue + ObjectHeader.DETAIL);
    }

    /** Registers a Java function from which values with upvalues are made later by {@link #nativeValue}. */
    public int register(String name, NativeFunction function) {
        return register(name, function, Integer.MAX_VALUE);
    }

    /** The same for values of which programs may know the first upvalues only. */
    public int register(String name, NativeFunction function, int shown) {
        shownUpvalues.put(nativeNames.size(), shown);
        if (nativeCount == natives.length) {
            natives = Arrays.copyOf(natives, 2 * nativeCount);
        }
        natives[nativeCount] = function;
        nativeNames.add(name);
        return nativeCount++;
    }

    /** How many upvalues of a Java function programs may know of: those of closures, which the reference has, too. */
    public int upvaluesShown(long nativeValue) {
        return Math.min(shownUpvalues.getOrDefault(idOf(nativeValue), 0), Memory.getInt(nativeValue + NATIVE_UPVALUE_COUNT));
    }

    public static int idOf(long nativeValue) {
        return (int) Memory.getLong(nativeValue + NATIVE_ID);
    }

    public NativeFunction nativeOf(long nativeValue) {
        return natives[(int) Memory.getLong(nativeValue + NATIVE_ID)];
    }

    public String nameOf(long nativeValue) {
        return nameOf(idOf(nativeValue));
    }

    /** Name of the Java function of this number. */
    public String nameOf(int id) {
        return nativeNames.get(id);
    }

    int numberOf(Continuation continuation) {
        Integer number = continuationNumbers.get(continuation);
        if (number == null) {
            number = continuations.size();
            if (number > 255) {
                throw new IllegalStateException("more than 255 continuations; they are to be constants");
            }
            continuations.add(continuation);
            continuationNumbers.put(continuation, number);
        }
        return number;
    }

    /** Says which continuation a Java function has: the only one that it ever asks for. */
    public void setOwnContinuation(int id, Continuation continuation) {
        if (id >= ownContinuations.length) {
            ownContinuations = Arrays.copyOf(ownContinuations, natives.length);
        }
        ownContinuations[id] = continuation;
    }

    /** The continuation of the Java function's frame with this base; null if it has none. */
    public Continuation continuationOf(long base) {
        int number = Link.continuation(Stack.link(base));
        return number == OWN_CONTINUATION ? ownContinuations[idOf(Stack.function(base))] : continuations.get(number);
    }
}
