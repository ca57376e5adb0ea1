package perigee.fuzz;

import java.util.ArrayList;
import java.util.List;

/** A program as the tree that its indentation shows: a line, what is indented below it, and the line that closes it. */
final class Layout {
    private Layout() {
    }

    /** A head with the statements below it: {@code if c then}, or {@code else}. */
    record Clause(String head, List<Statement> body) {
    }

    /**
     * One statement.
     *
     * @param clauses at least one; a statement of one line has one without a body
     * @param closer  the last line of a statement with a body; null if there is none
     */
    record Statement(List<Clause> clauses, String closer) {
    }

    static List<Statement> parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        int[] place = {0};
        List<Statement> all = new ArrayList<>();
        while (place[0] < lines.size()) {
            all.add(statement(lines, place));
        }
        return all;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Statement statement(List<String> lines, int[] place) {
        int depth = indentation(lines.get(place[0]));
        List<Clause> clauses = new ArrayList<>();
        while (true) {
            String head = lines.get(place[0]++).strip();
            List<Statement> body = new ArrayList<>();
            while (place[0] < lines.size() && indentation(lines.get(place[0])) > depth) {
                body.add(statement(lines, place));
            }
            clauses.add(new Clause(head, body));
            String next = place[0] < lines.size() && indentation(lines.get(place[0])) == depth
                    ? lines.get(place[0]).strip() : "";
            if (next.startsWith("else")) {
                continue;
            }
            boolean isClosed = next.matches("(end|until|[})]).*");
            if (isClosed) {
                place[0]++;
            }
            return new Statement(clauses, isClosed ? next : null);
        }
    }

    static String text(List<Statement> statements) {
        StringBuilder out = new StringBuilder();
        append(out, statements, 0);
        return out.toString();
    }

    private static void append(StringBuilder out, List<Statement> statements, int depth) {
        for (Statement statement : statements) {
            for (Clause clause : statement.clauses()) {
                out.append(" ".repeat(depth)).append(clause.head()).append('\n');
                append(out, clause.body(), depth + 2);
            }
            if (statement.closer() != null) {
                out.append(" ".repeat(depth)).append(statement.closer()).append('\n');
            }
        }
    }
}
