package perigee.stdlib;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;
import perigee.frame.Link;
import perigee.number.ByteBuilder;
import perigee.runtime.Frames;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;

/** The text that tells which functions are active ({@code debug.traceback}, luaL_traceback). */
public final class Traceback {
    /** Of a long stack, so many functions are shown from its top and from its bottom. */
    private static final int TOP_LEVELS = 10;
    private static final int BOTTOM_LEVELS = 11;

    private final LuaState state;
    private final Frames frames;
    private final ByteBuilder text = new ByteBuilder();

    private Traceback(LuaState state) {
        this.state = state;
        frames = state.errors().frames();
    }

    /**
     * Tells the active functions of a coroutine. Collects nothing.
     *
     * @param message first line, or null for none
     * @param level   where to begin: 0 is the topmost function
     */
    public static byte[] of(LuaState state, long coroutine, byte[] message, long level) {
        Traceback traceback = new Traceback(state);
        if (message != null) {
            traceback.text.append(message);
            traceback.text.append('\n');
        }
        traceback.append(coroutine, level);
        return traceback.text.toByteArray();
    }

    private void append(long coroutine, long level) {
        text.appendAscii("stack traceback:");
        int last = -1;
        for (Activation a = Activation.top(state, coroutine); a != null; a = a.caller(state)) {
            last++;
        }
        long shown = last - level > TOP_LEVELS + BOTTOM_LEVELS ? TOP_LEVELS : -1;
        Activation activation = Activation.atLevel(state, coroutine, level);
        while (activation != null) {
            level++;
            if (shown-- != 0) {
                append(activation);
                activation = activation.caller(state);
                continue;
            }
            long skipped = last - level - BOTTOM_LEVELS + 1;
            text.appendAscii("\n\t...\t(skipping " + skipped + " levels)");
            for (level += skipped; skipped >= 0; skipped--) {
                activation = activation.caller(state);
            }
        }
    }

    private void append(Activation activation) {
        long base = activation.base();
        Prototype prototype = activation.isLua() ? frames.function(base).prototype() : null;
        text.appendAscii("\n\t");
        if (prototype == null) {
            text.appendAscii("[C]");
        } else {
            text.append(ChunkName.display(prototype.source()));
            int line = frames.line(base);
            if (line > 0) {
                text.appendAscii(":" + line);
            }
        }
        text.appendAscii(": in ");
        appendFunctionName(activation, prototype);
        if (Link.has(Stack.link(base), Link.TAIL_CALLED)) {
            text.appendAscii("\n\t(...tail calls...)");
        }
    }

    private void appendFunctionName(Activation activation, Prototype prototype) {
        String global = frames.globalName(activation.function());
        VariableNames.Name name = global == null
                ? frames.calledName(activation.coroutine(), activation.base()) : null;
        if (global != null) {
            appendQuoted("function", global.getBytes(StandardCharsets.ISO_8859_1));
        } else if (name != null) {
            appendQuoted(name.kind(), name.name());
        } else if (prototype == null) {
            text.append('?');
        } else if (prototype.lineDefined() == 0) {
            text.appendAscii("main chunk");
        } else {
            text.appendAscii("function <");
            text.append(ChunkName.display(prototype.source()));
            text.appendAscii(":" + prototype.lineDefined() + ">");
        }
    }

    private void appendQuoted(String kind, byte[] name) {
        text.appendAscii(kind + " '");
        text.append(name);
        text.append('\'');
    }
}
