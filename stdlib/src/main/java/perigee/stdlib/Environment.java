package perigee.stdlib;

/** The process's environment variables, in bytes. */
public final class Environment {
    private Environment() {
    }

    /** The value of a variable; null when it is not set. */
    public static byte[] get(byte[] name) {
        String value = System.getenv(HostFiles.name(name));
        return value == null ? null : HostFiles.bytes(value);
    }
}
