package perigee.vm.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import perigee.bytecode.Opcode;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.feedback.IndexFeedback;

/**
 * The feedback of one instruction in words, as far as its word says it.
 *
 * @param functions names of functions written in Lua, by id
 * @param libraries names of those in Java, by number
 */
public record FeedbackWords(IntFunction<String> functions, IntFunction<String> libraries) {
    /** Empty if the instruction never ran. Of accesses to fields the word says only where to look: also empty. */
    public String of(Opcode op, long word) {
        if (word == 0) {
            return "";
        }
        return switch (op.feedback) {
            case NONE, FIELD -> "";
            case ALLOCATION -> "has run";
            case ARITHMETIC -> join(operands((int) word), called(ArithmeticFeedback.of(word).metamethods()));
            case BRANCH -> branch(BranchFeedback.of(word));
            case COUNTER -> (int) word + " rounds";
            case CALL -> called(CallFeedback.of(word));
            case INDEX -> join(accesses(IndexFeedback.of(word).kinds()), called(IndexFeedback.of(word).metamethods()));
        };
    }

    private static String branch(BranchFeedback seen) {
        return join(operands(seen.kinds()), "taken " + Integer.toUnsignedString(seen.taken()) + ", not "
                + Integer.toUnsignedString(seen.notTaken()));
    }

    private String called(CallFeedback seen) {
        List<String> names = new ArrayList<>();
        for (CallTarget target : seen.targets()) {
            names.add((target.isNative() ? libraries : functions).apply(target.number())
                    + (target.isByCall() ? " by __call" : ""));
        }
        if (!seen.isComplete()) {
            names.add("others");
        }
        return names.isEmpty() ? "" : "calls " + String.join(" or ", names);
    }

    private static String operands(int kinds) {
        return kinds(kinds, Feedback.INTEGERS, "integers", Feedback.FLOATS, "floats", Feedback.MIXED, "integer and float",
                Feedback.BOXED, "large integers", Feedback.STRINGS, "strings", Feedback.IDENTITY, "objects",
                Feedback.OTHER, "others");
    }

    private static String accesses(int kinds) {
        return kinds(kinds, Feedback.ELEMENT, "element", Feedback.APPEND, "append", Feedback.ABSENT, "absent",
                Feedback.HASHED, "integer in the hash part", Feedback.STRING_KEY, "string", Feedback.OTHER_KEY, "others");
    }

    /** @param names a bit and its name, by turns */
    private static String kinds(int kinds, Object... names) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.length; i += 2) {
            if ((kinds & (int) names[i]) != 0) {
                found.add((String) names[i + 1]);
            }
        }
        return String.join(" or ", found);
    }

    private static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }
}
