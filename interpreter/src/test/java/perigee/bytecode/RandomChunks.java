package perigee.bytecode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes up chunks of Lua: nonsense to run, but dense in what is hard to compile, variables captured and assigned in all
 * orders, to-be-closed variables, gotos into, out of and around all of them, open lists, deep expressions.
 */
final class RandomChunks {
    private static final String[] BINARY = {"+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=",
        "&", "|", "~", "<<", ">>", "and", "or", "and", "or"};
    private static final String[] CONSTANTS = {"nil", "true", "false", "0", "1", "-7", "70000", "2.5", "1e300", "'s'",
        "'long string constant that is no short one in the reference'", "{}"};

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    /** Names in scope; some of them constants that must not be assigned. */
    private final List<String> names = new ArrayList<>();
    private final List<Boolean> assignable = new ArrayList<>();
    /** Labels that a goto may name; those still to come are placed at the ends of their blocks. */
    private final List<String> labels = new ArrayList<>();
    private int counter;
    private int budget;
    private boolean vararg = true;
    private int loops;

    private RandomChunks(Random random, int budget) {
        this.random = random;
        this.budget = budget;
    }

    static String make(Random random, int statements) {
        RandomChunks chunk = new RandomChunks(random, statements);
        chunk.block(0);
        return chunk.text.toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String newName() {
        return "v" + counter++;
    }

    private void block(int depth) {
        int scope = names.size();
        int visible = labels.size();
        String label = null;
        if (chance(3)) {
            label = "l" + counter++;
            labels.add(label);
            if (chance(2)) {
                text.append("::").append(label).append(":: ");
                label = null;
            }
        }
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count && budget > 0; i++) {
            budget--;
            statement(depth);
            text.append(chance(2) ? "\n" : "; ");
        }
        if (label != null) {
            text.append("::").append(label).append("::\n");
        } else if (chance(6)) {
            leave();
        }
        while (labels.size() > visible) {
            labels.removeLast();
        }
        while (names.size() > scope) {
            names.removeLast();
            assignable.removeLast();
        }
    }

    private void leave() {
        if (loops > 0 && chance(2)) {
            text.append("break ");
        } else {
            text.append("return ");
            if (chance(4)) {
                call(2);
            } else {
                list(random.nextInt(4), 2);
            }
            text.append(' ');
        }
    }

    private void declare(String name, boolean canAssign) {
        names.add(name);
        assignable.add(canAssign);
    }

    private void statement(int depth) {
        switch (random.nextInt(depth > 5 ? 7 : 16)) {
            case 0, 1 -> local();
            case 2, 3 -> {
                target();
                if (chance(4)) {
                    text.append(", ");
                    target();
                }
                text.append(" = ");
                list(1 + random.nextInt(2), 3);
            }
            case 4 -> call(3);
            case 5 -> {
                if (labels.isEmpty()) {
                    local();
                } else {
                    text.append("if ");
                    expression(2);
                    text.append(" then goto ").append(labels.get(random.nextInt(labels.size()))).append(" end");
                }
            }
            case 6 -> {
                String name = newName();
                text.append("local ").append(name).append(chance(2) ? " <close>" : " <const>").append(" = ");
                expression(2);
                declare(name, false);
            }
            case 7 -> compound("do ", depth, "end");
            case 8 -> {
                text.append("if ");
                expression(3);
                compound(" then ", depth, chance(2) ? "end" : "else ");
                if (text.charAt(text.length() - 1) == ' ') {
                    compound("", depth, "end");
                }
            }
            case 9 -> {
                text.append("while ");
                expression(3);
                loop(" do ", depth, "end");
            }
            case 10 -> repeat(depth);
            case 11 -> forLoop(depth);
            case 12 -> forEach(depth);
            case 13, 14 -> {
                String name = newName();
                text.append("local function ").append(name);
                declare(name, true);
                function(depth);
            }
            default -> {
                text.append("if ");
                expression(2);
                text.append(" then ");
                leave();
                text.append("end");
            }
        }
    }

    private void local() {
        int count = 1 + random.nextInt(3);
        List<String> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fresh.add(newName());
        }
        text.append("local ").append(String.join(", ", fresh));
        if (!chance(4)) {
            text.append(" = ");
            list(1 + random.nextInt(3), 3);
        }
        fresh.forEach(name -> declare(name, true));
    }

    private void compound(String open, int depth, String close) {
        text.append(open);
        block(depth + 1);
        text.append(close);
    }

    private void loop(String open, int depth, String close) {
        loops++;
        compound(open, depth, close);
        loops--;
    }

    private void repeat(int depth) {
        loop("repeat ", depth, "until ");
        expression(3);
    }

    private void forLoop(int depth) {
        String name = newName();
        text.append("for ").append(name).append(" = ");
        expression(1);
        text.append(", ");
        expression(1);
        if (chance(2)) {
            text.append(", ");
            expression(1);
        }
        declare(name, true);
        loop(" do ", depth, "end");
        names.removeLast();
        assignable.removeLast();
    }

    private void forEach(int depth) {
        int count = 1 + random.nextInt(3);
        List<String> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fresh.add(newName());
        }
        text.append("for ").append(String.join(", ", fresh)).append(" in ");
        list(1 + random.nextInt(4), 2);
        fresh.forEach(name -> declare(name, true));
        loop(" do ", depth, "end");
        fresh.forEach(name -> {
            names.removeLast();
            assignable.removeLast();
        });
    }

    private void function(int depth) {
        int scope = names.size();
        final boolean outerVararg = vararg;
        final int outerLoops = loops;
        final List<String> outerLabels = new ArrayList<>(labels);
        labels.clear();
        loops = 0;
        vararg = chance(2);
        List<String> parameters = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = newName();
            parameters.add(name);
            declare(name, true);
        }
        if (vararg) {
            parameters.add("...");
        }
        text.append('(').append(String.join(", ", parameters)).append(") ");
        compound("", depth + 1, "end");
        vararg = outerVararg;
        loops = outerLoops;
        labels.addAll(outerLabels);
        while (names.size() > scope) {
            names.removeLast();
            assignable.removeLast();
        }
    }

    // ---- expressions -----------------------------------------------------------------------------------------------

    private void list(int count, int depth) {
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == count - 1 && chance(4)) {
                text.append(vararg ? "..." : "g()");
            } else {
                expression(depth);
            }
        }
    }

    private void target() {
        if (!names.isEmpty() && chance(2)) {
            int i = random.nextInt(names.size());
            if (assignable.get(i)) {
                text.append(names.get(i));
                return;
            }
        }
        switch (random.nextInt(3)) {
            case 0 -> text.append("g").append(random.nextInt(3));
            case 1 -> {
                prefix();
                text.append(".f").append(random.nextInt(3));
            }
            default -> {
                prefix();
                text.append('[');
                expression(1);
                text.append(']');
            }
        }
    }

    private void prefix() {
        text.append(names.isEmpty() || chance(4) ? "g" + random.nextInt(3) : names.get(random.nextInt(names.size())));
    }

    private void call(int depth) {
        prefix();
        if (chance(3)) {
            text.append(":m").append(random.nextInt(2));
        } else if (chance(3)) {
            text.append(".f");
        }
        text.append('(');
        list(random.nextInt(4), depth - 1);
        text.append(')');
    }

    private void expression(int depth) {
        if (depth <= 0) {
            prefix();
            return;
        }
        switch (random.nextInt(11)) {
            case 0, 1 -> prefix();
            case 2 -> text.append(CONSTANTS[random.nextInt(CONSTANTS.length)]);
            case 3, 4, 5 -> {
                text.append('(');
                expression(depth - 1);
                text.append(' ').append(BINARY[random.nextInt(BINARY.length)]).append(' ');
                expression(depth - 1);
                text.append(')');
            }
            case 6 -> {
                text.append(chance(2) ? "not " : chance(2) ? "#" : "- ");
                expression(depth - 1);
            }
            case 7 -> call(depth);
            case 8 -> {
                text.append("{");
                text.append(chance(3) ? "x = 1; " : "");
                list(random.nextInt(4), depth - 1);
                text.append('}');
            }
            case 9 -> {
                prefix();
                text.append(".f").append(random.nextInt(3));
            }
            default -> {
                text.append("function");
                function(depth > 2 ? 3 : 5);
            }
        }
    }
}
