package perigee.stdlib;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.ChunkReader;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.LuaState;
import perigee.value.Word;

/**
 * {@code load} (manual 6.1), of a string or of the pieces that a reader function returns. The parser calls the reader as it
 * needs more, so this recurses in Java. Errors of either end in the frame of {@code load}, whose caller gets them as
 * results; those of the reader have been shown to the message handler before.
 */
final class LoadFunction {
    private static final byte[] READER_NAME = "=(load)".getBytes(StandardCharsets.ISO_8859_1);
    private static final Continuation FAILED = new Failed();

    private LoadFunction() {
    }

    static int load(Call call) {
        LuaState state = call.state();
        long text = state.conversions().toStringOrZero(call.arg(1));
        String mode = call.isNoneOrNil(3) ? "bt" : call.checkText(3);
        byte[] name = call.isNoneOrNil(2) ? null : upToZero(call.checkString(2));
        if (text == 0) {
            call.checkFunction(1);
        }
        state.stack().forbidYields();
        call.catchWith(FAILED);
        byte[] bytes;
        ChunkReader rest = null;
        if (text != 0) {
            bytes = Strings.toBytes(text);
            name = name == null ? upToZero(text) : name;
        } else {
            rest = levels -> nextPiece(call, levels);
            bytes = rest.next(0);
            rest = bytes.length == 0 ? null : rest;
            name = name == null ? READER_NAME : name;
        }
        long function = ChunkLoading.load(state, bytes, bytes.length, rest, name, mode, () -> environment(call));
        state.stack().allowYields();
        call.catchNothing();
        return call.result(function);
    }

    private static long environment(Call call) {
        return call.isNone(4) ? call.state().globals() : call.arg(4);
    }

    /** Calls the reader; the levels that the parser is in count as calls, as they do in the reference. */
    private static byte[] nextPiece(Call call, int levels) {
        call.pollInterrupt();
        LuaState state = call.state();
        int nesting = state.stack().nesting();
        state.stack().setNesting(Math.max(nesting, levels));
        call.pushFunction(call.arg(1));
        call.call(0, 1);
        state.stack().setNesting(nesting);
        long piece = call.popWord();
        long string = piece == Word.NIL ? state.strings().empty() : state.conversions().toStringOrZero(piece);
        if (string == 0) {
            throw call.error("reader function must return a string");
        }
        return Strings.toBytes(string);
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

    /** What {@code load} returns when something went wrong. */
    private static final class Failed implements Continuation {
        @Override
        public int resume(Call call, long first, int count) {
            throw new AssertionError("load calls nothing in its place");
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
