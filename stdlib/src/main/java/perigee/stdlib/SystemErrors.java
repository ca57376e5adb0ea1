package perigee.stdlib;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.runtime.Call;
import perigee.value.Word;

/** Results of functions that ask the system for something: true, or nil with a message and C's {@code errno}. */
final class SystemErrors {
    /** Input/output error: for reasons that are not in the table. */
    private static final int EIO = 5;
    /** Too many open files in this process. */
    static final int EMFILE = 24;

    private SystemErrors() {
    }

    /** nil, the reason, and its number. */
    static int failure(Call call, IOException failure) {
        return failure(call, null, failure);
    }

    /**
     * nil, the file's name with the reason, and its number.
     *
     * @param name in bytes; null for none
     */
    static int failure(Call call, byte[] name, IOException failure) {
        call.state().streams().failed(failure);
        String reason = HostFiles.reason(failure);
        ByteBuilder text = new ByteBuilder();
        if (name != null) {
            text.append(name);
            text.append(':');
            text.append(' ');
        }
        text.appendAscii(reason);
        return call.results(Word.NIL, call.state().strings().of(text.toByteArray()), Word.ofInteger(number(reason)));
    }

    /** The number of an error by C's words for it, on Linux. */
    static int number(String reason) {
        return switch (reason) {
            case "Operation not permitted" -> 1;
            case "No such file or directory" -> 2;
            case "Interrupted system call" -> 4;
            case "No such device or address" -> 6;
            case "Bad file descriptor" -> 9;
            case "Resource temporarily unavailable" -> 11;
            case "Cannot allocate memory" -> 12;
            case "Permission denied" -> 13;
            case "Device or resource busy" -> 16;
            case "File exists" -> 17;
            case "Invalid cross-device link" -> 18;
            case "No such device" -> 19;
            case "Not a directory" -> 20;
            case "Is a directory" -> 21;
            case "Invalid argument" -> 22;
            case "Too many open files in system" -> 23;
            case "Too many open files" -> EMFILE;
            case "Text file busy" -> 26;
            case "File too large" -> 27;
            case "No space left on device" -> 28;
            case "Illegal seek" -> 29;
            case "Read-only file system" -> 30;
            case "Too many links" -> 31;
            case "Broken pipe" -> 32;
            case "File name too long" -> 36;
            case "Directory not empty" -> 39;
            case "Too many levels of symbolic links" -> 40;
            case "Operation not supported" -> 95;
            case "Connection reset by peer" -> 104;
            case "Disk quota exceeded" -> 122;
            default -> EIO;
        };
    }
}
