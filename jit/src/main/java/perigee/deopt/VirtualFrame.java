package perigee.deopt;

import java.util.Objects;
import perigee.bytecode.Prototype;
import perigee.layout.StackLayout;

/**
 * A frame of the interpreter that optimised code stands for. Values are references as {@link Ref} says.
 *
 * @param code          address of the CODE block, in the old space
 * @param prototype     the function, so that a compile need not look at the block
 * @param pc            number of the next instruction: what the frame's saved pc is to say
 * @param resume        how to go on, if this is the innermost frame; else {@link Resume#RESULTS} or, when the frame above is
 *                      a metamethod's, {@link Resume#FINISH}
 * @param registers     R[0] and so on, cells where the interpreter has cells; those beyond are dead. If instruction
 *                      {@code pc} takes an open list, that ends where the registers end
 * @param function      the closure
 * @param calledAt      register of the caller where this function stands: A of its CALL, A + 4 of its TFORCALL, the number
 *                      of its registers for a metamethod; -1 for the outermost frame, which has a header already
 * @param wanted        number of results that the caller takes, or {@code Link.MULTIPLE}; not used for the outermost
 * @param linkFlags     flags of the link: {@code Link.CONTINUES} for a metamethod, {@code Link.TAIL_CALLED}
 *                      ({@code Link.VARARG} is known from the function); not used for the outermost
 * @param argumentCount of a vararg function: number of arguments of the call, where {@code pc} is 0 and that is VARARGPREP:
 *                      they are the registers
 * @param extra         extra arguments of a vararg function that is past its VARARGPREP; not used for the outermost, whose
 *                      extra arguments stand below it
 */
public record VirtualFrame(long code, Prototype prototype, int pc, Resume resume, int[] registers, int function, int calledAt,
        int wanted, long linkFlags, int argumentCount, int[] extra) {
    public static final int OUTERMOST = -1;
    private static final int[] NONE = {};

    public VirtualFrame {
        Objects.requireNonNull(prototype);
        Objects.requireNonNull(resume);
    }

    /** The outermost frame, of the function that was compiled. */
    public static VirtualFrame outermost(long code, Prototype prototype, int pc, Resume resume, int[] registers) {
        return new VirtualFrame(code, prototype, pc, resume, registers, Ref.DEAD, OUTERMOST, 0, 0, 0, NONE);
    }

    /** The frame of a function that was inlined at a CALL or TFORCALL. */
    public static VirtualFrame inlined(long code, Prototype prototype, int pc, Resume resume, int[] registers,
            int function, int calledAt, int wanted) {
        return new VirtualFrame(code, prototype, pc, resume, registers, function, calledAt, wanted, 0, 0, NONE);
    }

    /** Whether the frame stands above its extra arguments. */
    boolean isMoved() {
        return pc > 0 && prototype.vararg();
    }

    /** Words from the caller's base to this frame's; 0 for the outermost. */
    int distance() {
        int distance = isOutermost() ? 0 : calledAt + StackLayout.HEADER_WORDS;
        return isOutermost() || !isMoved() ? distance
                : distance + parameters() + extra.length + 1 + StackLayout.HEADER_WORDS;
    }

    int parameters() {
        return prototype.parameters();
    }

    int maxStack() {
        return prototype.maxStack();
    }

    /** The word of an instruction. */
    long instruction(int number) {
        return prototype.code()[number];
    }

    public boolean isOutermost() {
        return calledAt == OUTERMOST;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("code 0x").append(Long.toHexString(code)).append(" pc ").append(pc).append(' ')
                .append(resume.name().toLowerCase(java.util.Locale.ROOT)).append(' ').append(Ref.text(registers));
        if (!isOutermost()) {
            text.append(" function ").append(Ref.text(function)).append(" at ").append(calledAt).append(" wanted ")
                    .append(wanted);
        }
        if (linkFlags != 0) {
            text.append(" flags 0x").append(Long.toHexString(linkFlags));
        }
        return extra.length == 0 ? text.toString() : text.append(" extra ").append(Ref.text(extra)).toString();
    }
}
