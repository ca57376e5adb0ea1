package perigee.stdlib;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import perigee.stream.ByteStream;
import perigee.stream.Device;
import perigee.stream.InputDevice;
import perigee.stream.OutputDevice;
import perigee.stream.PendingOutput;
import perigee.stream.UpdateDevice;

/** Opens files by name, as C's {@code fopen} does. */
final class FileOpening {
    private static final String TEMPORARY = "/tmp/lua_";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int RANDOM_LETTERS = 6;
    private static final int MOST_TRIALS = 1000;

    private FileOpening() {
    }

    /** Whether a mode is one of r, w, a, with an optional '+', and any number of 'b's after that. */
    static boolean isMode(String mode) {
        if (mode.isEmpty() || "rwa".indexOf(mode.charAt(0)) < 0) {
            return false;
        }
        int i = mode.startsWith("+", 1) ? 2 : 1;
        while (i < mode.length() && mode.charAt(i) == 'b') {
            i++;
        }
        return i == mode.length();
    }

    /**
     * Opens a file.
     *
     * @param name in bytes; ends before the first zero
     * @param mode valid as of {@link #isMode}
     */
    static ByteStream open(byte[] name, String mode, PendingOutput pending) throws IOException {
        return new ByteStream(device(HostFiles.name(name), mode), ByteStream.Buffering.FULL, pending);
    }

    private static Device device(String name, String mode) throws IOException {
        char kind = mode.charAt(0);
        boolean update = mode.startsWith("+", 1);
        if (name.endsWith("/")) {
            checkDirectoryName(name, kind);
        }
        if (!update) {
            return kind == 'r' ? input(name) : new OutputDevice(new FileOutputStream(name, kind == 'a'));
        }
        if (kind == 'r' && !new File(name).exists()) {
            // RandomAccessFile would make the file; this says why there is none.
            new FileInputStream(name).close();
        }
        RandomAccessFile file = new RandomAccessFile(name, "rw");
        if (kind == 'w' && file.length() > 0) {
            file.setLength(0);
        }
        return new UpdateDevice(file, kind == 'a');
    }

    /** Java drops a slash at the end, with which only directories can be named. */
    private static void checkDirectoryName(String name, char kind) throws IOException {
        File file = new File(name);
        if (!file.isDirectory() && (file.exists() || kind != 'r')) {
            throw new IOException(file.exists() ? "Not a directory" : "Is a directory");
        }
    }

    private static Device input(String name) throws IOException {
        try {
            return new InputDevice(new FileInputStream(name));
        } catch (FileNotFoundException e) {
            if (HostFiles.reason(e).equals("Is a directory")) {
                return new DirectoryDevice();
            }
            throw e;
        }
    }

    /** C opens directories like files, and fails when it reads them. */
    private static final class DirectoryDevice extends Device {
        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            throw new IOException("Is a directory");
        }

        @Override
        public void close() {
        }
    }

    /** Makes a new empty file that only its owner can use; its name. */
    static String newTemporaryFile() throws IOException {
        long random = System.nanoTime() * 0x9E3779B97F4A7C15L ^ System.identityHashCode(new Object());
        for (int trial = 0;; trial++) {
            random = random * 0x5DEECE66DL + 0xB;
            File file = new File(TEMPORARY + letters(random));
            try {
                if (file.createNewFile()) {
                    restrict(file);
                    return file.getPath();
                }
            } catch (IOException e) {
                if (trial == MOST_TRIALS) {
                    throw e;
                }
            }
        }
    }

    private static String letters(long random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            text.append(LETTERS.charAt((int) Long.remainderUnsigned(random, LETTERS.length())));
            random = Long.divideUnsigned(random, LETTERS.length());
        }
        return text.toString();
    }

    private static void restrict(File file) {
        file.setReadable(false, false);
        file.setWritable(false, false);
        file.setReadable(true, true);
        file.setWritable(true, true);
    }

    /** A new file without a name, to be read and written, that vanishes when it is closed. */
    static ByteStream openTemporary(PendingOutput pending) throws IOException {
        File file = new File(newTemporaryFile());
        try {
            return new ByteStream(new UpdateDevice(new RandomAccessFile(file, "rw"), false), ByteStream.Buffering.FULL,
                    pending);
        } finally {
            file.delete();
        }
    }
}
