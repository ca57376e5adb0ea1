package perigee.vm.host;

/** Who has to know when Lua code runs that the host has called: then it can be interrupted. */
public interface RunWatch {
    /** Lua code begins to run. */
    void begins();

    /** It runs no longer. */
    void ended();
}
