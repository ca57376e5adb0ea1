package perigee.deopt;

import java.util.List;

/**
 * What an exit, a call or a safepoint of optimised code says about the frames that it stands for: the origin of an
 * {@link perigee.lir.Exit}.
 *
 * @param reason  why a guard leaves
 * @param frames  the outermost first
 * @param objects those that references of the frames, and of each other, mean
 */
public record DeoptState(Reason reason, List<VirtualFrame> frames, List<VirtualObject> objects) {
    public DeoptState {
        frames = List.copyOf(frames);
        objects = List.copyOf(objects);
        if (frames.isEmpty() || !frames.getFirst().isOutermost()) {
            throw new IllegalArgumentException("no outermost frame");
        }
    }

    public VirtualFrame innermost() {
        return frames.getLast();
    }

    /** One line; appears in dumps of low-level code and of installed code. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(reason.text());
        for (VirtualFrame frame : frames) {
            text.append(" | ").append(frame);
        }
        for (int i = 0; i < objects.size(); i++) {
            text.append(" | ").append(Ref.text(Ref.object(i))).append(" = ").append(objects.get(i));
        }
        return text.toString();
    }
}
