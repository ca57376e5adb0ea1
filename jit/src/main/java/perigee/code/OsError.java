package perigee.code;

/**
 * Why the operating system refused something.
 *
 * @param call the call that failed, as in the manual
 * @param number its {@code errno}; 0 when there was no call to be made
 */
public record OsError(String call, int number) {
    private static final int EPERM = 1;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;
    private static final int EMFILE = 24;
    private static final int ENOSYS = 38;

    /** One line for a person. */
    public String text() {
        String reason = switch (number) {
            case 0 -> "not available on this platform";
            case EPERM -> "operation not permitted";
            case ENOMEM -> "cannot allocate memory, or too many mappings";
            case EACCES -> "permission denied";
            case EINVAL -> "invalid argument";
            case EMFILE -> "too many open files";
            case ENOSYS -> "not implemented by this kernel";
            default -> "error " + number;
        };
        return call + ": " + reason;
    }
}
