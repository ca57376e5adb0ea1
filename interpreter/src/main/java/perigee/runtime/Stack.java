package perigee.runtime;

import static perigee.layout.StackLayout.*;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * The running coroutine's stack: its region, its topmost frame, and the Java calls in progress.
 *
 * <p>A region starts small and moves when it grows, so addresses into the stack are good only until something is called
 * or {@link #ensure} is. Frames refer to each other by distances and survive the move as they are.
 */
public final class Stack implements AutoCloseable {
    /** Most words that the values of one coroutine may take, as in the reference; headers of frames do not count. */
    public static final int MAX_WORDS = 1_000_000;
    /** Words beyond that for handling the overflow itself. */
    private static final int ERROR_WORDS = 10_000;
    /** Words of the region that a coroutine has first. */
    public static final int FIRST_WORDS = 256;
    /** Words that are not given to values which a Java function asks room for: they are for who takes its results. */
    private static final int RESERVED_WORDS = 64;
    /** Words a Java function may push without asking. */
    public static final int NATIVE_WORDS = 24;
    /** Nested calls from Java into Lua, as the reference's limit for C calls. */
    public static final int MAX_NESTING = 200;
    /** More of them for handling an error. */
    private static final int ERROR_NESTING = 20;
    /** A region of more words is made smaller when it is nearly empty after an error. */
    private static final int SHRINK_WORDS = 1 << 16;

    // Coroutine states.
    /** Not started, or inside a yield. */
    public static final int SUSPENDED = 0;
    public static final int RUNNING = 1;
    /** Has resumed another coroutine. */
    public static final int NORMAL = 2;
    /** Finished, closed, or ended by an error. */
    public static final int DEAD = 3;

    private final LuaState state;
    private final long threadBlock;
    private final StackRegions regions;
    private final Call[] calls = new Call[MAX_NESTING + ERROR_NESTING + 1];
    private long main;
    private int depth;
    private boolean handlingError;

    private OptimizedFrames optimizedFrames = OptimizedFrames.NONE;

    private final Request request = new Request();

    Stack(LuaState state) {
        this.state = state;
        threadBlock = state.heap().threadBlock();
        regions = new StackRegions(state.heap());
        setHotness(Integer.MAX_VALUE, 0);
        main = newCoroutine();
        Memory.putInt(main + STATUS, RUNNING);
        Memory.putInt(main + NON_YIELDABLE, 1);
        switchTo(main);
    }

    /** What the Java function wants that has returned last. */
    public Request request() {
        return request;
    }

    // ---- the running frame -------------------------------------------------------------------------------------------

    /** The coroutine that runs. */
    public long current() {
        return Memory.getLong(threadBlock + ThreadLayout.CURRENT);
    }

    public long main() {
        return main;
    }

    /** Base of the topmost frame. */
    public long base() {
        return Memory.getLong(threadBlock + ThreadLayout.BASE);
    }

    public void setBase(long base) {
        Memory.putLong(threadBlock + ThreadLayout.BASE, base);
    }

    /** One past the last value of an open list, or of the topmost frame of a Java function. */
    public long top() {
        return Memory.getLong(threadBlock + ThreadLayout.TOP);
    }

    public void setTop(long top) {
        Memory.putLong(threadBlock + ThreadLayout.TOP, top);
    }

    /** Values may stand below this address; {@link #ensure} makes room beyond. */
    public long limit() {
        return Memory.getLong(threadBlock + ThreadLayout.LIMIT);
    }

    private void setLimit(long limit) {
        Memory.putLong(threadBlock + ThreadLayout.LIMIT, limit);
    }

    /** Number of arguments of the call that made the topmost Lua frame, as long as that has not executed anything. */
    public int argumentCount() {
        return Memory.getInt(threadBlock + ThreadLayout.ARGUMENT_COUNT);
    }

    public void setArgumentCount(int count) {
        Memory.putInt(threadBlock + ThreadLayout.ARGUMENT_COUNT, count);
    }

    /**
     * From when on a function is to be compiled.
     *
     * @param calls of the function
     * @param loops rounds of one of its loops, a power of two; when that does not happen, again after so many more. 0: never
     */
    public void setHotness(int calls, int loops) {
        Memory.putInt(threadBlock + ThreadLayout.HOT_CALLS, calls);
        Memory.putInt(threadBlock + ThreadLayout.HOT_LOOPS, loops - 1);
    }

    /** Address of the per-thread block. */
    public long threadBlock() {
        return threadBlock;
    }

    /** Asks the running thread to leave its fast path at the next safepoint. Any thread may call this. */
    public void demandAttention(int reason) {
        Memory.setBits(threadBlock + ThreadLayout.ATTENTION, reason);
    }

    public void clearAttention(int reason) {
        Memory.clearBits(threadBlock + ThreadLayout.ATTENTION, reason);
    }

    // ---- regions -----------------------------------------------------------------------------------------------------

    /**
     * Makes sure that values may stand below this address of the running coroutine's region.
     *
     * @return how far the region has moved, in bytes: to be added to all addresses into the stack that the caller has
     * @throws LuaError "stack overflow"
     */
    public long ensure(long end) {
        return end <= limit() ? 0 : grow(end);
    }

    private long grow(long end) {
        long region = Memory.getLong(current() + REGION);
        long needed = (end - region >>> 3) + SLACK_WORDS;
        long size = (limit() - region >>> 3) + SLACK_WORDS;
        long most = needed <= MAX_WORDS ? MAX_WORDS : MAX_WORDS + headerWords();
        if (!handlingError && (needed > most || isNestedTooDeep()) || needed > most + ERROR_WORDS) {
            throw overflow();
        }
        return move(Math.min(Math.max(2 * size, needed), needed > most ? most + ERROR_WORDS : most), size);
    }

    /** Words in the headers of the running coroutine's frames that the reference has elsewhere: all but the function. */
    private long headerWords() {
        long bottom = bottom(current());
        long words = 0;
        for (long frame = base(); frame != bottom; frame = caller(frame)) {
            words += HEADER_WORDS - 1;
        }
        return words;
    }

    /** Moves the running coroutine's stack to a region of another size, of which so many words are in use. */
    private long move(long words, long used) {
        long region = Memory.getLong(current() + REGION);
        long other = regions.take(words);
        Memory.copy(region, other, used << 3);
        Memory.clearWords(other + (used << 3), other + (words << 3));
        long oldWords = regionWords(current());
        long delta = other - region;
        Memory.putLong(current() + REGION, other);
        setLimit(other + (words - SLACK_WORDS << 3));
        Memory.putLong(current() + LIMIT, limit());
        setBase(base() + delta);
        setTop(top() + delta);
        // Not before: a profiler may look at the topmost frame at any time.
        regions.release(region, oldWords);
        for (int i = 0; i <= depth; i++) {
            if (calls[i] != null) {
                calls[i].moved(current(), delta);
            }
        }
        return delta;
    }

    /**
     * Whether the running coroutine's stack, which ends at this address, has room for so many values. In the
     * last frames before an overflow the answer may be no although there is some: asked at each call, it must be quick.
     */
    public boolean surelyHasRoom(long end, long words) {
        return (end - Memory.getLong(current() + REGION) >>> 3) + words + RESERVED_WORDS <= MAX_WORDS;
    }

    /** Whether the running coroutine's stack, which ends at this address, has room for so many values. */
    public boolean hasRoom(long end, long words) {
        long needed = (end - Memory.getLong(current() + REGION) >>> 3) + words + RESERVED_WORDS;
        return needed <= MAX_WORDS || words <= MAX_WORDS && needed <= MAX_WORDS + headerWords();
    }

    private LuaError overflow() {
        if (handlingError) {
            return state.raiseFinal(state.strings().of("error in error handling"));
        }
        return state.errors().runtime(isNestedTooDeep() ? "C stack overflow" : "stack overflow");
    }

    /**
     * Whether there are more nested calls than {@link #MAX_NESTING}, with those of optimised code, which does not count
     * its own. Runaway recursion in them is found when the stack grows: each level may hold much more memory than its frame.
     */
    private boolean isNestedTooDeep() {
        return nesting() + uncountedCalls() >= MAX_NESTING;
    }

    /** Nested calls of the running coroutine that optimised code has made without counting them. */
    private int uncountedCalls() {
        long bottom = bottom(current());
        int calls = 0;
        for (long frame = base(); frame != bottom; frame = caller(frame)) {
            calls += isOptimized(frame) ? optimizedFrames.uncountedCalls(frame) : 0;
        }
        return calls;
    }

    /** While an error is handled there is some more room for it. Returns what was set before. */
    public boolean setHandlingError(boolean handling) {
        boolean before = handlingError;
        handlingError = handling;
        return before;
    }

    /** Gives back what an overflow has taken of the running coroutine's region; its values end at the top. */
    public void shrink() {
        long region = Memory.getLong(current() + REGION);
        long size = (limit() - region >>> 3) + SLACK_WORDS;
        long needed = (top() - region >>> 3) + NATIVE_WORDS + SLACK_WORDS;
        if (size > SHRINK_WORDS && needed < size / 4) {
            move(2 * needed, needed);
        }
    }

    private void release(long coroutine) {
        long region = Memory.getLong(coroutine + REGION);
        regions.release(region, regionWords(coroutine));
    }

    private static long regionWords(long coroutine) {
        return (Memory.getLong(coroutine + LIMIT) - Memory.getLong(coroutine + REGION) >>> 3) + SLACK_WORDS;
    }

    /** Gives the regions back that compiled code has left; before a collection. */
    void releaseFreeRegions() {
        regions.releaseFree();
    }

    // ---- coroutines --------------------------------------------------------------------------------------------------

    /** A suspended coroutine with an empty stack. */
    public long newCoroutine() {
        long coroutine = state.heap().allocateOld(HeapType.COROUTINE, HeapType.COROUTINE, COROUTINE_SIZE);
        state.heap().addOwner(coroutine);
        long region = regions.takeFirst();
        Memory.clearWords(region, region + 8L * FIRST_WORDS);
        Memory.putLong(coroutine + REGION, region);
        Memory.putLong(coroutine + LIMIT, region + 8L * (FIRST_WORDS - SLACK_WORDS));
        Memory.putInt(coroutine + IDENTITY, state.tables().nextIdentity());
        // The bottom frame belongs to nobody; its base is where the coroutine's function will be called.
        long bottom = region + 8L * (HEADER_WORDS + 1);
        Memory.putLong(bottom + LINK, Link.of(0, Link.MULTIPLE, Link.ENTRY | Link.NATIVE));
        Memory.putLong(coroutine + SAVED_BASE, bottom);
        Memory.putLong(coroutine + SAVED_TOP, bottom);
        return coroutine;
    }

    /** Saves the running coroutine's frame and makes another one the running one. States are the caller's. */
    public void switchTo(long coroutine) {
        long current = current();
        if (current != 0) {
            Memory.putLong(current + SAVED_BASE, base());
            Memory.putLong(current + SAVED_TOP, top());
            // While it ran, stores to its stack passed no barrier.
            state.heap().remember(current);
        }
        Memory.putLong(threadBlock + ThreadLayout.CURRENT, coroutine);
        setBase(Memory.getLong(coroutine + SAVED_BASE));
        setTop(Memory.getLong(coroutine + SAVED_TOP));
        setLimit(Memory.getLong(coroutine + LIMIT));
        Memory.putInt(threadBlock + ThreadLayout.TO_CLOSE_COUNT, Memory.getInt(coroutine + TO_CLOSE_COUNT));
        updateHookAttention();
    }

    /** Asks for attention when the running coroutine has hooks. (While its hook function runs, its mask is negative.) */
    void updateHookAttention() {
        if (Memory.getInt(current() + HOOK_MASK) > 0) {
            demandAttention(ThreadLayout.HOOK);
        } else if (isHooked()) {
            clearAttention(ThreadLayout.HOOK);
        }
    }

    /** Whether the running coroutine has hooks that are to be called. */
    public boolean isHooked() {
        return (Memory.getInt(threadBlock + ThreadLayout.ATTENTION) & ThreadLayout.HOOK) != 0;
    }

    public static int status(long coroutine) {
        return Memory.getInt(coroutine + STATUS);
    }

    public static void setStatus(long coroutine, int status) {
        Memory.putInt(coroutine + STATUS, status);
    }

    /** Base of the frame at the bottom of a coroutine's stack. */
    public static long bottom(long coroutine) {
        return Memory.getLong(coroutine + REGION) + 8L * (HEADER_WORDS + 1);
    }

    /** Whether a coroutine that runs, or would run, may yield. */
    public static boolean isYieldable(long coroutine) {
        return Memory.getInt(coroutine + NON_YIELDABLE) == 0;
    }

    /** Whether an error has ended the coroutine and it has not been closed since: its frames still stand. */
    public static boolean hasFailed(long coroutine) {
        return status(coroutine) == DEAD && Memory.getLong(coroutine + REGION) != 0;
    }

    /** The running coroutine cannot yield until {@link #allowYields}; the two may nest. */
    public void forbidYields() {
        Memory.putInt(current() + NON_YIELDABLE, Memory.getInt(current() + NON_YIELDABLE) + 1);
    }

    /** Ends what {@link #forbidYields} began, on the same coroutine. */
    public void allowYields() {
        Memory.putInt(current() + NON_YIELDABLE, Memory.getInt(current() + NON_YIELDABLE) - 1);
    }

    /** Gives a dead coroutine's region back. The collector calls this, too. */
    public void releaseRegion(long coroutine) {
        long region = Memory.getLong(coroutine + REGION);
        if (region != 0) {
            release(coroutine);
            Memory.putLong(coroutine + REGION, 0);
        }
    }

    // ---- frames ------------------------------------------------------------------------------------------------------

    /**
     * The link of a frame. Compiled code that calls compiled code leaves its return address in the link's place; the link
     * that the caller means by it stands in the code just before that address.
     */
    public static long link(long base) {
        long word = Memory.getLong(base + LINK);
        return Link.isReturnAddress(word) ? Memory.getLong(word - 8) : word;
    }

    /** Base of the frame that called the one at this base. The bottom frame has distance 0. */
    public static long caller(long base) {
        return base - Link.distanceBytes(link(base));
    }

    /** Where in compiled code the frame's caller goes on; 0 if it is the driver that returns to it. */
    public static long returnAddress(long base) {
        // A vararg function's frame was moved; what it returns to was not.
        long word = Memory.getLong(functionPlace(base) + LINK - FUNCTION);
        return Link.isReturnAddress(word) ? word : 0;
    }

    public static boolean isLua(long base) {
        return !Link.has(link(base), Link.NATIVE);
    }

    /** Whether the frame is one of optimised code, that waits. */
    public static boolean isOptimized(long base) {
        return Link.isSite(Memory.getLong(base + PC)) && isLua(base);
    }

    /** Who knows the frames of optimised code. */
    public void setOptimizedFrames(OptimizedFrames frames) {
        optimizedFrames = frames;
    }

    public OptimizedFrames optimizedFrames() {
        return optimizedFrames;
    }

    /** The function of a frame. */
    public static long function(long base) {
        return Memory.getLong(base + FUNCTION);
    }

    /** Address of the word where the caller put the function, and where the first result goes. */
    public static long functionPlace(long base) {
        if (Link.has(link(base), Link.VARARG)) {
            long extra = Word.integer(Memory.getLong(base + EXTRA_COUNT));
            return base + FUNCTION - 8 - 8 * extra - HEADER_BYTES - 8L * parameters(base);
        }
        return base + FUNCTION;
    }

    private static int parameters(long base) {
        return Memory.getInt(Memory.getLong(function(base) + FunctionLayout.CODE) + FunctionLayout.PARAMETERS);
    }

    /** Number of extra arguments of a vararg frame. */
    public static int extraCount(long base) {
        return Link.has(link(base), Link.VARARG)
                ? (int) Word.integer(Memory.getLong(base + EXTRA_COUNT)) : 0;
    }

    /** Address of the first extra argument of a vararg frame. */
    public static long extraArguments(long base) {
        return base + EXTRA_COUNT - 8L * extraCount(base);
    }

    /** Where a frame of the interpreter that waits for results wants them: R[A] of its CALL, R[A + 4] of its TFORCALL. */
    public static long callPlace(long base) {
        long i = Memory.getLong(Link.pc(Memory.getLong(base + PC)) - Instruction.BYTES);
        return base + 8L * (Instruction.a(i) + (Instruction.op(i) == Opcode.TFORCALL ? HEADER_WORDS + 1 : 0));
    }

    /** Where the values end of the frame that called this one. That is the interpreter's, or Java's. */
    public static long callerEnd(long base) {
        return Link.has(link(base), Link.MOVED) ? callPlace(caller(base)) : functionPlace(base);
    }

    /** The end of the frame's values: of a Lua frame its last register, of the topmost Java frame the top. */
    public long frameEnd(long frameBase) {
        if (isOptimized(frameBase)) {
            return optimizedFrames.end(frameBase);
        }
        if (isLua(frameBase)) {
            return frameBase + 8L * Memory.getInt(Memory.getLong(function(frameBase) + FunctionLayout.CODE)
                    + FunctionLayout.MAX_STACK);
        }
        return top();
    }

    // ---- calls of Java functions -------------------------------------------------------------------------------------

    /** How many Java calls into Lua are on the Java stack. */
    public int depth() {
        return depth;
    }

    /**
     * How deep calls are nested that the reference makes by C calls: from Java functions into Lua, of metamethods, of
     * coroutines. (Here few of them recurse in Java, but runaway recursion has to end while its errors are still cheap.)
     */
    public int nesting() {
        return Memory.getInt(threadBlock + ThreadLayout.NESTING);
    }

    /** Goes back to an earlier depth, when frames are left other than by returning. */
    public void setNesting(int nesting) {
        Memory.putInt(threadBlock + ThreadLayout.NESTING, nesting);
    }

    /**
     * A call that counts begins.
     *
     * @throws LuaError "C stack overflow"
     */
    public void nest() {
        int nesting = nesting() + 1;
        setNesting(nesting);
        if (nesting == MAX_NESTING) {
            throw state.errors().runtime("C stack overflow");
        }
        if (nesting >= MAX_NESTING + ERROR_NESTING) {
            throw state.raiseFinal(state.strings().of("error in error handling"));
        }
    }

    /** A call that counts has returned. */
    public void unnest() {
        setNesting(nesting() - 1);
    }

    /**
     * A Java function is about to call into Lua recursively.
     *
     * @throws LuaError "C stack overflow"
     */
    public void enter() {
        nest();
        if (depth >= calls.length - 1) {
            throw state.raiseFinal(state.strings().of("error in error handling"));
        }
        depth++;
        forbidYields();
    }

    /** The end of what {@link #enter} began, on the same coroutine. */
    public void leave() {
        depth--;
        allowYields();
    }

    /** The view of a Java function on the frame at this base; valid until the next one at the same depth. */
    public Call callAt(long frameBase, int count) {
        Call call = calls[depth];
        if (call == null) {
            call = new Call(state);
            calls[depth] = call;
        }
        call.enter(current(), frameBase, count);
        return call;
    }

    // ---- variables to be closed ------------------------------------------------------------------------------------

    /** Notes that the variable at this stack address is to be closed. */
    public void addToClose(long address) {
        int count = Memory.getInt(current() + TO_CLOSE_COUNT);
        long block = Memory.getLong(current() + TO_CLOSE);
        long capacity = block == 0 ? 0 : Memory.getLong(block + TableLayout.ARRAY_CAPACITY);
        if (count == capacity) {
            long larger = Math.max(4, 2 * capacity);
            long grown = state.heap().allocate(HeapType.ARRAY, HeapType.ARRAY, TableLayout.ELEMENTS + 8 * larger);
            Memory.putLong(grown + TableLayout.ARRAY_CAPACITY, larger);
            if (block != 0) {
                Memory.copy(block + TableLayout.ELEMENTS, grown + TableLayout.ELEMENTS, 8L * count);
            }
            Memory.putLong(current() + TO_CLOSE, grown);
            state.heap().writeBarrier(current(), grown);
            block = grown;
        }
        Memory.putLong(block + TableLayout.ELEMENTS + 8L * count,
                Word.ofInteger(address - Memory.getLong(current() + REGION)));
        setToCloseCount(count + 1);
    }

    /** Address of the last variable to be closed at or above an address, or 0. */
    public long lastToClose(long from) {
        int count = Memory.getInt(current() + TO_CLOSE_COUNT);
        if (count == 0) {
            return 0;
        }
        long block = Memory.getLong(current() + TO_CLOSE);
        long address = Memory.getLong(current() + REGION)
                + Word.integer(Memory.getLong(block + TableLayout.ELEMENTS + 8L * (count - 1)));
        return address >= from ? address : 0;
    }

    /** Whether the variable at an address of the running coroutine's stack waits to be closed. */
    public boolean isToClose(long address) {
        long block = Memory.getLong(current() + TO_CLOSE);
        long word = Word.ofInteger(address - Memory.getLong(current() + REGION));
        for (int i = Memory.getInt(current() + TO_CLOSE_COUNT) - 1; i >= 0; i--) {
            if (Memory.getLong(block + TableLayout.ELEMENTS + 8L * i) == word) {
                return true;
            }
        }
        return false;
    }

    /** Takes the last variable to be closed off the list. */
    public void removeLastToClose() {
        setToCloseCount(Memory.getInt(current() + TO_CLOSE_COUNT) - 1);
    }

    private void setToCloseCount(int count) {
        Memory.putInt(current() + TO_CLOSE_COUNT, count);
        Memory.putInt(threadBlock + ThreadLayout.TO_CLOSE_COUNT, count);
    }

    @Override
    public void close() {
        releaseRegion(main);
        regions.close();
    }
}
