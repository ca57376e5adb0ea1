package perigee.optimize;

import perigee.asm.CpuFeatures;
import perigee.regalloc.RegisterSet;

/**
 * What a compile depends on beside the request.
 *
 * @param features  of the processor that is to run the code
 * @param registers that may be allocated
 * @param verifies  whether to check the graph before and after each pass, the low-level code and the allocation;
 *                  the code is the same
 * @param countsGuards whether guards leave at times although they hold, for tests: the code names
 *                  {@link perigee.emit.OptimizedCode#GUARD_COUNTS}
 */
public record CompileSettings(CpuFeatures features, RegisterSet registers, boolean verifies, boolean countsGuards) {
    /** The same with all checks. */
    public CompileSettings verifying() {
        return new CompileSettings(features, registers, true, countsGuards);
    }
}
