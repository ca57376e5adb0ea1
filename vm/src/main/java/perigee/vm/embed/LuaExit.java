package perigee.vm.embed;

/**
 * The program has called {@code os.exit}. That ends what runs, not the process; the {@link Lua} goes on to be of use.
 */
public final class LuaExit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    LuaExit(int status) {
        super("os.exit(" + status + ")");
        this.status = status;
    }

    /** The exit status that the program wanted. */
    public int status() {
        return status;
    }
}
