package perigee.lir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perigee.asm.Condition;
import perigee.lir.Instruction.Parts;

/**
 * Reads the text form of {@link LirText}. For tests and tools: bad text is an {@link IllegalArgumentException} that names
 * the line.
 */
public final class LirParser {
    private static final Pattern DEFINITION = Pattern.compile("v(\\d+):(\\w+)(!?)");
    private static final Pattern BLOCK = Pattern.compile("b(\\d+)(?:\\(.*\\))? ([0-9.Ee+-]+):");
    private static final Pattern TOKEN =
            Pattern.compile("\\s*((?:out|frame)-\\d+|[\\w.-]+:-?\\w+!?|#-?\\d+|-?[\\w.]+|->|-|[=?:,(){}\\[\\]*+~])");

    private final String[] lines;
    private LirFunction function;
    private final List<Block> blocks = new ArrayList<>();
    private int line;
    private List<String> tokens;
    private int at;

    private LirParser(String text) {
        lines = text.split("\n");
    }

    public static LirFunction parse(String text) {
        LirParser parser = new LirParser(text);
        try {
            return parser.function();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("line " + (parser.line + 1) + ": " + parser.lines[parser.line], e);
        }
    }

    private LirFunction function() {
        String[] head = lines[0].split(" ");
        LirBuilder builder = new LirBuilder(head[1], Integer.parseInt(head[3]), perigee.asm.CpuFeatures.BASELINE);
        function = builder.finish();
        registers();
        for (line = 1; line < lines.length; line++) {
            if (lines[line].startsWith("b")) {
                Matcher matcher = BLOCK.matcher(lines[line]);
                expect(matcher.matches() && Integer.parseInt(matcher.group(1)) == blocks.size());
                blocks.add(builder.block(Float.parseFloat(matcher.group(2))));
            }
        }
        int block = -1;
        for (line = 1; line < lines.length; line++) {
            if (lines[line].isBlank()) {
                continue;
            }
            if (lines[line].startsWith("b")) {
                builder.begin(blocks.get(++block));
                parameters(blocks.get(block));
            } else {
                tokenize(lines[line]);
                builder.add(instruction());
                expect(at == tokens.size());
            }
        }
        return builder.finish();
    }

    private void registers() {
        List<String> kinds = new ArrayList<>();
        for (line = 1; line < lines.length; line++) {
            Matcher matcher = DEFINITION.matcher(lines[line].replaceAll("exit \\d+ \\S+", ""));
            while (matcher.find()) {
                int number = Integer.parseInt(matcher.group(1));
                while (kinds.size() <= number) {
                    kinds.add("int");
                }
                kinds.set(number, matcher.group(2) + matcher.group(3));
            }
        }
        for (String kind : kinds) {
            function.newRegister(kind(kind.replace("!", "")), kind.endsWith("!"));
        }
    }

    private static Kind kind(String text) {
        return Kind.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private void parameters(Block block) {
        Matcher matcher = DEFINITION.matcher(lines[line]);
        List<Integer> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(Integer.parseInt(matcher.group(1)));
        }
        block.parameters = found.stream().mapToInt(Integer::intValue).toArray();
    }

    // ---- tokens --------------------------------------------------------------------------------------------------------

    private void tokenize(String text) {
        tokens = new ArrayList<>();
        at = 0;
        Matcher matcher = TOKEN.matcher(text.strip());
        int end = 0;
        while (matcher.find()) {
            expect(matcher.start() == end);
            end = matcher.end();
            tokens.add(matcher.group(1));
        }
        expect(end == text.strip().length());
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not understood");
        }
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        return tokens.get(at++);
    }

    private boolean accept(String token) {
        if (peek().equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void require(String token) {
        expect(accept(token));
    }

    // ---- instructions --------------------------------------------------------------------------------------------------

    private Instruction instruction() {
        Parts parts = new Parts();
        List<Integer> written = written();
        parts.op = Op.valueOf(next().toUpperCase(Locale.ROOT));
        List<Integer> read = new ArrayList<>();
        if (parts.op == Op.CALL) {
            parts.call = call();
        }
        if (parts.op == Op.JUMP) {
            parts.targets = new Block[] {block()};
            if (accept("(")) {
                values(parts, read, ")");
            }
        } else {
            operands(parts, read);
            if (parts.op.hasSymbol()) {
                parts.symbol = next();
            }
            if (parts.op.takesTest()) {
                accept("if");
                String[] test = next().split("\\.");
                parts.test = Test.valueOf(test[0].toUpperCase(Locale.ROOT));
                parts.condition = Condition.valueOf(test[1].toUpperCase(Locale.ROOT));
                operands(parts, read);
            }
            targets(parts);
        }
        List<Integer> state = new ArrayList<>();
        if (accept("exit")) {
            int number = Integer.parseInt(next());
            parts.exit = new Exit(number, next());
            require("{");
            values(parts, state, "}");
        }
        assemble(parts, written, read, state);
        return new Instruction(parts);
    }

    private List<Integer> written() {
        List<Integer> written = new ArrayList<>();
        while (peek().equals("~") || DEFINITION.matcher(peek()).matches()) {
            accept("~");
            Matcher matcher = DEFINITION.matcher(next());
            expect(matcher.matches());
            written.add(Integer.parseInt(matcher.group(1)));
            if (!accept(",")) {
                require("=");
            }
        }
        return written;
    }

    /** Operands up to something that is none. */
    private void operands(Parts parts, List<Integer> read) {
        while (isValue(peek())) {
            read.add(value(parts));
            accept(",");
        }
        if (parts.op.hasImmediate() && !read.isEmpty() && read.getLast() == Value.IMMEDIATE) {
            read.removeLast();
        }
    }

    private static boolean isValue(String token) {
        return token.matches("v\\d+|#-?\\d+|\\w+:-?\\d+|\\[") || pinned(token) != Value.NONE;
    }

    private static int pinned(String token) {
        for (int value = Value.THREAD; value >= Value.LAST_FLOAT; value--) {
            if (Value.pinnedName(value).equals(token)) {
                return value;
            }
        }
        return Value.NONE;
    }

    private void values(Parts parts, List<Integer> into, String end) {
        while (!accept(end)) {
            into.add(value(parts));
            accept(",");
        }
    }

    private int value(Parts parts) {
        String token = next();
        if (token.equals("[")) {
            address(parts);
            return Value.MEMORY;
        }
        if (token.startsWith("#")) {
            parts.immediate = Long.parseLong(token.substring(1));
            return Value.IMMEDIATE;
        }
        int colon = token.indexOf(':');
        if (colon > 0) {
            return function.addConstant(kind(token.substring(0, colon)), Long.parseLong(token.substring(colon + 1)));
        }
        return register(token);
    }

    private static int register(String token) {
        int pinned = pinned(token);
        return pinned != Value.NONE ? pinned : Integer.parseInt(token.substring(1));
    }

    private void address(Parts parts) {
        parts.addressAt = 0;
        parts.base = Value.NONE;
        parts.index = Value.NONE;
        while (!accept("]")) {
            String token = next();
            if (token.matches("-?\\d+")) {
                parts.displacement = Integer.parseInt(token);
            } else if (accept("*")) {
                parts.index = register(token);
                parts.scaleBits = Integer.numberOfTrailingZeros(Integer.parseInt(next()));
            } else {
                parts.base = register(token);
            }
            accept("+");
        }
    }

    private Block block() {
        return blocks.get(Integer.parseInt(next().substring(1)));
    }

    private void targets(Parts parts) {
        List<Block> targets = new ArrayList<>();
        if (accept("?")) {
            do {
                targets.add(block());
            } while (accept(":"));
        }
        parts.targets = targets.toArray(parts.targets);
    }

    private Call call() {
        Call.Kind kind = Call.Kind.valueOf(next().toUpperCase(Locale.ROOT));
        String symbol = next();
        require("results");
        List<Integer> results = places("arguments");
        List<Integer> arguments = places("clobbers");
        int clobbers = Integer.parseUnsignedInt(next(), 16);
        require("passed");
        int passed = Integer.parseInt(next());
        require("wanted");
        int wanted = Integer.parseInt(next());
        require("with");
        return new Call(kind, symbol.equals("-") ? null : symbol, results, arguments, clobbers, passed, wanted);
    }

    private List<Integer> places(String end) {
        List<Integer> places = new ArrayList<>();
        while (!accept(end)) {
            int place = Place.parse(next());
            expect(place != Place.NONE);
            places.add(place);
        }
        return places;
    }

    /** Puts what is written and what is read in the order of the rules. */
    private static void assemble(Parts parts, List<Integer> written, List<Integer> read, List<Integer> state) {
        int own = written.size() + read.size();
        int addressed = parts.addressAt < 0 ? 0 : 2;
        int[] operands = new int[own + addressed + state.size()];
        Rule[] rules = parts.op.rules();
        int writes = 0;
        int reads = 0;
        for (int i = 0; i < own; i++) {
            boolean writing = parts.call != null ? writes < written.size()
                    : i < rules.length && rules[i].action().writes();
            operands[i] = writing ? written.get(writes++) : read.get(reads++);
        }
        if (addressed > 0) {
            parts.addressAt = own;
            operands[own] = parts.base;
            operands[own + 1] = parts.index;
        }
        parts.stateAt = own + addressed;
        for (int i = 0; i < state.size(); i++) {
            operands[parts.stateAt + i] = state.get(i);
        }
        parts.operands = operands;
    }
}
