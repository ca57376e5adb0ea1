package perigee.runtime;

import java.util.ArrayList;
import java.util.List;
import perigee.heap.Heap;
import perigee.heap.HeapExhaustedException;
import perigee.heap.RootVisitor;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Identities;
import perigee.object.Shapes;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.object.Validity;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * One Lua universe: its heap and objects, its globals, its functions, and the coroutine that runs. Confined to one
 * thread at a time. Nothing is static, so that several states live in one process.
 */
public final class LuaState implements AutoCloseable {
    private final Heap heap;
    private final Strings strings;
    private final Shapes shapes;
    private final Identities identities = new Identities();
    private final Tables tables;
    private final Stack stack;
    private final ShapeKeys shapeKeys;
    private final PatternPrograms patternPrograms;
    private final Errors errors;
    private final Operators operators;
    private final Indexing indexing;
    private final Conversions conversions;
    private final Functions functions;
    private final HeapConnection heapConnection;
    private final ChunkCache chunks;
    private final Finalization finalization = new Finalization(this);
    private final Warnings warnings = new Warnings(this);
    private final StandardStreams streams;
    private final Upcalls upcalls;
    private final Coroutines coroutines;
    private final Hooks hooks;

    private final long globals;
    private final long registry;
    private final long[] typeMetatables = new long[ValueType.values().length];
    private final List<Object> handles = new ArrayList<>();
    private final ArrayList<Integer> freeHandles = new ArrayList<>();
    private final LuaError luaError = new LuaError();
    private final long memoryMessage;
    private Executor executor;
    private long errorValue;
    private boolean errorIsFinal;
    private Validity stringBehaviour = new Validity();

    /** A metamethod that an operation asks its caller to call (see {@link #PENDING}). */
    long pendingFunction;
    final long[] pendingArguments = new long[3];
    int pendingCount;

    /**
     * What operations return that need a metamethod called to get their result: the caller does so, in the way that
     * suits it, with {@link #pendingFunction()} and its arguments.
     */
    public static final long PENDING = Word.TOMBSTONE;

    /**
     * A state on the standard streams of the process, taken for files or pipes.
     *
     * @param heapBytes the most that the heap may ever hold
     */
    public LuaState(long heapBytes) {
        this(heapBytes, StandardStreams.ofProcess(false, false));
    }

    /**
     * @param heapBytes the most that the heap may ever hold
     * @param streams   where the program reads and prints; they are not closed with the state
     */
    public LuaState(long heapBytes, StandardStreams streams) {
        this(heapBytes, Heap.NURSERY, streams);
    }

    /** @param nurseryBytes as of {@link Heap#Heap(long, long)} */
    public LuaState(long heapBytes, long nurseryBytes, StandardStreams streams) {
        this.streams = streams;
        heap = new Heap(heapBytes, nurseryBytes);
        strings = new Strings(heap);
        shapes = new Shapes(heap);
        tables = new Tables(heap, strings, shapes);
        memoryMessage = strings.internOf("not enough memory");
        stack = new Stack(this);
        shapeKeys = new ShapeKeys(stack.threadBlock());
        for (int b = 0; b < 256; b++) {
            Memory.putLong(stack.threadBlock() + ThreadLayout.SINGLE_STRINGS + 8L * b, strings.single(b));
        }
        Memory.putLong(stack.threadBlock() + ThreadLayout.EMPTY_STRING, strings.empty());
        errors = new Errors(this);
        conversions = new Conversions(this);
        operators = new Operators(this);
        indexing = new Indexing(this);
        functions = new Functions(this);
        globals = tables.create(0, 0);
        tables.becomeModule(globals);
        registry = tables.create(0, 0);
        upcalls = new Upcalls(this);
        coroutines = new Coroutines(this);
        heapConnection = new HeapConnection(this);
        chunks = new ChunkCache(functions, heapConnection);
        patternPrograms = new PatternPrograms(this);
        hooks = new Hooks(this);
        heap.connect(heapConnection, () -> stack.demandAttention(ThreadLayout.COLLECT));
        heap.addOwner(stack.main());
    }

    // ---- parts -------------------------------------------------------------------------------------------------------

    public Heap heap() {
        return heap;
    }

    public Strings strings() {
        return strings;
    }

    public Shapes shapes() {
        return shapes;
    }

    /** What programs see in place of addresses. */
    public Identities identities() {
        return identities;
    }

    public Tables tables() {
        return tables;
    }

    /** What machine code knows of shapes. */
    public ShapeKeys shapeKeys() {
        return shapeKeys;
    }

    public PatternPrograms patternPrograms() {
        return patternPrograms;
    }

    /** Frames and coroutines. */
    public Stack stack() {
        return stack;
    }

    public Errors errors() {
        return errors;
    }

    public Operators operators() {
        return operators;
    }

    public Indexing indexing() {
        return indexing;
    }

    public Conversions conversions() {
        return conversions;
    }

    public Functions functions() {
        return functions;
    }

    /** The functions of chunks that are loaded again and again. */
    public ChunkCache chunks() {
        return chunks;
    }

    /** Standard input, output and error. */
    public StandardStreams streams() {
        return streams;
    }

    public Finalization finalization() {
        return finalization;
    }

    /** Where warnings go. */
    public Warnings warnings() {
        return warnings;
    }

    /** Where libraries register what the collector has to know of them. */
    public HeapConnection heapConnection() {
        return heapConnection;
    }

    /** Shows the words that the state and its parts keep, those of shapes aside. */
    void visitRoots(RootVisitor visitor) {
        visitor.visit(globals);
        visitor.visit(registry);
        visitor.visit(memoryMessage);
        visitor.visit(upcalls.protectedCall());
        visitor.visit(tables.emptyArray());
        errorValue = visitor.visit(errorValue);
        pendingFunction = visitor.visit(pendingFunction);
        visitAll(visitor, pendingArguments);
        visitAll(visitor, typeMetatables);
        strings.visitRoots(visitor);
    }

    private static void visitAll(RootVisitor visitor, long[] words) {
        for (int i = 0; i < words.length; i++) {
            words[i] = visitor.visit(words[i]);
        }
    }

    /** The table of global variables. */
    public long globals() {
        return globals;
    }

    /** A table for libraries, out of reach of programs but for {@code debug.getregistry}. */
    public long registry() {
        return registry;
    }

    /** Who runs frames; set once, by the interpreter. */
    public void setExecutor(Executor executor) {
        this.executor = executor;
    }

    Executor executor() {
        return executor;
    }

    /** Debug hooks. */
    public Hooks hooks() {
        return hooks;
    }

    /** Coroutines. */
    public Coroutines coroutines() {
        return coroutines;
    }

    /** Calls of Lua functions that interrupt whatever runs. */
    public Upcalls upcalls() {
        return upcalls;
    }

    /**
     * The collection that has become due, if one has. Only at safepoints.
     *
     * @return false as of {@link Heap#collectDue}
     */
    public boolean collectIfDue() {
        stack.clearAttention(ThreadLayout.COLLECT);
        return !heap.isCollectionDue() || heap.collectDue();
    }

    // ---- numbers -----------------------------------------------------------------------------------------------------

    /** The word of an integer, boxed if need be. */
    public long integer(long value) {
        return Word.fits(value) ? Word.ofInteger(value)
                : filled(heap.allocate(HeapType.BOX, HeapType.BOX, FunctionLayout.BOX_SIZE), value);
    }

    /** The word of an integer, in a box that never moves if need be: compiled code may hold it at once. */
    long integerConstant(long value) {
        return Word.fits(value) ? Word.ofInteger(value)
                : filled(heap.allocateOld(HeapType.BOX, HeapType.BOX, FunctionLayout.BOX_SIZE), value);
    }

    private static long filled(long box, long value) {
        Memory.putLong(box + FunctionLayout.BOX_VALUE, value);
        return box;
    }

    /** The integer of a word that is one, boxed or not. */
    public static long toLong(long word) {
        return Word.isInteger(word) ? Word.integer(word) : Memory.getLong(word + FunctionLayout.BOX_VALUE);
    }

    /** The number of a word that is one, as a float. */
    public static double toDouble(long word) {
        return Word.isFloat(word) ? Word.floating(word) : (double) toLong(word);
    }

    // ---- metatables --------------------------------------------------------------------------------------------------

    /** The metatable's address, or 0. */
    public long metatable(long word) {
        if (Word.isObject(word)) {
            int type = Memory.getInt(word + ObjectHeader.SHAPE);
            if (type >= HeapType.FIRST_SHAPE) {
                return Tables.metatable(word);
            }
            if (type == HeapType.USERDATA) {
                return Memory.getLong(word + UserdataLayout.METATABLE);
            }
        }
        return typeMetatables[ValueType.of(word).ordinal()];
    }

    /**
     * Sets the metatable of a table or userdata, or that of the whole type; 0 takes it away. With a {@code __gc} field in
     * it the object is marked for finalization.
     */
    public void setMetatable(long word, long metatable) {
        registerFinalizer(word, metatable);
        if (ValueType.isTable(word)) {
            tables.setMetatable(word, metatable);
        } else if (ValueType.isUserdata(word)) {
            Memory.putLong(word + UserdataLayout.METATABLE, metatable);
            heap.writeBarrier(word, metatable);
        } else {
            typeMetatables[ValueType.of(word).ordinal()] = metatable;
            if (ValueType.isNumber(word)) {
                Memory.putInt(stack.threadBlock() + ThreadLayout.NUMBERS_HAVE_METATABLE, metatable == 0 ? 0 : 1);
            } else if (ValueType.isString(word)) {
                stringBehaviour.invalidate();
                stringBehaviour = new Validity();
            }
        }
    }

    private void registerFinalizer(long word, long metatable) {
        boolean finalizable = ValueType.isTable(word) || ValueType.isUserdata(word);
        if (metatable == 0 || !finalizable
                || tables.getString(metatable, strings.eventName(Event.GC.ordinal())) == Word.NIL) {
            return;
        }
        byte flags = Memory.getByte(word + ObjectHeader.FLAGS);
        if ((flags & TableLayout.FINALIZER) == 0) {
            Memory.putByte(word + ObjectHeader.FLAGS, (byte) (flags | TableLayout.FINALIZER));
            heap.finalizers().register(word);
        }
    }

    /** Holds as long as strings keep their metatable. */
    public Validity stringBehaviour() {
        return stringBehaviour;
    }

    /** The metamethod of a value, or nil. */
    public long metamethod(long word, Event event) {
        long metatable = metatable(word);
        return metatable == 0 ? Word.NIL : tables.getString(metatable, strings.eventName(event.ordinal()));
    }

    // ---- pending metamethods -----------------------------------------------------------------------------------------

    long pending(long function, long a, long b) {
        pendingFunction = function;
        pendingArguments[0] = a;
        pendingArguments[1] = b;
        pendingCount = 2;
        return PENDING;
    }

    long pending(long function, long a, long b, long c) {
        pendingFunction = function;
        pendingArguments[0] = a;
        pendingArguments[1] = b;
        pendingArguments[2] = c;
        pendingCount = 3;
        return PENDING;
    }

    /** The metamethod to call after {@link #PENDING}. */
    public long pendingFunction() {
        return pendingFunction;
    }

    public int pendingCount() {
        return pendingCount;
    }

    public long pendingArgument(int i) {
        return pendingArguments[i];
    }

    // ---- errors ------------------------------------------------------------------------------------------------------

    /** Raises a Lua error with this value: {@code throw state.raise(value)}. */
    public LuaError raise(long value) {
        errorValue = value;
        errorIsFinal = false;
        return luaError;
    }

    /** The same for an error that is not shown to a message handler: it has been, or memory or stack have run out. */
    public LuaError raiseFinal(long value) {
        raise(value);
        errorIsFinal = true;
        return luaError;
    }

    /** The error on its way: {@code throw state.raised()}. */
    public LuaError raised() {
        return luaError;
    }

    /** Whether the error on its way is not to be shown to a message handler any more. */
    public boolean isErrorFinal() {
        return errorIsFinal;
    }

    /** The value of the error on its way. */
    public long errorValue() {
        return errorValue;
    }

    /** The Lua error for a full heap. */
    public LuaError memoryError() {
        return raiseFinal(memoryMessage);
    }

    /** Whether an error value is that of {@link #memoryError}. */
    public boolean isMemoryError(long value) {
        return value == memoryMessage;
    }

    /** What a failure inside Java code means to Lua; anything but the expected kinds is a bug and is thrown on. */
    public LuaError asLuaError(Throwable failure) {
        if (failure instanceof LuaError error) {
            return error;
        }
        if (failure instanceof HeapExhaustedException || failure instanceof OutOfMemoryError) {
            return memoryError();
        }
        if (failure instanceof StackOverflowError) {
            return raiseFinal(strings.of("C stack overflow"));
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        if (failure instanceof Error bug) {
            throw bug;
        }
        throw new AssertionError(failure);
    }

    // ---- userdata ----------------------------------------------------------------------------------------------------

    /** A full userdata that stands for a Java object. */
    public long newUserdata(Object object, long metatable) {
        long userdata = heap.allocate(HeapType.USERDATA, HeapType.USERDATA, UserdataLayout.SIZE);
        int handle;
        if (freeHandles.isEmpty()) {
            handles.add(object);
            handle = handles.size();
        } else {
            handle = freeHandles.removeLast();
            handles.set(handle - 1, object);
        }
        Memory.putInt(userdata + UserdataLayout.HANDLE, handle);
        Memory.putInt(userdata + UserdataLayout.IDENTITY, tables.nextIdentity());
        Memory.putLong(userdata + UserdataLayout.METATABLE, metatable);
        heap.addOwner(userdata);
        return userdata;
    }

    /** The Java object behind a userdata, or null. */
    public Object objectOf(long userdata) {
        int handle = Memory.getInt(userdata + UserdataLayout.HANDLE);
        return handle == 0 ? null : handles.get(handle - 1);
    }

    /** The collector found a userdata dead: its Java object is let go. */
    public void releaseHandle(long userdata) {
        int handle = Memory.getInt(userdata + UserdataLayout.HANDLE);
        if (handle != 0) {
            handles.set(handle - 1, null);
            freeHandles.add(handle);
            Memory.putInt(userdata + UserdataLayout.HANDLE, 0);
        }
    }

    @Override
    public void close() {
        shapeKeys.close();
        patternPrograms.close();
        stack.close();
        shapes.close();
        strings.close();
        heap.close();
    }
}
