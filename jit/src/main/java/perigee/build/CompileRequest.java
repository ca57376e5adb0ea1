package perigee.build;

import java.util.List;
import java.util.Map;
import perigee.runtime.Intrinsic;
import perigee.value.Word;

/**
 * Everything that a compile reads: the function, those that it may inline, shapes, what is constant. Taken by
 * {@link Snapshot} on the running thread; immutable, and addresses in it are numbers that nobody follows: so a compile may
 * run anywhere, in another process too.
 *
 * @param root       the function to be compiled
 * @param loop       first instruction of the loop that is entered in the middle; -1: the whole function
 * @param closure    the closure that the code is for, and no other; 0: for any
 * @param functions  by number: the function and those that it calls
 * @param closures   by address of a constant closure: number of its function
 * @param upvalues   of constant closures, by address: words that do not change as long as {@code upvaluesRest} holds, or
 *                   {@link #UNKNOWN}
 * @param upvaluesRest number, as {@link Assumption.Rests} has it, of what says that no upvalue was set from outside
 * @param natives    by number of a Java function: what it is
 * @param nativeObjects by address of a constant Java function: what it is
 * @param metatables by number of a shape: the metatables that tables of it have got
 * @param layouts    by number of a shape of records: by key, where the field is, as {@code Shape.location} has it; only if there
 *                   are raw accesses
 * @param globals    the table of global variables
 * @param eventNames by event: the word of its name
 */
public record CompileRequest(FunctionFacts root, int loop, long closure, Map<Integer, FunctionFacts> functions,
        Map<Long, Integer> closures, Map<Long, long[]> upvalues, int upvaluesRest, Map<Integer, Intrinsic> natives,
        Map<Long, Intrinsic> nativeObjects, Map<Integer, List<MetatableFact>> metatables,
        Map<Integer, Map<Long, Integer>> layouts, long globals, List<Long> eventNames) {
    /** A word of an upvalue that may change, or move. */
    public static final long UNKNOWN = Word.TOMBSTONE;

    /** Whether the code is to be entered in the middle of a loop. */
    public boolean isForLoop() {
        return loop >= 0;
    }
}
