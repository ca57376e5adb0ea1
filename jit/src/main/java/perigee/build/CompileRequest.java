package perigee.build;

import java.util.List;
import java.util.Map;
import perigee.object.Validity;
import perigee.runtime.Intrinsic;

/**
 * Everything that a compile reads: the function, those that it may inline, shapes, what is constant. Taken by
 * {@link Snapshot} on the running thread; immutable, so that a compile may run anywhere.
 *
 * @param root       the function to be compiled
 * @param loop       first instruction of the loop that is entered in the middle; -1: the whole function
 * @param functions  by number: the function and those that it calls
 * @param closures   by address of a constant closure: number of its function
 * @param natives    by number of a Java function: what it is
 * @param nativeObjects by address of a constant Java function: what it is
 * @param metatables by number of a shape: the metatables that tables of it have got
 * @param globals    the table of global variables
 * @param rests      what {@link FieldFact#rests} numbers; not part of what a compile reads
 */
public record CompileRequest(FunctionFacts root, int loop, Map<Integer, FunctionFacts> functions,
        Map<Long, Integer> closures, Map<Integer, Intrinsic> natives,
        Map<Long, Intrinsic> nativeObjects, Map<Integer, List<MetatableFact>> metatables, long globals, List<Validity> rests) {
    /** Whether the code is to be entered in the middle of a loop. */
    public boolean isForLoop() {
        return loop >= 0;
    }
}
