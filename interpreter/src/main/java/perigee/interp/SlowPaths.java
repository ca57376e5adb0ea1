package perigee.interp;

import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.EXTRA_COUNT;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.LINK;
import static perigee.layout.StackLayout.PC;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.frame.Link;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.TableIteration;
import perigee.object.Tables;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * What the interpreter's instructions do off their fast paths. The pc is saved before, so errors know their line and
 * frames can change: an instruction that needs a metamethod called tells the driver so, and is finished when that returns.
 */
final class SlowPaths {
    private final LuaState state;
    private final Stack stack;
    private final Driver driver;
    private final FieldAccess fields;
    private final LoopPreparation loops;
    private final TableCreation tables;
    private final Safepoint safepoint;

    SlowPaths(LuaState state, Driver driver, FieldAccess fields) {
        this.state = state;
        this.driver = driver;
        stack = state.stack();
        this.fields = fields;
        loops = new LoopPreparation(state);
        tables = new TableCreation(state);
        safepoint = new Safepoint(state);
        state.heapConnection().addMoveListener(tables::forgetTables);
    }

    private static void savePc(long base, long pc) {
        Memory.putLong(base + PC, Link.ofPc(pc));
    }

    private static long register(long base, int r) {
        return base + 8L * r;
    }

    private static long load(long address) {
        return Memory.getLong(address);
    }

    /**
     * Executes one instruction of the topmost frame in full.
     *
     * @param pc the instruction after it, which is also saved in the frame
     * @return as of {@link Driver#complete}
     */
    boolean execute(long base, long pc, long i) {
        Opcode op = Instruction.op(i);
        switch (op) {
            case JMP -> {
                // Only to serve what asks for attention.
            }
            case NEWCELL -> newCell(register(base, Instruction.a(i)));
            case GETGLOBAL -> getGlobal(base, pc, i);
            case SETGLOBAL -> setGlobal(base, pc, i);
            case GETFIELD -> deliver(base, i, getField(base, pc, i));
            case SELF -> self(base, pc, i);
            case GETINDEX -> getIndex(base, pc, i, load(register(base, Instruction.c(i))));
            case GETI -> getIndex(base, pc, i, Word.ofInteger(Instruction.c(i)));
            case SETFIELD -> setField(base, pc, i);
            case SETINDEX -> setIndex(base, pc, i, load(register(base, Instruction.b(i))));
            case SETI -> setIndex(base, pc, i, Word.ofInteger(Instruction.b(i)));
            case NEWTABLE -> deliver(base, i, tables.create(pc, Instruction.c(i), Instruction.b(i)));
            case SETLIST -> setList(base, i);
            case LEN -> length(base, pc, i);
            case CONCAT -> concatenate(base, pc, i);
            case JEQ, JNE, JLT, JNLT, JLE, JNLE, JLTI, JNLTI, JLEI, JNLEI, JGTI, JNGTI, JGEI, JNGEI ->
                    compare(base, pc, i, op);
            case JEQK, JNEK -> compareConstant(base, pc, i, op);
            case LIFT -> lift(base, i);
            case CALL -> {
                return call(base, pc, i);
            }
            case TAILCALL -> {
                return tailCall(base, pc, i);
            }
            case RETURN -> {
                return returnValues(base, i);
            }
            case RETURN0 -> {
                return driver.complete(base, 0);
            }
            case RETURN1 -> {
                return driver.complete(register(base, Instruction.a(i)), 1);
            }
            case FORPREP -> {
                prepareLoop(base, pc, i);
            }
            case FORLOOP -> {
                if (loops.nextBoxed(register(base, Instruction.a(i)))) {
                    jump(base, pc, i);
                }
            }
            case TFORPREP -> {
                markToClose(base, register(base, Instruction.a(i)) + CLOSING);
                jump(base, pc, i);
            }
            case TFORCALL -> {
                noteCall(pc, load(register(base, Instruction.a(i))));
                return !stack.isHooked() && iterate(base, i) || callIterator(base, i);
            }
            case CLOSURE -> newClosure(base, pc, i);
            case VARARG -> loadVarargs(base, i);
            case VARARGPREP -> {
                prepareVararg(base);
                if (stack.isHooked()) {
                    state.hooks().calledVararg();
                }
            }
            case TBC -> markToClose(base, register(base, Instruction.a(i)));
            case CLOSE -> close(base, register(base, Instruction.a(i)));
            default -> arithmetic(base, pc, i, op);
        }
        return true;
    }

    private static void jump(long base, long pc, long i) {
        savePc(base, pc + (long) Instruction.j(i) * Instruction.BYTES);
    }

    // ---- arithmetic and comparison ---------------------------------------------------------------------------------

    private void arithmetic(long base, long pc, long i, Opcode op) {
        long left = load(register(base, Instruction.b(i)));
        long right = switch (op.c) {
            case USE -> load(register(base, Instruction.c(i)));
            case SIGNED -> Word.ofInteger(Instruction.signedC(i));
            case NUMBER -> load(constants(base) + 8L * Instruction.c(i));
            default -> left;
        };
        boolean swapped = Instruction.d(i) != 0;
        if (op == Opcode.SUBI && ValueType.isNumber(left)) {
            op = Opcode.ADDI;
            right = Word.ofInteger(-Instruction.signedC(i));
        }
        long result = swapped ? state.operators().arithmetic(OperatorEvents.of(op), right, left)
                : state.operators().arithmetic(OperatorEvents.of(op), left, right);
        Feedback.note(pc, FastArithmetic.kinds(left, right, result));
        deliver(base, i, result);
    }

    /** Stores the result of an operation in R[A], or has the metamethod called that it needs. */
    private void deliver(long base, long i, long result) {
        if (result == LuaState.PENDING) {
            driver.invokePending();
        } else {
            Memory.putLong(register(base, Instruction.a(i)), result);
        }
    }

    private static long constants(long base) {
        return load(load(load(base + FUNCTION) + CODE) + CONSTANTS);
    }

    private void compare(long base, long pc, long i, Opcode op) {
        long left = load(register(base, Instruction.a(i)));
        long right = op.b == perigee.bytecode.Operand.USE ? load(register(base, Instruction.b(i)))
                : Word.ofInteger(Instruction.signedB(i));
        long result = switch (op) {
            case JEQ, JNE -> state.operators().equals(left, right);
            case JLT, JNLT, JLTI, JNLTI -> state.operators().compare(Event.LT, left, right);
            case JLE, JNLE, JLEI, JNLEI -> state.operators().compare(Event.LE, left, right);
            case JGTI, JNGTI -> state.operators().compare(Event.LT, right, left);
            case JGEI, JNGEI -> state.operators().compare(Event.LE, right, left);
            default -> throw new AssertionError(op);
        };
        if (result == LuaState.PENDING) {
            driver.invokePending();
            return;
        }
        boolean negated = switch (op) {
            case JNE, JNLT, JNLE, JNLTI, JNLEI, JNGTI, JNGEI -> true;
            default -> false;
        };
        int kinds = op == Opcode.JEQ || op == Opcode.JNE ? kindsOfEquality(left, right)
                : FastArithmetic.kinds(left, right, Word.NIL);
        branch(base, pc, i, kinds, (result == Word.TRUE) != negated);
    }

    /** What feedback calls things that were compared for equality without a metamethod. */
    private static int kindsOfEquality(long left, long right) {
        int kinds = FastArithmetic.kinds(left, right, Word.NIL);
        boolean isTold = kinds == Feedback.BOXED && (Word.isInteger(left) || Word.isInteger(right));
        return kinds == Feedback.OTHER || isTold ? Feedback.IDENTITY : kinds;
    }

    private void compareConstant(long base, long pc, long i, Opcode op) {
        long constant = load(constants(base) + 8L * Instruction.b(i));
        long left = load(register(base, Instruction.a(i)));
        boolean equal = state.operators().rawEquals(left, constant);
        branch(base, pc, i, kindsOfEquality(left, constant), equal == (op == Opcode.JEQK));
    }

    private static void branch(long base, long pc, long i, int kinds, boolean taken) {
        if (taken) {
            BranchFeedback.taken(pc, kinds);
            jump(base, pc, i);
        } else {
            BranchFeedback.notTaken(pc, kinds);
        }
    }

    private void length(long base, long pc, long i) {
        long operand = load(register(base, Instruction.b(i)));
        long result = state.operators().length(operand);
        Feedback.note(pc, result == LuaState.PENDING ? Feedback.OTHER
                : ValueType.isTable(operand) ? Feedback.TABLES : Feedback.STRINGS);
        deliver(base, i, result);
    }

    private void concatenate(long base, long pc, long i) {
        int a = Instruction.a(i);
        int count = Instruction.b(i);
        long joined = state.operators().joinAll(register(base, a), count);
        Feedback.note(pc, joined == 0 ? Feedback.OTHER : Feedback.STRINGS);
        if (joined != 0) {
            Memory.putLong(register(base, a), joined);
        } else {
            driver.completion().concatenate(a, count - 1);
        }
    }

    // ---- tables ------------------------------------------------------------------------------------------------------

    private long getField(long base, long pc, long i) {
        return fields.get(load(register(base, Instruction.b(i))), load(constants(base) + 8L * Instruction.c(i)), pc);
    }

    private void self(long base, long pc, long i) {
        long object = load(register(base, Instruction.b(i)));
        long method = getField(base, pc, i);
        Memory.putLong(register(base, Instruction.a(i)) + HEADER_BYTES, object);
        deliver(base, i, method);
    }

    private void setField(long base, long pc, long i) {
        finish(fields.set(load(register(base, Instruction.a(i))), load(constants(base) + 8L * Instruction.b(i)),
                load(register(base, Instruction.c(i))), pc));
    }

    /** Has the metamethod called that a store needs. */
    private void finish(long result) {
        if (result == LuaState.PENDING) {
            driver.invokePending();
        }
    }

    private void getIndex(long base, long pc, long i, long key) {
        long object = load(register(base, Instruction.b(i)));
        fields.keyed().learn(false, object, key, pc);
        long result = state.indexing().get(object, key);
        Feedback.note(pc, ValueType.isString(key) ? Feedback.STRING_KEY
                : isIndex(key) && ValueType.isTable(object) ? kindOfLoad(object, index(key))
                : Feedback.OTHER_KEY);
        deliver(base, i, result);
    }

    /** Whether a key is an integer that needs no box, or a float that equals one: they are the same key. */
    private static boolean isIndex(long key) {
        return Word.isInteger(key) || Word.isFloat(key) && Arithmetic.hasInteger(Word.floating(key));
    }

    private static long index(long key) {
        return Word.isInteger(key) ? Word.integer(key) : (long) Word.floating(key);
    }

    private int kindOfLoad(long table, long index) {
        if (state.tables().getInteger(table, index) != Word.NIL) {
            return index >= 0 && index < Memory.getInt(table + TableLayout.ARRAY_SIZE) ? Feedback.ELEMENT : Feedback.HASHED;
        }
        return Tables.metatable(table) == 0 ? Feedback.ABSENT : Feedback.OTHER_KEY;
    }

    private void setIndex(long base, long pc, long i, long key) {
        long object = load(register(base, Instruction.a(i)));
        boolean isElement = isIndex(key) && ValueType.isTable(object);
        int size = isElement ? Memory.getInt(object + TableLayout.ARRAY_SIZE) : 0;
        fields.keyed().learn(true, object, key, pc);
        long result = state.indexing().set(object, key, load(register(base, Instruction.c(i))));
        Feedback.note(pc, ValueType.isString(key) ? Feedback.STRING_KEY
                : !isElement || result == LuaState.PENDING ? Feedback.OTHER_KEY : kindOfStore(object, index(key), size));
        finish(result);
    }

    /** What feedback calls a store of an element into a table whose array part was of this size. */
    private static int kindOfStore(long table, long index, int size) {
        if (index >= 0 && index < size) {
            return Feedback.ELEMENT;
        }
        return Memory.getInt(table + TableLayout.ARRAY_SIZE) > size ? Feedback.APPEND : Feedback.HASHED;
    }

    private static long environment(long base, long i) {
        return load(load(base + FUNCTION) + UPVALUES + 8L * Instruction.b(i));
    }

    private void getGlobal(long base, long pc, long i) {
        deliver(base, i, fields.getGlobal(environment(base, i), load(constants(base) + 8L * Instruction.c(i)), pc));
    }

    private void setGlobal(long base, long pc, long i) {
        finish(fields.setGlobal(environment(base, i), load(constants(base) + 8L * Instruction.c(i)),
                load(register(base, Instruction.a(i))), pc));
    }

    private void setList(long base, long i) {
        int a = Instruction.a(i);
        long table = load(register(base, a));
        int count = Instruction.b(i) == 0 ? (int) (stack.top() - register(base, a) >> 3) - 1 : Instruction.b(i) - 1;
        tables.setList(table, register(base, a + 1), Instruction.j(i) & 0xFFFF_FFFFL, count);
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    /** What a frame header takes between the function and the arguments. */
    private static final long HEADER_GAP = HEADER_BYTES - 8;

    private void lift(long base, long i) {
        long first = register(base, Instruction.a(i));
        boolean open = Instruction.d(i) != 0;
        long end = open ? stack.top() : first + 8L * Instruction.b(i);
        long delta = stack.ensure(end + HEADER_GAP);
        Memory.copy(first + delta, first + delta + HEADER_GAP, end - first);
        if (open) {
            stack.setTop(end + delta + HEADER_GAP);
        }
    }

    /** Number of arguments of a call whose function is in register A; B says. */
    private int argumentCount(long place, long i) {
        int b = Instruction.b(i);
        return b == 0 ? (int) (stack.top() - place - HEADER_BYTES >> 3) : b - 1;
    }

    /** Notes what a call is about to call: a function, or the {@code __call} metamethod of something else. */
    private void noteCall(long pc, long called) {
        if (ValueType.isFunction(called)) {
            CallFeedback.note(pc, CallTarget.bits(called));
            return;
        }
        long metamethod = state.metamethod(called, Event.CALL);
        if (ValueType.isFunction(metamethod)) {
            CallFeedback.note(pc, CallTarget.bitsByCall(metamethod));
        }
    }

    private boolean call(long base, long pc, long i) {
        long place = register(base, Instruction.a(i));
        int count = argumentCount(place, i);
        noteCall(pc, load(place));
        int wanted = Instruction.c(i) - 1;
        return ValueType.isNative(load(place)) ? driver.invokeNative(place, count, wanted)
                : driver.invoke(place, count, wanted, 0);
    }

    private boolean tailCall(long base, long pc, long i) {
        long place = register(base, Instruction.a(i));
        int count = argumentCount(place, i);
        noteCall(pc, load(place));
        while (!ValueType.isFunction(load(place))) {
            place = driver.insertCallMetamethod(place, count, load(place));
            count++;
        }
        if (!ValueType.isClosure(load(place))) {
            // A Java function returns at once, or with continuations; the RETURN that follows passes its results on.
            return driver.invoke(place, count, Link.MULTIPLE, 0);
        }
        return driver.replaceFrame(place, count);
    }

    /** RETURN in general: closes variables first, if any; returns false when the interpreter is to be left. */
    private boolean returnValues(long base, long i) {
        long first = register(base, Instruction.a(i));
        int b = Instruction.b(i);
        if (Instruction.d(i) != 0 && stack.lastToClose(base) != 0) {
            // Values up to the top are run into by nothing; of a fixed number none stands above the frame's end.
            closeLast(base, Word.NIL, b == 0 ? stack.top() : stack.frameEnd(base));
            return true;
        }
        int count = b == 0 ? (int) (stack.top() - first >> 3) : b - 1;
        return driver.complete(first, count);
    }

    /** Closes the last variable of the frame's list; the instruction is run again when its method has returned. */
    private void closeLast(long base, long error, long place) {
        long variable = stack.lastToClose(base);
        stack.removeLastToClose();
        long value = load(variable);
        long metamethod = state.metamethod(value, Event.CLOSE);
        place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
        Memory.putLong(place, metamethod);
        Memory.putLong(place + HEADER_BYTES, value);
        Memory.putLong(place + HEADER_BYTES + 8, error);
        driver.invoke(place, 2, 0, Link.CONTINUES);
    }

    /** CLOSE: calls one {@code __close} method and is run again, until no variable is left to be closed. */
    private void close(long base, long from) {
        if (stack.lastToClose(from) != 0) {
            closeLast(base, Word.NIL, stack.frameEnd(base));
        }
    }

    private void markToClose(long base, long variable) {
        long value = load(variable);
        if (!Word.isTruthy(value)) {
            return;
        }
        if (state.metamethod(value, Event.CLOSE) == Word.NIL) {
            throw state.errors().notClosable((int) (variable - base >> 3));
        }
        stack.addToClose(variable);
    }

    /**
     * TFORCALL of an iterator that the interpreter knows: {@code next} and that of {@code ipairs}, over tables. Returns
     * false when it is to be called.
     */
    private boolean iterate(long base, long i) {
        long a = register(base, Instruction.a(i));
        long iterator = load(a);
        long table = load(a + 8);
        if (!ValueType.isNative(iterator) || !ValueType.isTable(table)) {
            return false;
        }
        int intrinsic = Functions.intrinsicOf(iterator);
        if (intrinsic == Intrinsic.NEXT.ordinal()) {
            return next(table, a, Instruction.b(i));
        }
        return intrinsic == Intrinsic.IPAIRS_ITERATOR.ordinal() && nextElement(table, a, Instruction.b(i));
    }

    private static final int CONTROL = 16;
    private static final int CLOSING = 24;
    private static final int VARIABLES = 32;

    private boolean next(long table, long a, int wanted) {
        Tables raw = state.tables();
        state.shapeKeys().expose(raw.shape(table));
        long position = TableIteration.after(raw, table, load(a + CONTROL));
        if (position == TableIteration.NOT_A_KEY || wanted > 2) {
            return false;
        }
        if (position == TableIteration.END) {
            Memory.putLong(a + VARIABLES, Word.NIL);
            return true;
        }
        Memory.putLong(a + VARIABLES, TableIteration.keyAt(raw, table, position));
        if (wanted == 2) {
            Memory.putLong(a + VARIABLES + 8, TableIteration.valueAt(raw, table, position));
        }
        return true;
    }

    private boolean nextElement(long table, long a, int wanted) {
        long control = load(a + CONTROL);
        if (!Word.isInteger(control) || wanted > 2) {
            return false;
        }
        long index = Word.integer(control) + 1;
        long value = state.tables().getInteger(table, index);
        if (value == Word.NIL && Tables.metatable(table) != 0) {
            return false;
        }
        Memory.putLong(a + VARIABLES, value == Word.NIL ? Word.NIL : Word.ofInteger(index));
        if (wanted == 2) {
            Memory.putLong(a + VARIABLES + 8, value);
        }
        return true;
    }

    private boolean callIterator(long base, long i) {
        long a = register(base, Instruction.a(i));
        long place = a + VARIABLES;
        Memory.putLong(place, load(a));
        Memory.putLong(place + HEADER_BYTES, load(a + 8));
        Memory.putLong(place + HEADER_BYTES + 8, load(a + 16));
        return driver.invoke(place, 2, Instruction.b(i), 0);
    }

    // ---- loops, functions, varargs -----------------------------------------------------------------------------------

    private void prepareLoop(long base, long pc, long i) {
        long a = register(base, Instruction.a(i));
        boolean runs = loops.prepare(a);
        Feedback.note(pc, FastArithmetic.kinds(load(a), load(a + 8), load(a + 16)));
        if (!runs) {
            jump(base, pc, i);
        }
    }

    private void newCell(long register) {
        Memory.putLong(register, state.functions().newCell(load(register)));
    }

    private void newClosure(long base, long pc, long i) {
        long enclosing = load(base + FUNCTION);
        long code = load(pc + Feedback.WORD);
        Prototype.Upvalue[] upvalues = state.functions().ofCode(code).prototype().upvalues();
        long closure = state.heap().allocate(HeapType.CLOSURE, HeapType.CLOSURE, UPVALUES + 8L * upvalues.length);
        Memory.putLong(closure + CODE, code);
        Functions.countClosure(code);
        Memory.putLong(closure + ENTRY, Functions.instruction(code, 0));
        Memory.putInt(closure + IDENTITY, state.tables().nextIdentity());
        Memory.putInt(closure + UPVALUE_COUNT, upvalues.length);
        Memory.putLong(register(base, Instruction.a(i)), closure);
        for (int u = 0; u < upvalues.length; u++) {
            int index = upvalues[u].index();
            long word = upvalues[u].inStack() ? load(register(base, index)) : load(enclosing + UPVALUES + 8L * index);
            Memory.putLong(closure + UPVALUES + 8L * u, word);
        }
    }

    private void prepareVararg(long base) {
        int argumentCount = stack.argumentCount();
        long code = load(load(base + FUNCTION) + CODE);
        int parameters = Memory.getInt(code + PARAMETERS);
        int total = Math.max(argumentCount, parameters);
        long distance = 8L * (total + 4);
        base += stack.ensure(base + distance + 8L * Memory.getInt(code + MAX_STACK));
        long moved = base + distance;
        long link = Stack.link(base);
        Memory.putLong(moved + EXTRA_COUNT, Word.ofInteger(total - parameters));
        Memory.putLong(moved + FUNCTION, load(base + FUNCTION));
        Memory.putLong(moved + PC, load(base + PC));
        Memory.putLong(moved + LINK, Link.withDistance(link, Link.distanceBytes(link) + distance) | Link.VARARG);
        for (int p = 0; p < parameters; p++) {
            Memory.putLong(register(moved, p), load(register(base, p)));
            Memory.putLong(register(base, p), Word.NIL);
        }
        stack.setBase(moved);
    }

    private void loadVarargs(long base, long i) {
        int extra = Stack.extraCount(base);
        int b = Instruction.b(i);
        int wanted = b == 0 ? extra : b - 1;
        long first = register(base, Instruction.a(i));
        long delta = stack.ensure(first + 8L * wanted);
        base += delta;
        first += delta;
        long source = Stack.extraArguments(base);
        for (int n = 0; n < wanted; n++) {
            Memory.putLong(first + 8L * n, n < extra ? load(source + 8L * n) : Word.NIL);
        }
        if (b == 0) {
            stack.setTop(first + 8L * wanted);
        }
    }

    /** The topmost frame is to be the interpreter's. */
    void deliver() {
        if (Stack.isOptimized(stack.base())) {
            driver.nativeTier().deliver();
        }
    }

    // ---- safepoints and caches ---------------------------------------------------------------------------------------

    /** Serves what asks for attention as {@link Safepoint#serve}; the topmost frame's pc is saved. */
    boolean safepoint(boolean stepping) {
        return safepoint.serve(stepping);
    }
}
