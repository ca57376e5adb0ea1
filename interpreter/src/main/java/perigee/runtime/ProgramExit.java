package perigee.runtime;

/**
 * The program wants the process to end ({@code os.exit}). Passes through all protected calls to the host, which decides
 * what that means.
 */
public final class ProgramExit extends Error {
    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean closing;

    /**
     * @param status  exit status
     * @param closing whether the state is to be closed in order, pending variables of the main coroutine and finalizers included
     */
    public ProgramExit(int status, boolean closing) {
        super("the program ends itself", null, false, false);
        this.status = status;
        this.closing = closing;
    }

    public int status() {
        return status;
    }

    public boolean isClosing() {
        return closing;
    }
}
