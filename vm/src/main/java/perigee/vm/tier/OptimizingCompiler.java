package perigee.vm.tier;

/** The optimising compiler: a function from one value to another, which keeps nothing. */
public interface OptimizingCompiler {
    /** There is none. */
    OptimizingCompiler NONE = request -> new OptimizeResult.BailOut("no compiler");

    /** A compile that has all that it needs: it may run on any thread. */
    interface Task {
        OptimizeResult run();

        /**
         * Whether what the code was made of is no longer what the program does, so that the code would soon be left: on the
         * running thread, as long as nothing that the task knows has died.
         */
        default boolean isOutdated(OptimizeResult.Code code) {
            return false;
        }
    }

    /** Compiles at once, on the running thread. */
    OptimizeResult compile(OptimizeRequest request);

    /** Takes what a compile needs to know, on the running thread. */
    default Task prepare(OptimizeRequest request) {
        return () -> compile(request);
    }
}
