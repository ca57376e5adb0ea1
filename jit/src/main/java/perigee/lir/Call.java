package perigee.lir;

import java.util.List;

/**
 * How a call is made. Its operands are the results, then the arguments; each has its place.
 *
 * @param kind      which way it goes
 * @param symbol    the stub to be called, or to leave by; null for guest code
 * @param results   registers that hold the results afterwards
 * @param arguments registers and {@link Place#outgoing} slots
 * @param clobbers  a bit for each register that is lost, by {@link Place}; results and arguments need not be among them
 * @param passed    number of arguments of guest code; {@link #COUNTED} if that is the argument in rcx
 * @param wanted    number of results that the link asks for ({@code perigee.frame.Link})
 */
public record Call(Kind kind, String symbol, List<Integer> results, List<Integer> arguments, int clobbers, int passed,
        int wanted) {
    /** All registers. */
    public static final int EVERYTHING = -1;
    /** The number of arguments is known at run time only. */
    public static final int COUNTED = -1;
    /** Where the code address of a guest function is expected. */
    public static final int TARGET = Place.RDX;
    /** The outgoing slot of the function that is called. */
    public static final int FUNCTION_SLOT = -3;

    /** The ways of calling. */
    public enum Kind {
        /** Compiled guest code, by a jump with a return address in its frame. The first argument is the code's address. */
        GUEST,
        /** The same by a stub whose address is no argument, of a function in Java that goes on in another frame. */
        CALLING,
        /** A stub that returns at once, and neither collects nor leaves. */
        STUB,
        /** Leaves for Java through a stub, and is resumed. */
        LEAVE
    }

    public Call {
        results = List.copyOf(results);
        arguments = List.copyOf(arguments);
    }

    /**
     * A call of guest code. The operands: results in rax and, if counted, their number in rcx; the code's address, the
     * function, the arguments.
     */
    public static Call guest(int passed, int wanted, boolean counted) {
        List<Integer> arguments = new java.util.ArrayList<>();
        arguments.add(TARGET);
        arguments.add(Place.outgoing(FUNCTION_SLOT));
        for (int i = 0; i < passed; i++) {
            arguments.add(Place.outgoing(i));
        }
        List<Integer> results = counted ? List.of(Place.RAX, Place.RCX) : List.of(Place.RAX);
        return new Call(Kind.GUEST, null, results, arguments, EVERYTHING, passed, wanted);
    }

    /** The same call, more arguments of which are in place: after the others the number of all is an argument, in rcx. */
    public Call withCount() {
        List<Integer> more = new java.util.ArrayList<>(arguments);
        more.add(Place.RCX);
        return new Call(kind, symbol, results, more, clobbers, COUNTED, wanted);
    }

    /** A call of a function in Java through a stub; operands as of guest code, but for the address. */
    public static Call calling(String symbol, int passed, int wanted, boolean counted) {
        Call guest = guest(passed, wanted, counted);
        return new Call(Kind.CALLING, symbol, guest.results, guest.arguments.subList(1, guest.arguments.size()), EVERYTHING,
                passed, wanted);
    }

    /** Whether results come as guest code returns them: the first in a register. */
    public boolean returns() {
        return kind == Kind.GUEST || kind == Kind.CALLING;
    }

    /** A call of a stub. */
    public static Call stub(String symbol, List<Integer> results, List<Integer> arguments, int clobbers) {
        return new Call(Kind.STUB, symbol, results, arguments, clobbers, 0, 0);
    }

    /** Leaves through a stub; what comes back is in outgoing slots ({@link Op#RESULT}, the first one being number 0). */
    public static Call leave(String symbol, List<Integer> arguments) {
        return new Call(Kind.LEAVE, symbol, List.of(), arguments, EVERYTHING, 0, 0);
    }

    /** Whether a collection may happen meanwhile. */
    public boolean isSafepoint() {
        return kind != Kind.STUB;
    }

    Rule rule(int operand) {
        if (operand < results.size()) {
            int place = results.get(operand);
            return new Rule(Rule.Action.DEF, Place.isXmm(place), Rule.REGISTER, place);
        }
        int place = arguments.get(operand - results.size());
        return new Rule(Rule.Action.SEED, Place.isXmm(place), Rule.REGISTER | Rule.MEMORY, place);
    }

    /** How many operands there are. */
    public int operands() {
        return results.size() + arguments.size();
    }
}
