package perigee.vm.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of the command line. Inside the launcher such text is Java text with one char for each byte: Java's own
 * decoding would lose bytes that are no text in the locale's encoding.
 */
final class HostText {
    private static final String COMMAND_LINE = "/proc/self/cmdline";

    private HostText() {
    }

    /** What Java has decoded, byte for byte as it was given. */
    static String[] bytesOf(String[] arguments) {
        return isAscii(arguments) ? arguments : original(arguments);
    }

    private static boolean isAscii(String[] arguments) {
        for (String argument : arguments) {
            for (int i = 0; i < argument.length(); i++) {
                if (argument.charAt(i) > 0x7F) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String[] original(String[] arguments) {
        try (FileInputStream in = new FileInputStream(COMMAND_LINE)) {
            String[] all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\0", -1);
            // Behind the last argument there is a zero, too.
            int end = all.length - 1;
            return Arrays.copyOfRange(all, end - arguments.length, end);
        } catch (IOException notLinux) {
            String[] encoded = new String[arguments.length];
            for (int i = 0; i < encoded.length; i++) {
                encoded[i] = ofBytes(arguments[i].getBytes(StandardCharsets.UTF_8));
            }
            return encoded;
        }
    }

    static String ofBytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The file of a name: names of files are in UTF-8, whatever the locale. */
    static Path path(String text) {
        return Path.of(new String(bytes(text), StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
