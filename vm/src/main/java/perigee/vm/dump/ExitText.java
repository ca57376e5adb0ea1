package perigee.vm.dump;

import java.util.List;
import perigee.bytecode.Prototype;
import perigee.deopt.DeoptState;
import perigee.deopt.VirtualFrame;
import perigee.emit.StateAt;
import perigee.lir.Exit;

/** Exits of optimised code in a few words, as in {@code exit #7 NOT_INTEGER @line 12}. */
public final class ExitText {
    private ExitText() {
    }

    static String of(StateAt state) {
        return state.exit() == null ? "call" : "exit #" + state.exit().number() + " " + of(state.exit());
    }

    /** Without its number. */
    public static String of(Exit exit) {
        return exit.origin() instanceof DeoptState origin ? of(origin) : "call";
    }

    /** The reason, and where the interpreter goes on: the innermost frame first. */
    static String of(DeoptState origin) {
        StringBuilder text = new StringBuilder(origin.reason().name());
        List<VirtualFrame> frames = origin.frames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            VirtualFrame frame = frames.get(i);
            Prototype prototype = frame.prototype();
            boolean isInlined = i > 0;
            text.append(i == frames.size() - 1 ? " @line " : " in line ")
                    .append(frame.pc() < prototype.lines().length ? Integer.toString(prototype.lines()[frame.pc()]) : "?");
            if (isInlined) {
                text.append(" of ").append(FunctionNames.place(prototype));
            }
        }
        return text.toString();
    }
}
