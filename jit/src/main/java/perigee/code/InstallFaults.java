package perigee.code;

/** Has installs refused on purpose, for tests: a client must do without the code. */
public interface InstallFaults {
    InstallFaults NONE = () -> false;

    /** Whether the step of an install that is about to be taken fails. */
    boolean strikes();
}
