package perigee.stdlib;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import perigee.bytecode.BinaryReader;
import perigee.bytecode.ChunkReader;
import perigee.bytecode.MalformedChunkException;
import perigee.bytecode.Prototype;
import perigee.bytecode.Verifier;
import perigee.compile.Compiler;
import perigee.number.ByteBuilder;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.syntax.SyntaxException;
import perigee.value.Word;

/** From bytes to functions: {@code load}, {@code loadfile} and {@code dofile}, and the same for launchers. */
public final class ChunkLoading {
    private static final byte[] STDIN = "=stdin".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Continuation ALL_RESULTS = Call::resultsFrom;

    private ChunkLoading() {
    }

    static void addTo(LibraryTable library) {
        library.add("load", LoadFunction::load)
                .add("loadfile", ChunkLoading::loadFile)
                .add("dofile", ChunkLoading::doFile);
    }

    // ---- for the host ------------------------------------------------------------------------------------------------

    /**
     * Makes a function of a chunk, text or binary.
     *
     * @param bytes       the chunk, {@code bytes[0]} up to but without {@code bytes[length]}; not kept
     * @param name        chunk name: "@file", "=name" or the text itself
     * @param mode        with a 'b' binary chunks are allowed, with a 't' text
     * @param environment value of the function's first upvalue
     * @return the function
     * @throws LuaError with the message, when the chunk is malformed
     */
    public static long load(LuaState state, byte[] bytes, int length, byte[] name, String mode, long environment) {
        return load(state, bytes, length, null, name, mode, () -> environment);
    }

    /**
     * The same of a chunk that may go on after these bytes, as a reader gives it.
     *
     * @param rest        null if nothing follows; otherwise at least one byte is there, and the array is given away
     * @param environment asked when the chunk has been read
     * @throws LuaError of a malformed chunk, which no message handler sees; or of the reader
     */
    static long load(LuaState state, byte[] bytes, int length, ChunkReader rest, byte[] name, String mode,
            LongSupplier environment) {
        LoadedFunction function;
        if (rest == null && mode.indexOf('t') >= 0 && !(length > 0 && BinaryReader.isBinary(bytes[0]))) {
            function = state.chunks().load(bytes, length, name, () -> prototype(state, bytes, length, null, name, mode));
        } else {
            function = state.functions().load(prototype(state, bytes, length, rest, name, mode));
        }
        return state.functions().newMain(function, environment.getAsLong());
    }

    /**
     * Makes a function of a file's contents, as {@code loadfile} does: a byte order mark, and a first line that begins
     * with '#', are skipped.
     *
     * @param file the name in bytes; null for standard input
     * @throws LuaError with the message, when there is no such file, or it is no chunk
     */
    public static long loadFile(LuaState state, byte[] file, String mode, long environment) {
        byte[] bytes = contents(state, file);
        byte[] name = STDIN;
        if (file != null) {
            ByteBuilder at = new ByteBuilder(file.length + 1);
            at.append('@');
            at.append(file);
            name = at.toByteArray();
        }
        return load(state, bytes, bytes.length, name, mode, environment);
    }

    private static Prototype prototype(LuaState state, byte[] bytes, int length, ChunkReader rest, byte[] name,
            String mode) {
        boolean binary = length > 0 && BinaryReader.isBinary(bytes[0]);
        checkMode(state, binary, mode);
        try {
            if (binary) {
                return BinaryReader.read(bytes, 0, length, rest, name);
            }
            Prototype prototype = Compiler.compile(bytes, 0, length, rest, name, state.stack().nesting());
            assert isVerified(prototype);
            return prototype;
        } catch (MalformedChunkException e) {
            throw state.raiseFinal(state.strings().of(e.getMessage()));
        } catch (SyntaxException e) {
            long message = state.strings().of(e.messageBytes());
            throw e.isOverflow() ? state.raise(message) : state.raiseFinal(message);
        }
    }

    private static boolean isVerified(Prototype prototype) {
        try {
            Verifier.verify(prototype);
            return true;
        } catch (MalformedChunkException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static void checkMode(LuaState state, boolean binary, String mode) {
        if (mode.indexOf(binary ? 'b' : 't') < 0) {
            throw state.raiseFinal(state.strings().of("attempt to load a " + (binary ? "binary" : "text")
                    + " chunk (mode is '" + mode + "')"));
        }
    }

    // ---- files -------------------------------------------------------------------------------------------------------

    private static byte[] contents(LuaState state, byte[] file) {
        byte[] bytes;
        if (file == null) {
            bytes = standardInput(state);
        } else {
            try (InputStream in = new FileInputStream(HostFiles.name(file))) {
                bytes = read(state, in, file);
            } catch (IOException e) {
                String reason = HostFiles.reason(e);
                // C opens directories, and fails when it reads them.
                throw fileError(state, reason.equals("Is a directory") ? "read" : "open", file, reason);
            }
        }
        return withoutFirstComment(bytes);
    }

    private static byte[] read(LuaState state, InputStream in, byte[] file) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw fileError(state, "read", file, HostFiles.reason(e));
        }
    }

    private static byte[] standardInput(LuaState state) {
        try {
            ByteBuilder all = new ByteBuilder();
            state.streams().in().readAll(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw fileError(state, "read", new byte[] {'s', 't', 'd', 'i', 'n'}, HostFiles.reason(e));
        }
    }

    private static LuaError fileError(LuaState state, String what, byte[] file, String reason) {
        ByteBuilder text = new ByteBuilder();
        text.appendAscii("cannot " + what + " ");
        text.append(file);
        text.appendAscii(": " + reason);
        return state.raise(state.strings().of(text.toByteArray()));
    }

    /** The chunk in a file; an empty line stands for a first line that is skipped, so that the others keep their numbers. */
    private static byte[] withoutFirstComment(byte[] bytes) {
        int from = 0;
        while (from < BYTE_ORDER_MARK.length && from < bytes.length && bytes[from] == BYTE_ORDER_MARK[from]) {
            from++;
        }
        if (from < BYTE_ORDER_MARK.length) {
            from = 0;
        }
        if (from < bytes.length && bytes[from] == '#') {
            while (from < bytes.length && bytes[from] != '\n') {
                from++;
            }
            boolean binaryFollows = from + 1 < bytes.length && BinaryReader.isBinary(bytes[from + 1]);
            if (binaryFollows) {
                from++;
            }
        }
        return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    // ---- Lua functions -----------------------------------------------------------------------------------------------

    private static int loadFile(Call call) {
        byte[] file = call.isNoneOrNil(1) ? null : LoadFunction.upToZero(call.checkString(1));
        String mode = call.isNoneOrNil(2) ? "bt" : call.checkText(2);
        long environment = call.isNone(3) ? call.state().globals() : call.arg(3);
        try {
            return call.result(loadFile(call.state(), file, mode, environment));
        } catch (LuaError error) {
            return call.results(Word.NIL, call.state().errorValue());
        }
    }

    private static int doFile(Call call) {
        byte[] file = call.isNoneOrNil(1) ? null : LoadFunction.upToZero(call.checkString(1));
        try {
            call.pushFunction(loadFile(call.state(), file, "bt", call.state().globals()));
        } catch (LuaError error) {
            // Now a message handler is to see it.
            throw call.state().raise(call.state().errorValue());
        }
        return call.callThen(ALL_RESULTS, 0);
    }
}
