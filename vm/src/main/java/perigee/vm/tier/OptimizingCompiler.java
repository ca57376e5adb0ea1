package perigee.vm.tier;

/** The optimising compiler: a function from one value to another. It may run on any thread, and keeps nothing. */
public interface OptimizingCompiler {
    /** There is none. */
    OptimizingCompiler NONE = request -> new OptimizeResult.BailOut("no compiler");

    OptimizeResult compile(OptimizeRequest request);
}
