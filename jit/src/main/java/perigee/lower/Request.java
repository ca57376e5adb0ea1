package perigee.lower;

import perigee.asm.CpuFeatures;
import perigee.ir.Graph;

/**
 * What is to be lowered.
 *
 * @param vararg     whether the function takes extra arguments, which stand below its frame
 * @param parameters fixed parameters of the function (a graph that begins in the middle of a loop has other ones)
 * @param features   of the processor that is to run the code
 */
public record Request(Graph graph, boolean vararg, int parameters, CpuFeatures features) {
}
