package perigee.code;

import static perigee.code.SystemCalls.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Code with its bytes and the time of its coming, for {@code perf}: unlike a {@link PerfMap} it tells code apart that
 * stood at one address after another, and lets {@code perf annotate} show instructions.
 *
 * <pre>
 *   perf record -k mono vm/bin/vm ...; perf inject --jit -i perf.data -o perf.jit.data; perf report -i perf.jit.data
 * </pre>
 *
 * <p>The format is that of {@code tools/perf/Documentation/jitdump-specification.txt} in the kernel's sources, version 1.
 * {@code perf} learns of the file because the process maps its first page executable.
 */
public final class JitDump implements CodeObserver, AutoCloseable {
    private static final int MAGIC = 0x4A695444;
    private static final int VERSION = 1;
    private static final int X86_64 = 62;
    private static final int HEADER_BYTES = 40;
    private static final int LOAD = 0;
    private static final int LOAD_BYTES = 56;
    private static final int CLOSE = 3;
    private static final int CLOSE_BYTES = 16;
    private static final long PAGE = 4096;

    private final FileChannel out;
    private final long mapping;
    private final int process;
    private long index;
    private IOException failure;

    private JitDump(FileChannel out, long mapping, int process) {
        this.out = out;
        this.mapping = mapping;
        this.process = process;
    }

    /** Makes {@code jit-PID.dump} in a directory; only under that name does {@code perf} take it for what it is. */
    public static JitDump open(Path directory) throws IOException {
        int process = (int) ProcessHandle.current().pid();
        Path path = directory.resolve("jit-" + process + ".dump");
        FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        write(out, buffer(HEADER_BYTES).putInt(MAGIC).putInt(VERSION).putInt(HEADER_BYTES).putInt(X86_64).putInt(0)
                .putInt(process).putLong(System.nanoTime()).putLong(0));
        int file = openFile(path.toAbsolutePath().toString());
        long mapping = file < 0 ? file : map(0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
        if (file >= 0) {
            SystemCalls.close(file);
        }
        if (failed(mapping)) {
            out.close();
            throw new IOException(new OsError(path.toString(), (int) -mapping).text());
        }
        return new JitDump(out, mapping, process);
    }

    /** A record, written out at once. After an error nothing more is written. */
    @Override
    public void installed(CodeObject code, byte[] linked) {
        if (failure != null) {
            return;
        }
        byte[] name = code.name().getBytes(StandardCharsets.UTF_8);
        int size = LOAD_BYTES + name.length + 1 + linked.length;
        try {
            // the guest's thread is that of the JVM's start for perf: it goes by the process
            write(out, buffer(size).putInt(LOAD).putInt(size).putLong(System.nanoTime()).putInt(process).putInt(process)
                    .putLong(code.start()).putLong(code.start()).putLong(linked.length).putLong(index++)
                    .put(name).put((byte) 0).put(linked));
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void freed(CodeObject code) {
    }

    /** What went wrong in writing, or null. */
    public IOException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        unmap(mapping, PAGE);
        try (out) {
            if (failure == null) {
                write(out, buffer(CLOSE_BYTES).putInt(CLOSE).putInt(CLOSE_BYTES).putLong(System.nanoTime()));
            }
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(FileChannel out, ByteBuffer record) throws IOException {
        record.flip();
        while (record.hasRemaining()) {
            out.write(record);
        }
    }
}
