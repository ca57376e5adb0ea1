package perigee.stdlib;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.runtime.Call;
import perigee.stream.ByteStream;
import perigee.value.Word;

/** What stands behind a userdata of the io library: a stream, until it is closed, and how it is closed. */
final class FileHandle {
    /** A scratch buffer larger than this is not kept. */
    private static final int KEPT_SCRATCH = 1 << 16;

    private final boolean isStandard;
    private final ChildProcess process;
    private ByteStream stream;
    private ByteBuilder scratch;

    private FileHandle(ByteStream stream, boolean isStandard, ChildProcess process) {
        this.stream = stream;
        this.isStandard = isStandard;
        this.process = process;
    }

    static FileHandle ofFile(ByteStream stream) {
        return new FileHandle(stream, false, null);
    }

    /** For standard input, output or error: it is never closed. */
    static FileHandle ofStandardStream(ByteStream stream) {
        return new FileHandle(stream, true, null);
    }

    /** For a pipe to or from a process, which is waited for when the pipe is closed. */
    static FileHandle ofProcess(ByteStream stream, ChildProcess process) {
        return new FileHandle(stream, false, process);
    }

    boolean isClosed() {
        return stream == null;
    }

    /** Not for closed files. */
    ByteStream stream() {
        return stream;
    }

    /** An empty buffer for bytes on their way to a string; good until the next call. */
    ByteBuilder scratch() {
        if (scratch == null || scratch.array().length > KEPT_SCRATCH) {
            scratch = new ByteBuilder();
        }
        scratch.clear();
        return scratch;
    }

    /** Closes the file, unless it is a standard one, and gives the results of {@code file:close}. */
    int close(Call call) {
        if (isStandard) {
            return call.results(Word.NIL, call.state().strings().of("cannot close standard file"));
        }
        ByteStream closing = stream;
        stream = null;
        scratch = null;
        IOException failure = null;
        try {
            closing.close();
        } catch (IOException e) {
            failure = e;
        }
        if (process != null) {
            return ChildProcess.results(call, process.waitForExit());
        }
        return failure == null ? call.result(true) : SystemErrors.failure(call, failure);
    }
}
