package perigee.deopt;

/**
 * A reference from a frame state to a value, as an int: number of an operand among the values of the low-level frame state
 * from 0 on, or one of these.
 */
public final class Ref {
    /** No one will read the value: nil will do. */
    public static final int DEAD = -1;
    private static final int FIRST_OBJECT = -2;

    private Ref() {
    }

    /** The virtual object of this number. */
    public static int object(int number) {
        return FIRST_OBJECT - number;
    }

    public static boolean isOperand(int ref) {
        return ref >= 0;
    }

    public static boolean isObject(int ref) {
        return ref <= FIRST_OBJECT;
    }

    /** The number of a virtual object. */
    public static int objectNumber(int ref) {
        assert isObject(ref);
        return FIRST_OBJECT - ref;
    }

    static String text(int ref) {
        return ref == DEAD ? "-" : isObject(ref) ? "@" + objectNumber(ref) : "#" + ref;
    }

    static String text(int[] refs) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < refs.length; i++) {
            text.append(i == 0 ? "" : " ").append(text(refs[i]));
        }
        return text.append(']').toString();
    }
}
