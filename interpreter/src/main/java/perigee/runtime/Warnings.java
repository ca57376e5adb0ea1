package perigee.runtime;

import java.io.IOException;
import perigee.number.ByteBuilder;

/**
 * The warning system (manual 4.6, {@code lua_warning}): messages go to standard error as "Lua warning: message", when
 * warnings are switched on. They are off at the start. A message may come in several pieces.
 */
public final class Warnings {
    private final LuaState state;
    private final ByteBuilder pieces = new ByteBuilder();
    private boolean on;
    private boolean continuing;

    Warnings(LuaState state) {
        this.state = state;
    }

    public void setOn(boolean on) {
        this.on = on;
    }

    /**
     * Emits a message or a piece of one. A message of one piece that begins with '@' is a control message: "@on" and
     * "@off" are obeyed, others ignored.
     *
     * @param toBeContinued whether the next call goes on with this message
     */
    public void warn(byte[] piece, boolean toBeContinued) {
        if (!continuing && !toBeContinued && piece.length > 0 && piece[0] == '@') {
            String control = new String(piece, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (control.equals("@on")) {
                on = true;
            } else if (control.equals("@off")) {
                on = false;
            }
            return;
        }
        pieces.append(piece);
        continuing = toBeContinued;
        if (!toBeContinued) {
            emit();
            pieces.clear();
        }
    }

    private void emit() {
        if (!on) {
            return;
        }
        ByteBuilder line = new ByteBuilder();
        line.appendAscii("Lua warning: ");
        line.append(pieces.array(), 0, pieces.length());
        line.append('\n');
        try {
            state.streams().err().write(line.array(), 0, line.length());
        } catch (IOException nobodyListens) {
            // A warning that cannot be written is lost, as in the reference.
        }
    }
}
