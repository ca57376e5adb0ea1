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
        String text;
        if (failure instanceof FileNotFoundException) {
            text = lastParenthesis(failure.getMessage());
        } else if (failure instanceof FileSystemException other) {
            text = reasonOfFileSystem(other);
        } else {
            text = failure.getMessage();
        }
        return text == null ? "Input/output error" : text;
    }

    private static String reasonOfFileSystem(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "File exists";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "Directory not empty";
        }
        return failure instanceof NotDirectoryException ? "Not a directory" : failure.getReason();
    }

    /** Java's messages of this kind are "name (reason)". */
    private static String lastParenthesis(String message) {
        if (message == null || !message.endsWith(")") || message.lastIndexOf('(') < 0) {
            return message;
        }
        return message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
    }
}
