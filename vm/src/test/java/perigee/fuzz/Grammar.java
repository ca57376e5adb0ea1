package perigee.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules, read from the resources of this package. In the text of a rule,
 *
 * <table>
 * <caption>holes</caption>
 * <tr><td>{@code $num}</td><td>an expression of that kind (see expressions.txt)</td></tr>
 * <tr><td>{@code $:num}</td><td>a variable of that kind</td></tr>
 * <tr><td>{@code $=num}</td><td>a variable of that kind that can be assigned to</td></tr>
 * <tr><td>{@code $leaf}</td><td>a numeric expression that calls nothing</td></tr>
 * <tr><td>{@code $call}</td><td>a call of a function, if there is one that is cheap enough here</td></tr>
 * <tr><td>{@code $k}, {@code $edge}</td><td>a small number, one at an edge of some representation</td></tr>
 * <tr><td>{@code $count}</td><td>a number of rounds for the loop that this line opens</td></tr>
 * <tr><td>{@code $block}, {@code $few}</td><td>alone in a line: statements</td></tr>
 * <tr><td>{@code $change}</td><td>alone in a line: a statement that is flagged as a change</td></tr>
 * <tr><td>{@code @x}</td><td>a fresh name, the same one in all of the rule</td></tr>
 * <tr><td>{@code [|a|b|c|]}</td><td>one of these, which do not nest</td></tr>
 * </table>
 *
 * <p>A statement's rule ends with the next one, or with an empty line. It opens with {@code --- name weight}, then flags
 * (see {@link Rule}), then the fresh names that holes can use, each with its kind; those with a plus are known to the
 * statements that follow. A fresh variable is known from the line after the one that it first occurs in until its block
 * ends.
 */
final class Grammar {
    static final Pattern HOLE = Pattern.compile("\\[\\|(.*?)\\|]|\\$([:=]?)([a-z]+)|@([A-Za-z]+)");
    private static final Set<String> TERMINALS = Set.of("k", "edge", "count");
    private static final List<String> FAMILIES = List.of("control", "functions", "tables", "strings", "objects", "errors",
            "iterators", "collector");

    private final Map<String, List<Rule>> expressions = new HashMap<>();
    private final List<Rule> statements = new ArrayList<>();
    private final String prelude;

    Grammar() {
        prelude = resource("prelude.lua");
        readExpressions();
        FAMILIES.forEach(this::readStatements);
    }

    /** What each program begins with. */
    String prelude() {
        return prelude;
    }

    /** The alternatives of a kind of expression. */
    List<Rule> expressions(String kind) {
        List<Rule> rules = expressions.get(kind);
        if (rules == null) {
            throw new IllegalArgumentException("no expressions of kind " + kind);
        }
        return rules;
    }

    Set<String> kindsOfExpressions() {
        return expressions.keySet();
    }

    List<Rule> statements() {
        return statements;
    }

    /** The statements whose names begin so. */
    List<Rule> statements(String prefix) {
        return statements.stream().filter(rule -> rule.name().startsWith(prefix)).toList();
    }

    private void readExpressions() {
        List<Rule> rules = null;
        for (String line : resource("expressions.txt").split("\n")) {
            if (line.startsWith("== ")) {
                rules = new ArrayList<>();
                expressions.put(line.substring(3), rules);
            } else if (rules != null && !line.isEmpty()) {
                int space = line.indexOf(' ');
                List<String> text = List.of(line.substring(space + 1));
                rules.add(new Rule(text.get(0), Integer.parseInt(line.substring(0, space)), text, needs(text),
                        isTerminal(text), Set.of(), 1, 0, Map.of(), Map.of()));
            }
        }
    }

    private void readStatements(String family) {
        String header = null;
        List<String> lines = new ArrayList<>();
        for (String line : (resource(family + ".txt") + "\n--- ").split("\n")) {
            boolean opens = line.startsWith("---");
            if (header != null && (opens || line.isEmpty())) {
                statements.add(statement(header.split(" "), List.copyOf(lines)));
                header = null;
            }
            if (opens) {
                header = line.substring(3).strip();
                lines.clear();
            } else if (header != null) {
                lines.add(line);
            }
        }
    }

    private static Rule statement(String[] header, List<String> lines) {
        int times = 1;
        int cost = 1;
        Set<Rule.Flag> flags = EnumSet.noneOf(Rule.Flag.class);
        Map<String, Kind> inner = new HashMap<>();
        Map<String, Kind> exported = new HashMap<>();
        for (int i = 2; i < header.length; i++) {
            String word = header[i];
            if (word.startsWith("times=")) {
                times = Integer.parseInt(word.substring(6));
            } else if (word.startsWith("cost=")) {
                cost = Integer.parseInt(word.substring(5));
            } else if (word.contains(":")) {
                int colon = word.indexOf(':');
                boolean isExported = word.startsWith("+");
                (isExported ? exported : inner).put(word.substring(isExported ? 1 : 0, colon),
                        Kind.of(word.substring(colon + 1)));
            } else {
                flags.add(Rule.Flag.valueOf(word.toUpperCase(Locale.ROOT)));
            }
        }
        Set<Kind> needs = needs(lines);
        return new Rule(header[0], Integer.parseInt(header[1]), lines, needs, isTerminal(lines), flags, times, cost, inner,
                exported);
    }

    private static Set<Kind> needs(List<String> lines) {
        Set<Kind> needs = EnumSet.noneOf(Kind.class);
        for (String line : lines) {
            Matcher hole = HOLE.matcher(line);
            while (hole.find()) {
                if (hole.group(1) != null) {
                    needs.addAll(needs(List.of(hole.group(1))));
                } else if (hole.group(3) != null && (!hole.group(2).isEmpty() || hole.group(3).equals("obj"))) {
                    needs.add(Kind.of(hole.group(3)));
                }
            }
        }
        return needs;
    }

    private static boolean isTerminal(List<String> lines) {
        for (String line : lines) {
            Matcher hole = HOLE.matcher(line);
            while (hole.find()) {
                if (hole.group(1) != null ? !isTerminal(List.of(hole.group(1)))
                        : hole.group(3) != null && hole.group(2).isEmpty() && !TERMINALS.contains(hole.group(3))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String resource(String name) {
        try (InputStream in = Grammar.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
