package perigee.stdlib;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * The environment variables that the process was started with, byte for byte.
 *
 * <p>The launcher may have changed LC_ALL, so that Java takes names of files for what they are; programs see the old
 * value, which is in a system property then.
 */
public final class Environment {
    /** System property with the value of LC_ALL that programs see, when it is not the process's; empty for none. */
    private static final String LOCALE_PROPERTY = "perigee.locale";
    private static final String LOCALE = "LC_ALL";
    private static final String VARIABLES = "/proc/self/environ";

    /** "name=value" and a zero for each; null where the system does not tell. */
    private static final byte[] BLOCK = read();

    private Environment() {
    }

    private static byte[] read() {
        try (FileInputStream in = new FileInputStream(VARIABLES)) {
            return in.readAllBytes();
        } catch (IOException notLinux) {
            return null;
        }
    }

    /** The value of a variable; null when it is not set. */
    public static byte[] get(byte[] name) {
        if (hasOwnLocale() && HostFiles.name(name).equals(LOCALE)) {
            byte[] original = originalLocale();
            return original.length == 0 ? null : original;
        }
        if (BLOCK == null) {
            String value = System.getenv(HostFiles.name(name));
            return value == null ? null : HostFiles.bytes(value);
        }
        for (int start = 0; start < BLOCK.length;) {
            int end = start;
            while (end < BLOCK.length && BLOCK[end] != 0) {
                end++;
            }
            if (isVariable(name, start, end)) {
                return java.util.Arrays.copyOfRange(BLOCK, start + name.length + 1, end);
            }
            start = end + 1;
        }
        return null;
    }

    private static boolean isVariable(byte[] name, int start, int end) {
        if (start + name.length >= end || BLOCK[start + name.length] != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (BLOCK[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the process runs with another LC_ALL than the program shall see. */
    static boolean hasOwnLocale() {
        return System.getProperty(LOCALE_PROPERTY) != null;
    }

    /** The LC_ALL that the program shall see, if {@link #hasOwnLocale}; empty for none. */
    static byte[] originalLocale() {
        return HostFiles.bytes(System.getProperty(LOCALE_PROPERTY));
    }
}
