package perigee.lower;

import java.util.function.LongFunction;
import perigee.asm.CpuFeatures;
import perigee.bytecode.Prototype;
import perigee.ir.Graph;

/**
 * What is to be lowered.
 *
 * @param vararg     whether the function takes extra arguments, which stand below its frame
 * @param parameters fixed parameters of the function (a graph that begins in the middle of a loop has other ones)
 * @param prototypes the functions that the graph's states are of, by the addresses of their CODE blocks
 * @param features   of the processor that is to run the code
 */
public record Request(Graph graph, boolean vararg, int parameters, LongFunction<Prototype> prototypes,
        CpuFeatures features) {
}
