package perigee.build;

import java.util.ArrayList;
import java.util.List;

/** What was inlined where, what was not, and why: a node a call that was considered. */
public final class InlineTree {
    /** Why a call was inlined, or was not. */
    public enum Verdict {
        ROOT, INLINED, INTRINSIC,
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

    private final String name;
    private final int line;
    private final Verdict verdict;
    private final List<InlineTree> children = new ArrayList<>();

    InlineTree(String name, int line, Verdict verdict) {
        this.name = name;
        this.line = line;
        this.verdict = verdict;
    }

    InlineTree add(String callee, int atLine, Verdict why) {
        InlineTree child = new InlineTree(callee, atLine, why);
        children.add(child);
        return child;
    }

    public String name() {
        return name;
    }

    /** Source line of the call. */
    public int line() {
        return line;
    }

    public Verdict verdict() {
        return verdict;
    }

    public List<InlineTree> children() {
        return children;
    }

    /** A line a call, indented. */
    public String text() {
        StringBuilder text = new StringBuilder();
        print(text, 0);
        return text.toString();
    }

    private void print(StringBuilder text, int depth) {
        text.append("  ".repeat(depth)).append(name);
        if (verdict != Verdict.ROOT) {
            text.append(" at line ").append(line).append(": ")
                    .append(verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        }
        text.append('\n');
        children.forEach(child -> child.print(text, depth + 1));
    }
}
