package perigee.fuzz;

import static perigee.fuzz.Rule.Flag.CHANGE;
import static perigee.fuzz.Rule.Flag.COLD;
import static perigee.fuzz.Rule.Flag.FUNCTION;
import static perigee.fuzz.Rule.Flag.MAIN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;

/**
 * Makes the program of a seed. Costs are counted in simple statements that will be executed: each section has an
 * allowance, loops multiply, and what a function costs is charged to its callers.
 */
final class Generator {
    private static final long SECTION_ALLOWANCE = 4_000;
    private static final long FUNCTION_ALLOWANCE = 60;
    private static final int DEEPEST = 4;
    private static final int MOST_TOP_LEVEL = 90;
    private static final int[] ROUNDS = {2, 3, 7, 20, 45, 100, 160, 300, 700, 1500};
    private static final String[] EDGES = {"math.maxinteger", "math.mininteger", "(1 << 47)", "(1 << 46) - 1",
        "-(1 << 47)", "(1 << 48)", "(1 << 49) + 1", "(1 << 50) - 1", "(1 << 53)", "(1 << 53) + 1", "-(1 << 53) - 1", "2147483647",
        "-2147483648", "4294967296", "0x7fffffffffffffff", "0xffff", "0"};
    private static final String[] OPENING = {"record", "map", "sequence", "function", "class", "object",
        "coroutine-function"};

    private final Grammar grammar;
    private final Consumer<Rule> observer;
    private final Random random;
    private final Scope scope = new Scope();
    private final StringBuilder out = new StringBuilder();
    private int names;
    private int indent;
    private int functions;
    private int nesting;
    /** The rounds of a loop whose condition, which comes last, is being made; 0 otherwise. */
    private int repeats;
    /** How often the statement that is being made will be executed. */
    private long rounds = 1;
    private long spent;
    private long allowance = SECTION_ALLOWANCE;

    private Generator(Grammar grammar, long seed, Consumer<Rule> observer) {
        this.grammar = grammar;
        this.observer = observer;
        random = new Random(seed * 0x9e3779b97f4a7c15L);
    }

    /** The text of a program, one char for each byte. */
    static String program(Grammar grammar, long seed) {
        return program(grammar, seed, rule -> { });
    }

    /** @param observer is shown each rule that is applied */
    static String program(Grammar grammar, long seed, Consumer<Rule> observer) {
        return new Generator(grammar, seed, observer).program();
    }

    // ---- the whole -----------------------------------------------------------------------------------------------------

    private String program() {
        out.append(grammar.prelude());
        global("gi", Kind.INT, "3");
        global("gn", Kind.NUM, "1.5");
        global("gs", Kind.STR, "\"g\"");
        global("ga", Kind.ANY, "nil");
        local("li", Kind.INT, "1");
        local("ln", Kind.NUM, "0");
        local("ls", Kind.STR, "\"s\"");
        local("lb", Kind.BOOL, "true");
        local("la", Kind.ANY, "{}");
        line("function F(a, b) return a end");
        line("function G(a, b) return b or a end");
        for (String prefix : OPENING) {
            open(prefix);
        }
        int sections = 3 + random.nextInt(5);
        for (int i = 1; i <= sections; i++) {
            if (scope.size() < MOST_TOP_LEVEL && random.nextInt(2) == 0) {
                open(OPENING[random.nextInt(OPENING.length)]);
            }
            spent = 0;
            section("section" + i);
        }
        line("note(gi, gn, gs, ga, li, ln, ls, lb)");
        line("total(\"end\")");
        return out.toString();
    }

    private void global(String name, Kind kind, String value) {
        line(name + " = " + value);
        scope.add(new Scope.Variable(name, kind, true, 0));
    }

    private void local(String name, Kind kind, String value) {
        line("local " + name + " = " + value);
        scope.add(new Scope.Variable(name, kind, true, 0));
    }

    private void open(String prefix) {
        Set<Kind> kinds = scope.kinds();
        emit(choose(grammar.statements(prefix).stream()
                .filter(rule -> !rule.exported().isEmpty() && kinds.containsAll(rule.needs())).toList()));
    }

    private void section(String name) {
        int known = scope.size();
        switch (random.nextInt(5)) {
            case 0 -> {
                line("do");
                body(12);
                line("end");
                line("total(\"" + name + "\")");
            }
            case 1 -> {
                line("local function " + name + "()");
                rounds = 60;
                body(8);
                rounds = 1;
                line("end");
                line("for i = 1, 60 do");
                line("  " + name + "()");
                line("end");
                line("total(\"" + name + "\")");
            }
            case 2 -> {
                int count = 200 + random.nextInt(200);
                line("for i_" + name + " = 1, " + count + " do");
                scope.add(new Scope.Variable("i_" + name, Kind.INT, false, 0));
                rounds = count;
                body(8);
                rounds = 1;
                line("end");
                line("total(\"" + name + "\")");
            }
            default -> {
                line("report(\"" + name + "\", function()");
                body(14);
                line("end)");
            }
        }
        scope.cut(known);
    }

    private void body(int most) {
        indent += 2;
        statements(2 + random.nextInt(most));
        indent -= 2;
    }

    // ---- statements ----------------------------------------------------------------------------------------------------

    private void statements(int count) {
        int known = scope.size();
        nesting++;
        for (int i = 0; i < count; i++) {
            statement();
        }
        nesting--;
        scope.cut(known);
    }

    private void statement() {
        Set<Kind> kinds = scope.kinds();
        List<Rule> eligible = new ArrayList<>();
        boolean isFull = nesting > DEEPEST || spent + 4 * rounds > allowance;
        for (Rule rule : grammar.statements()) {
            boolean fits = (!rule.is(COLD) || rounds <= 4) && (!rule.is(MAIN) || functions == 0)
                    && (rule.terminal() || !isFull || rule.lines().size() <= 2 && !rule.is(FUNCTION))
                    && (rule.cost() == 1 || spent + rule.cost() * rounds <= allowance);
            if (fits && kinds.containsAll(rule.needs())) {
                eligible.add(rule);
            }
        }
        emit(choose(eligible));
    }

    private void change() {
        Set<Kind> kinds = scope.kinds();
        emit(choose(grammar.statements().stream().filter(rule -> rule.is(CHANGE) && (!rule.is(MAIN) || functions == 0)
                && kinds.containsAll(rule.needs())).toList()));
    }

    private Rule choose(List<Rule> rules) {
        int total = 0;
        for (Rule rule : rules) {
            total += rule.weight();
        }
        int number = random.nextInt(total);
        for (Rule rule : rules) {
            number -= rule.weight();
            if (number < 0) {
                observer.accept(rule);
                return rule;
            }
        }
        throw new AssertionError();
    }

    private void emit(Rule rule) {
        long outerRounds = rounds;
        long outerSpent = spent;
        long outerAllowance = allowance;
        if (rule.is(FUNCTION)) {
            functions++;
            rounds = 1;
            spent = 0;
            allowance = FUNCTION_ALLOWANCE;
        }
        spent += rule.cost() * rounds;
        int known = scope.size();
        Map<String, String> fresh = new HashMap<>();
        lines(rule, fresh);
        scope.cut(known);
        long cost = rule.times() * (spent + 2);
        if (rule.is(FUNCTION)) {
            functions--;
            spent = outerSpent;
            allowance = outerAllowance;
        }
        rounds = outerRounds;
        rule.exported().forEach((name, kind) -> scope.add(new Scope.Variable(fresh.get(name), kind,
                kind != Kind.CLS && kind != Kind.CO, rule.is(FUNCTION) ? cost : 4)));
    }

    /** The lines of a rule, with the variables and loops of each level of indentation in force as long as it lasts. */
    private void lines(Rule rule, Map<String, String> fresh) {
        record Level(int indent, int known, long rounds, int repeats) {
        }
        List<Level> levels = new ArrayList<>();
        List<String> lines = rule.lines();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).stripLeading();
            int depth = lines.get(i).length() - text.length();
            while (!levels.isEmpty() && depth <= levels.getLast().indent()) {
                scope.cut(levels.getLast().known());
                repeats = levels.getLast().repeats();
                rounds = levels.removeLast().rounds();
            }
            if (text.equals("$block") || text.equals("$few")) {
                indent += depth;
                statements(1 + random.nextInt(text.equals("$few") ? 2 : 4));
                indent -= depth;
                continue;
            }
            if (text.equals("$change")) {
                indent += depth;
                change();
                indent -= depth;
                continue;
            }
            int known = scope.size();
            long before = rounds;
            List<String> older = List.copyOf(fresh.keySet());
            int ofThisLoop = text.equals("repeat") ? count() : 0;
            line(" ".repeat(depth) + expand(text, fresh, 2 + random.nextInt(2)));
            boolean opens = i + 1 < lines.size() && lines.get(i + 1).startsWith(" ".repeat(depth + 1));
            repeats = 0;
            if (opens) {
                levels.add(new Level(depth, known, before, ofThisLoop));
            } else {
                rounds = before;
            }
            rule.inner().forEach((name, kind) -> {
                if (fresh.containsKey(name) && !older.contains(name)) {
                    scope.add(new Scope.Variable(fresh.get(name), kind, kind == Kind.NUM || kind == Kind.ANY, 4));
                }
            });
        }
        if (!levels.isEmpty()) {
            throw new IllegalStateException(rule.name() + " leaves a block open");
        }
    }

    private void line(String text) {
        if (!text.isBlank()) {
            out.append(" ".repeat(indent)).append(text.stripTrailing()).append('\n');
        }
    }

    // ---- expressions ---------------------------------------------------------------------------------------------------

    private String expand(String text, Map<String, String> fresh, int depth) {
        Matcher hole = Grammar.HOLE.matcher(text);
        StringBuilder result = new StringBuilder();
        int last = 0;
        while (hole.find()) {
            result.append(text, last, hole.start());
            last = hole.end();
            if (hole.group(1) != null) {
                String[] choices = hole.group(1).split("\\|", -1);
                result.append(expand(choices[random.nextInt(choices.length)], fresh, depth));
            } else if (hole.group(4) != null) {
                result.append(fresh.computeIfAbsent(hole.group(4), name -> name + ++names));
            } else {
                result.append(hole(hole.group(2), hole.group(3), depth));
            }
        }
        return result.append(text, last, text.length()).toString();
    }

    private String hole(String sort, String name, int depth) {
        return switch (sort) {
            case ":" -> scope.any(random, Kind.of(name)).name();
            case "=" -> scope.assignable(random, Kind.of(name)).name();
            default -> switch (name) {
                case "k" -> Integer.toString(1 + random.nextInt(random.nextInt(3) == 0 ? 9 : 4));
                case "edge" -> EDGES[random.nextInt(EDGES.length)];
                case "count" -> Integer.toString(count());
                case "call" -> call(depth);
                default -> expression(name, depth - 1);
            };
        };
    }

    private String expression(String kind, int depth) {
        Set<Kind> kinds = scope.kinds();
        Rule chosen = choose(grammar.expressions(kind).stream()
                .filter(rule -> (rule.terminal() || depth > 0) && kinds.containsAll(rule.needs())).toList());
        return expand(chosen.lines().get(0), new HashMap<>(), depth);
    }

    private String call(int depth) {
        Scope.Variable function = scope.callable(random, (allowance - spent) / rounds);
        if (function == null) {
            return expression("num", depth - 1);
        }
        spent += function.cost() * rounds;
        return function.name() + "(" + expression("num", depth - 1) + ", " + expression("num", depth - 1) + ")";
    }

    /** Rounds for a loop: many, if they are still to be had. */
    private int count() {
        if (repeats > 0) {
            return repeats;
        }
        int fitting = 1;
        while (fitting < ROUNDS.length && ROUNDS[fitting] * rounds * 6 <= allowance - spent) {
            fitting++;
        }
        int count = ROUNDS[Math.max(0, fitting - 1 - (int) Math.abs(random.nextGaussian() * 2) % fitting)];
        rounds *= count;
        return count;
    }
}
