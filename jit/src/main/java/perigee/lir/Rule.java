package perigee.lir;

import java.util.ArrayList;
import java.util.List;

/**
 * What an operation does with one operand, and where the operand may be. The allocator and the verifiers read this and
 * nothing else.
 *
 * <p>Written in the tables as a letter, a colon, what it may be, and perhaps {@code =} and a fixed register:
 * <pre>
 *   d  defined, once all uses were read     g  a general register
 *   D  defined from the beginning on, and   x  a vector register
 *      begins as the next operand           m  memory: the instruction's address, or a slot
 *   E  defined from the beginning on        i  the immediate, of 32 bits with sign
 *   t  a register that is lost
 *   T  the same; begins as the next operand
 *   u  used, together with the others
 *   a  what the operand before begins as: read before, from anywhere
 * </pre>
 *
 * @param action what happens to it
 * @param xmm    whether its registers are vector registers
 * @param forms  what it may be: {@link #REGISTER}, {@link #MEMORY}, {@link #IMMEDIATE}
 * @param place  where it has to be, or {@link Place#NONE}. A {@link Action#SEED} with a place is moved there by itself
 */
public record Rule(Action action, boolean xmm, int forms, int place) {
    public static final int REGISTER = 1;
    public static final int MEMORY = 2;
    public static final int IMMEDIATE = 4;
    static final Rule[] NO_RULES = {};

    /** What happens to an operand. */
    public enum Action {
        /** Written at the end: may share a register with a use that ends here. */
        DEF,
        /** Written before all uses are read. Begins as the next operand if that is a seed. */
        DEF_EARLY,
        /** Lost. Begins as the next operand if that is a seed. */
        TEMP,
        /** Read while the instruction runs. */
        USE,
        /** Read before the instruction, from anywhere. */
        SEED,
        /** Of the frame state: has to exist, anywhere, until the instruction is over. */
        STATE;

        public boolean writes() {
            return this == DEF || this == DEF_EARLY || this == TEMP;
        }

        public boolean defines() {
            return this == DEF || this == DEF_EARLY;
        }
    }

    /** The base or index of an address. */
    static final Rule ADDRESS = new Rule(Action.USE, false, REGISTER, Place.NONE);
    /** A value of a frame state. */
    static final Rule STATE = new Rule(Action.STATE, false, REGISTER | MEMORY, Place.NONE);
    /** An argument of a jump. */
    static final Rule ARGUMENT = new Rule(Action.SEED, false, REGISTER | MEMORY, Place.NONE);

    public boolean takes(int form) {
        return (forms & form) != 0;
    }

    /** Whether it accepts registers of either class. */
    boolean takesAnyClass() {
        return action == Action.STATE || this == ARGUMENT;
    }

    /** Parses rules separated by spaces. */
    static Rule[] parse(String notation) {
        if (notation.isEmpty()) {
            return NO_RULES;
        }
        List<Rule> rules = new ArrayList<>();
        for (String word : notation.split(" ")) {
            rules.add(parseOne(word));
        }
        return rules.toArray(NO_RULES);
    }

    private static Rule parseOne(String word) {
        int equals = word.indexOf('=');
        String what = word.substring(2, equals < 0 ? word.length() : equals);
        int forms = (what.contains("g") || what.contains("x") ? REGISTER : 0) | (what.contains("m") ? MEMORY : 0)
                | (what.contains("i") ? IMMEDIATE : 0);
        Action action = switch (word.charAt(0)) {
            case 'd' -> Action.DEF;
            case 'D', 'E' -> Action.DEF_EARLY;
            case 't', 'T' -> Action.TEMP;
            case 'u' -> Action.USE;
            case 'a' -> Action.SEED;
            default -> throw new IllegalArgumentException(word);
        };
        return new Rule(action, what.contains("x"), forms, equals < 0 ? Place.NONE : Place.parse(word.substring(equals + 1)));
    }
}
