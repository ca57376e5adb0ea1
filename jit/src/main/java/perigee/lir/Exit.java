package perigee.lir;

/**
 * Where a frame state goes: what a guard, a call or a safepoint says about the frame that it stands for. The values are
 * the instruction's last operands; what they mean is the maker's business.
 *
 * @param number tells the exits of a function apart
 * @param origin the maker's description of the frame; carried to the result; its text appears in dumps
 */
public record Exit(int number, Object origin) {
}
