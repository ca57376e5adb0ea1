package perigee.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was inlined where, what was not, and why: a node a call that was considered.
 *
 * @param name      of the function that is called; what is known of it, if that is not known
 * @param line      source line of the call; of the root, where it begins
 * @param size      instructions of the function, if it is one of Lua; else 0
 * @param frequency how often the call runs, for one run of the compiled function
 * @param children  the calls in it, if it is inlined
 */
public record InlineTree(String name, int line, Verdict verdict, int size, double frequency, List<InlineTree> children) {
    /** Why a call was inlined, or was not. */
    public enum Verdict {
        ROOT, INLINED,
        /** A library function is open-coded. */
        INTRINSIC,
        /** A library function is called. */
        LIBRARY,
        /** Not one function is called there, or it is not known. */
        POLYMORPHIC,
        /** The function has too many instructions. */
        TOO_LARGE,
        /** The budget of the whole compile is used up. */
        BUDGET, TOO_DEEP, RECURSIVE,
        /** Called too rarely to pay. */
        RARE,
        /** It has an operation that is not inlined: variables to be closed, extra arguments. */
        UNSUITABLE
    }

    static InlineTree root(FunctionFacts function) {
        return new InlineTree(function.name(), function.prototype().lineDefined(), Verdict.ROOT,
                function.prototype().code().length, 1, new ArrayList<>());
    }

    /** One more call, while the graph is built. */
    InlineTree add(String callee, int atLine, Verdict why, int instructions, double often) {
        InlineTree child = new InlineTree(callee, atLine, why, instructions, often, new ArrayList<>());
        children.add(child);
        return child;
    }

    /** The tree, which does not change any more. */
    InlineTree finished() {
        return new InlineTree(name, line, verdict, size, frequency, children.stream().map(InlineTree::finished).toList());
    }

    /** All but the children, in one line. */
    public String label() {
        if (verdict == Verdict.ROOT) {
            return name;
        }
        String reason = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return String.format(Locale.ROOT, size == 0 ? "%s at line %d: %s (runs %.3g times)"
                : "%s at line %d: %s (runs %.3g times, %d instructions)", name, line, reason, frequency, size);
    }

    /** A line a call, indented. */
    public String text() {
        StringBuilder text = new StringBuilder();
        print(text, 0);
        return text.toString();
    }

    private void print(StringBuilder text, int depth) {
        text.append("  ".repeat(depth)).append(label()).append('\n');
        children.forEach(child -> child.print(text, depth + 1));
    }
}
