package perigee.stdlib;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.BinaryReader;
import perigee.heap.HeapExhaustedException;
import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * {@code load} (manual 6.1), of a string or of the pieces that a reader function returns. The reader is called without
 * recursion in Java, but as in the reference it cannot yield.
 */
final class LoadFunction {
    private static final byte[] READER_NAME = "=(load)".getBytes(StandardCharsets.ISO_8859_1);
    private static final Continuation NEXT_PIECE = new NextPiece();
    private static final int PARAMETERS = 4;
    /** Where the frame of a reading {@code load} keeps its {@link Pieces}: behind the parameters. */
    private static final int PIECES = 8 * PARAMETERS;

    private LoadFunction() {
    }

    static int load(Call call) {
        LuaState state = call.state();
        long text = state.conversions().toStringOrZero(call.arg(1));
        String mode = call.isNoneOrNil(3) ? "bt" : call.checkText(3);
        byte[] name = call.isNoneOrNil(2) ? null : upToZero(call.checkString(2));
        if (text != 0) {
            byte[] bytes = Strings.toBytes(text);
            long environment = call.isNone(4) ? state.globals() : call.arg(4);
            return finish(call, bytes, bytes.length, name == null ? upToZero(text) : name, mode, environment);
        }
        call.checkFunction(1);
        Pieces pieces = new Pieces(name == null ? READER_NAME : name, mode, call.isNone(4));
        for (int i = call.count(); i < PARAMETERS; i++) {
            call.push(Word.NIL);
        }
        call.pop(Math.max(0, call.count() - PARAMETERS));
        call.push(state.newUserdata(pieces, 0));
        state.stack().forbidYields();
        return readOn(call);
    }

    private static int readOn(Call call) {
        call.pushFunction(Memory.getLong(call.base()));
        return call.callThen(NEXT_PIECE, 0);
    }

    private static int finish(Call call, byte[] bytes, int length, byte[] name, String mode, long environment) {
        try {
            return call.result(ChunkLoading.load(call.state(), bytes, length, name, mode, environment));
        } catch (LuaError error) {
            return call.results(Word.NIL, call.state().errorValue());
        }
    }

    /** The bytes of a string up to its first zero, where C's strings end. */
    static byte[] upToZero(long string) {
        int length = 0;
        while (length < Strings.length(string) && Strings.byteAt(string, length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        Memory.copy(Strings.bytes(string), bytes, 0, length);
        return bytes;
    }

    /** What has been read, and what is to be done with it. */
    private static final class Pieces {
        final ByteBuilder text = new ByteBuilder();
        final byte[] name;
        final String mode;
        final boolean isGlobal;

        Pieces(byte[] name, String mode, boolean isGlobal) {
            this.name = name;
            this.mode = mode;
            this.isGlobal = isGlobal;
        }
    }

    /** The reader returned. */
    private static final class NextPiece implements Continuation {
        @Override
        public int resume(Call call, long first, int count) {
            LuaState state = call.state();
            Pieces pieces = (Pieces) state.objectOf(Memory.getLong(call.base() + PIECES));
            long piece = count == 0 ? Word.NIL : Memory.getLong(first);
            call.pop(count);
            try {
                long string = piece == Word.NIL ? state.strings().empty() : state.conversions().toStringOrZero(piece);
                if (string == 0) {
                    throw call.error("reader function must return a string");
                }
                boolean isFirst = pieces.text.length() == 0;
                state.conversions().appendPlainText(pieces.text, string);
                if (isFirst && pieces.text.length() > 0) {
                    ChunkLoading.checkMode(state, BinaryReader.isBinary(pieces.text.byteAt(0)), pieces.mode);
                }
                if (Strings.length(string) > 0) {
                    return readOn(call);
                }
            } catch (LuaError | HeapExhaustedException | OutOfMemoryError failure) {
                state.asLuaError(failure);
                return caught(call, state.errorValue());
            }
            state.stack().allowYields();
            long environment = pieces.isGlobal ? state.globals() : Memory.getLong(call.base() + PIECES - 8);
            return finish(call, pieces.text.array(), pieces.text.length(), pieces.name, pieces.mode, environment);
        }

        @Override
        public boolean catchesErrors() {
            return true;
        }

        @Override
        public boolean leavesHandler() {
            return true;
        }

        @Override
        public int caught(Call call, long error) {
            call.state().stack().allowYields();
            return call.results(Word.NIL, error);
        }
    }
}
