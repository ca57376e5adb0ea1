package perigee.stdlib;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Names of the host's files, which are bytes to Lua and text to Java, and the reasons of failures in C's words. */
final class HostFiles {
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"),
            StandardCharsets.UTF_8);

    private HostFiles() {
    }

    /** The name for Java; like C's, it ends before the first zero. */
    static String name(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, NAMES);
    }

    /** The name for Lua. */
    static byte[] bytes(String name) {
        return name.getBytes(NAMES);
    }

    /** The empty name, which Java takes for the working directory, names nothing in C. */
    static void checkNotEmpty(String name) throws IOException {
        if (name.isEmpty()) {
            throw new NoSuchFileException(name);
        }
    }

    /** What C's {@code strerror} says of the reason for which Java threw this. */
    static String reason(IOException failure) {
        String text = switch (failure) {
            case NoSuchFileException none -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            case FileAlreadyExistsException exists -> "File exists";
            case DirectoryNotEmptyException filled -> "Directory not empty";
            case NotDirectoryException file -> "Not a directory";
            case FileSystemException other -> other.getReason();
            case FileNotFoundException other -> lastParenthesis(other.getMessage());
            default -> failure.getMessage();
        };
        return text == null ? "Input/output error" : text;
    }

    /** Java's messages of this kind are "name (reason)". */
    private static String lastParenthesis(String message) {
        if (message == null || !message.endsWith(")") || message.lastIndexOf('(') < 0) {
            return message;
        }
        return message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
    }
}
