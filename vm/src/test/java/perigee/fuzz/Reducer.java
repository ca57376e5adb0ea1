package perigee.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a program smaller as long as it stays interesting (delta debugging: A. Zeller, R. Hildebrandt, "Simplifying and
 * isolating failure-inducing input", 2002): first whole statements go, in runs of halving length, then statements give
 * way to what is in them, then tokens go from lines. Whether what is left is still a program need not be known: nobody
 * finds a text interesting that is none.
 */
final class Reducer {
    private static final Pattern TOKEN = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|[A-Za-z_][A-Za-z_0-9]*"
            + "|0[xX][0-9a-fA-F]+|[0-9.]*[0-9]([eE][+-]?[0-9]+)?|\\.\\.\\.|\\.\\.|[=~<>]=|<<|>>|//|::|\\s+|.");

    private final Predicate<String> interesting;
    private final long deadline;
    private String smallest;

    private Reducer(Predicate<String> interesting, long mostSeconds) {
        this.interesting = interesting;
        deadline = System.nanoTime() + mostSeconds * 1_000_000_000L;
    }

    /**
     * The smallest interesting program that is found in the time.
     *
     * @param program an interesting one
     */
    static String reduce(String program, Predicate<String> interesting, long mostSeconds) {
        Reducer reducer = new Reducer(interesting, mostSeconds);
        reducer.smallest = Layout.text(Layout.parse(program));
        if (!interesting.test(reducer.smallest)) {
            return program;
        }
        int size;
        do {
            size = reducer.smallest.length();
            reducer.removeStatements();
            reducer.unwrapStatements();
            reducer.shortenLines();
        } while (reducer.smallest.length() < size && !reducer.isLate());
        return reducer.smallest;
    }

    private boolean isLate() {
        return System.nanoTime() > deadline;
    }

    private boolean keep(String text) {
        String candidate = text.replaceAll("(?m)^\\s*\n| +$", "");
        if (candidate.length() < smallest.length() && !isLate() && interesting.test(candidate)) {
            smallest = candidate;
            return true;
        }
        return false;
    }

    // ---- statements ----------------------------------------------------------------------------------------------------

    /** The lists of statements in a program, outer ones first. */
    private static List<List<Layout.Statement>> blocks(List<Layout.Statement> top) {
        List<List<Layout.Statement>> all = new ArrayList<>();
        all.add(top);
        for (int i = 0; i < all.size(); i++) {
            for (Layout.Statement statement : all.get(i)) {
                statement.clauses().stream().map(Layout.Clause::body).filter(body -> !body.isEmpty()).forEach(all::add);
            }
        }
        return all;
    }

    private void removeStatements() {
        List<Layout.Statement> top = Layout.parse(smallest);
        // Blocks are seen when their turn comes: those in removed statements never are.
        for (int b = 0; b < blocks(top).size(); b++) {
            List<Layout.Statement> block = blocks(top).get(b);
            for (int run = Integer.highestOneBit(Math.max(1, block.size())); run > 0; run /= 2) {
                for (int i = block.size() - 1; i >= 0; i--) {
                    int from = Math.max(0, i - run + 1);
                    List<Layout.Statement> removed = List.copyOf(block.subList(from, i + 1));
                    block.subList(from, i + 1).clear();
                    if (keep(Layout.text(top))) {
                        i = from;
                    } else {
                        block.addAll(from, removed);
                    }
                }
            }
        }
    }

    private void unwrapStatements() {
        List<Layout.Statement> top = Layout.parse(smallest);
        for (int b = 0; b < blocks(top).size(); b++) {
            List<Layout.Statement> block = blocks(top).get(b);
            for (int i = 0; i < block.size(); i++) {
                Layout.Statement whole = block.get(i);
                for (Layout.Clause clause : whole.clauses()) {
                    if (!clause.body().isEmpty() && replace(top, block, i, whole, clause.body())) {
                        break;
                    }
                    List<Layout.Clause> others = new ArrayList<>(whole.clauses());
                    others.remove(clause);
                    if (!others.isEmpty()
                            && replace(top, block, i, whole, List.of(new Layout.Statement(others, whole.closer())))) {
                        i--;
                        break;
                    }
                }
            }
        }
    }

    private boolean replace(List<Layout.Statement> top, List<Layout.Statement> block, int index, Layout.Statement whole,
            List<Layout.Statement> parts) {
        block.remove(index);
        block.addAll(index, parts);
        if (keep(Layout.text(top))) {
            return true;
        }
        block.subList(index, index + parts.size()).clear();
        block.add(index, whole);
        return false;
    }

    // ---- tokens --------------------------------------------------------------------------------------------------------

    private void shortenLines() {
        List<String> lines = new ArrayList<>(smallest.lines().toList());
        for (int i = lines.size() - 1; i >= 0 && !isLate(); i--) {
            List<String> tokens = tokens(lines.get(i));
            for (int run = Integer.highestOneBit(Math.max(1, tokens.size())); run > 0; run = run > 8 ? run / 2 : run - 1) {
                for (int from = tokens.size() - run; from >= 0; from--) {
                    if (!tokens.get(from).isBlank() && (without(lines, i, tokens, from, run, "")
                            || run > 2 && without(lines, i, tokens, from, run, "0"))) {
                        from = Math.min(from, tokens.size() - run + 1);
                    }
                }
            }
        }
    }

    private boolean without(List<String> lines, int line, List<String> tokens, int from, int run, String instead) {
        if (from + run > tokens.size()) {
            return false;
        }
        List<String> fewer = new ArrayList<>(tokens);
        fewer.subList(from, from + run).clear();
        if (!instead.isEmpty()) {
            fewer.add(from, instead);
        }
        String old = lines.set(line, String.join("", fewer));
        if (keep(String.join("\n", lines) + "\n")) {
            tokens.clear();
            tokens.addAll(fewer);
            return true;
        }
        lines.set(line, old);
        return false;
    }

    private static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(line);
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }
}
