package perigee.stdlib;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.runtime.StandardStreams;
import perigee.stream.ByteStream;
import perigee.value.Word;

/**
 * The functions of the io library (manual 6.8); {@link FileMethods} has the methods of files. The default input and
 * output are in the registry, where the collector sees them.
 */
public final class IoLibrary {
    private static final String INPUT = "_IO_input";
    private static final String OUTPUT = "_IO_output";

    private final LuaState state;
    private final FileMethods methods;
    private final long inputKey;
    private final long outputKey;

    private IoLibrary(LuaState state) {
        this.state = state;
        methods = new FileMethods(state);
        inputKey = state.strings().internOf(INPUT);
        outputKey = state.strings().internOf(OUTPUT);
    }

    /** Makes the library and its files. */
    public static void open(LuaState state) {
        new IoLibrary(state).publish();
    }

    private void publish() {
        LibraryTable library = new LibraryTable(state, "io");
        StandardStreams streams = state.streams();
        long in = methods.newFile(FileHandle.ofStandardStream(streams.in()));
        setDefault(inputKey, in);
        long out = methods.newFile(FileHandle.ofStandardStream(streams.out()));
        setDefault(outputKey, out);
        library.set("stdin", in)
                .set("stdout", out)
                .set("stderr", methods.newFile(FileHandle.ofStandardStream(streams.err())))
                .add("close", this::close)
                .add("flush", this::flush)
                .add("input", this::input)
                .add("lines", this::lines)
                .add("open", this::openFile)
                .add("output", this::output)
                .add("popen", this::openProcess)
                .add("read", this::read)
                .add("tmpfile", this::openTemporary)
                .add("type", this::type)
                .add("write", this::write)
                .publish();
    }

    // ---- default files -----------------------------------------------------------------------------------------------

    private void setDefault(long key, long file) {
        state.tables().setString(state.registry(), key, file, false);
    }

    private long defaultFile(long key) {
        return state.tables().getString(state.registry(), key);
    }

    /** The default input or output, which has to be open. */
    private FileHandle openDefault(Call call, long key) {
        FileHandle file = FileMethods.handleOf(state, defaultFile(key));
        if (file.isClosed()) {
            throw call.error("default " + (key == inputKey ? "input" : "output") + " file is closed");
        }
        return file;
    }

    private int input(Call call) {
        return changeDefault(call, inputKey, "r");
    }

    private int output(Call call) {
        return changeDefault(call, outputKey, "w");
    }

    private int changeDefault(Call call, long key, String mode) {
        if (!call.isNoneOrNil(1)) {
            if (state.conversions().toStringOrZero(call.arg(1)) != 0) {
                setDefault(key, openOrRaise(call, mode));
            } else {
                methods.checkOpen(call);
                setDefault(key, call.arg(1));
            }
        }
        return call.result(defaultFile(key));
    }

    /** Opens the file that the first argument names. */
    private long openOrRaise(Call call, String mode) {
        byte[] name = call.checkName(1);
        try {
            return newFile(() -> FileOpening.open(name, mode, state.streams().pending()));
        } catch (IOException e) {
            ByteBuilder text = new ByteBuilder();
            text.appendAscii("cannot open file '");
            text.append(name);
            text.appendAscii("' (" + HostFiles.reason(e) + ")");
            throw state.errors().library(text.toByteArray());
        }
    }

    private int close(Call call) {
        if (!call.isNone(1)) {
            return methods.close(call);
        }
        FileHandle file = FileMethods.handleOf(state, defaultFile(outputKey));
        if (file.isClosed()) {
            throw FileMethods.closedError(call);
        }
        return file.close(call);
    }

    private int flush(Call call) {
        return FileMethods.flush(call, openDefault(call, outputKey));
    }

    private int read(Call call) {
        return ReadFormats.read(call, openDefault(call, inputKey), call.count(), 1);
    }

    private int write(Call call) {
        FileHandle file = openDefault(call, outputKey);
        return methods.write(call, file, 1, defaultFile(outputKey));
    }

    private int lines(Call call) {
        boolean isNamed = !call.isNoneOrNil(1);
        long file = isNamed ? openOrRaise(call, "r") : defaultFile(inputKey);
        if (!isNamed && FileMethods.handleOf(state, file).isClosed()) {
            throw FileMethods.closedError(call);
        }
        long iterator = methods.newIterator(call, file, isNamed);
        if (!isNamed) {
            return call.result(iterator);
        }
        call.setResult(3, file);
        return call.results(iterator, Word.NIL, Word.NIL) + 1;
    }

    // ---- new files ---------------------------------------------------------------------------------------------------

    /** Opens a stream. */
    private interface Opening {
        ByteStream open() throws IOException;
    }

    /**
     * Opens a file. When the process has no descriptor left, the collector gets the chance to close those of files that the
     * program has forgotten: they take little memory, so it may have had no reason to look for them yet.
     */
    private long newFile(Opening opening) throws IOException {
        ByteStream stream;
        try {
            stream = opening.open();
        } catch (IOException e) {
            if (SystemErrors.number(HostFiles.reason(e)) != SystemErrors.EMFILE || state.heap().isStopped()) {
                throw e;
            }
            state.heap().collect();
            state.finalization().run();
            stream = opening.open();
        }
        return methods.newFile(FileHandle.ofFile(stream));
    }

    private int openFile(Call call) {
        byte[] name = call.checkName(1);
        String mode = call.isNoneOrNil(2) ? "r" : call.checkText(2);
        if (!FileOpening.isMode(mode)) {
            throw call.argumentError(2, "invalid mode");
        }
        try {
            return call.result(newFile(() -> FileOpening.open(name, mode, state.streams().pending())));
        } catch (IOException e) {
            return SystemErrors.failure(call, name, e);
        }
    }

    private int openProcess(Call call) {
        byte[] command = call.checkName(1);
        String mode = call.isNoneOrNil(2) ? "r" : call.checkText(2);
        if (!mode.equals("r") && !mode.equals("w")) {
            throw call.argumentError(2, "invalid mode");
        }
        state.streams().pending().flushAll();
        try {
            ChildProcess process = ChildProcess.start(command, mode);
            ByteStream stream = new ByteStream(process.pipe(mode.equals("w")), ByteStream.Buffering.FULL,
                    state.streams().pending());
            return call.result(methods.newFile(FileHandle.ofProcess(stream, process)));
        } catch (IOException e) {
            return SystemErrors.failure(call, command, e);
        }
    }

    private int openTemporary(Call call) {
        try {
            return call.result(newFile(() -> FileOpening.openTemporary(state.streams().pending())));
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    private int type(Call call) {
        FileHandle file = methods.handleOrNull(call.checkAny(1));
        if (file == null) {
            return call.result(Word.NIL);
        }
        return call.result(state.strings().of(file.isClosed() ? "closed file" : "file"));
    }
}
