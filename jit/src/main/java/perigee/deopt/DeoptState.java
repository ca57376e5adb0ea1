package perigee.deopt;

import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.lir.FrameOrigin;

/**
 * What an exit, a call or a safepoint of optimised code says about the frames that it stands for: the origin of an
 * {@link perigee.lir.Exit}.
 *
 * @param cause   why a guard leaves, and the instruction that asked for it: the innermost frame's, or, if the guard was moved
 *                up, a later one
 * @param frames  the outermost first
 * @param objects those that references of the frames, and of each other, mean
 */
public record DeoptState(DeoptHistory.Failure cause, List<VirtualFrame> frames, List<VirtualObject> objects)
        implements FrameOrigin {
    public DeoptState {
        frames = List.copyOf(frames);
        objects = List.copyOf(objects);
        if (frames.isEmpty() || !frames.getFirst().isOutermost()) {
            throw new IllegalArgumentException("no outermost frame");
        }
    }

    /** A state whose innermost frame stands at the instruction that is to blame. */
    public DeoptState(Reason reason, List<VirtualFrame> frames, List<VirtualObject> objects) {
        this(new DeoptHistory.Failure(frames.getLast().code(), frames.getLast().pc(), reason), frames, objects);
    }

    public Reason reason() {
        return cause.reason();
    }

    public VirtualFrame innermost() {
        return frames.getLast();
    }

    /** Whether the innermost frame waits for something above it to return. */
    public boolean isCall() {
        return innermost().resume() != Resume.EXECUTE;
    }

    /** Words from the outermost frame's base to the innermost's. */
    int innermostBase() {
        int words = 0;
        for (VirtualFrame frame : frames) {
            words += frame.distance();
        }
        return words;
    }

    /** How many calls of metamethods the frames wait in. */
    public int nestedCalls() {
        int calls = innermost().resume() == Resume.FINISH ? 1 : 0;
        for (VirtualFrame frame : frames) {
            calls += Link.has(frame.linkFlags(), Link.CONTINUES) ? 1 : 0;
        }
        return calls;
    }

    @Override
    public int words() {
        return innermostBase() + Math.max(innermost().maxStack(), innermost().registers().length);
    }

    @Override
    public int callWords() {
        return switch (innermost().resume()) {
            case EXECUTE -> 0;
            case RESULTS -> innermostBase() + resultRegister();
            case FINISH -> innermostBase() + innermost().maxStack();
        };
    }

    /** Where the innermost frame, which waits for results, wants them. */
    int resultRegister() {
        long i = innermost().instruction(innermost().pc() - 1);
        return Instruction.a(i) + (Instruction.op(i) == Opcode.TFORCALL ? StackLayout.HEADER_WORDS + 1 : 0);
    }

    /** How many results the innermost frame, which waits for some, wants; -1 for all. */
    int resultsWanted() {
        long i = innermost().instruction(innermost().pc() - 1);
        return switch (Instruction.op(i)) {
            case TFORCALL -> Instruction.b(i);
            case TAILCALL -> Link.MULTIPLE;
            default -> Instruction.c(i) - 1;
        };
    }

    /** One line; appears in dumps of low-level code and of installed code. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reason().text());
        for (VirtualFrame frame : frames) {
            text.append(" | ").append(frame);
        }
        for (int i = 0; i < objects.size(); i++) {
            text.append(" | ").append(Ref.text(Ref.object(i))).append(" = ").append(objects.get(i));
        }
        return text.toString();
    }
}
