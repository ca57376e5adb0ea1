package perigee.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.ir.FrameState.InlinedCall;
import perigee.ir.FrameState.ObjectState;
import perigee.value.Word;

/**
 * Reads the text form of {@link GraphText}. Lines that begin with a semicolon are comments. For tests and tools: bad
 * text is an {@link IllegalArgumentException} that names the line.
 *
 * <p>Two walks: the first makes the nodes, as far as their attributes go; the second gives them inputs, which may be
 * defined further down.
 */
public final class GraphParser {
    private static final Pattern BLOCK = Pattern.compile("b(\\d+) (\\S+?)( loop)?(?: <-((?: b\\d+)+))?:");
    private static final Pattern DEFINITION = Pattern.compile("v(\\d+)(?::(\\w))?");
    private static final Pattern TOKEN = Pattern.compile("[\\[\\](){}|<=?]|[^\\s\\[\\](){}|<=?]+");
    private static final Map<String, Op> OPS = new HashMap<>();
    private static final Map<String, Reason> REASONS = new HashMap<>();

    static {
        for (Op op : Op.values()) {
            OPS.put(op.text(), op);
        }
        for (Reason reason : Reason.values()) {
            REASONS.put(reason.text(), reason);
        }
    }

    private final String[] lines;
    private Graph graph;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    /** By text: those that are equal are one. */
    private final Map<String, FrameState> states = new HashMap<>();
    private int line;
    private List<String> tokens;
    private int at;

    private GraphParser(String text) {
        lines = text.split("\n");
    }

    public static Graph parse(String text) {
        GraphParser parser = new GraphParser(text);
        try {
            return parser.graph();
        } catch (RuntimeException e) {
            int line = Math.min(parser.line, parser.lines.length - 1);
            throw new IllegalArgumentException("line " + (line + 1) + ": " + parser.lines[line], e);
        }
    }

    private Graph graph() {
        while (isSkipped()) {
            line++;
        }
        String[] head = lines[line].split(" ");
        expect(head.length == 4 && head[0].equals("graph") && head[2].equals("parameters"));
        graph = new Graph(head[1], Integer.parseInt(head[3]));
        int first = line + 1;
        List<Node> defined = new ArrayList<>();
        List<List<String>> rest = new ArrayList<>();
        List<Integer> where = new ArrayList<>();
        Block block = null;
        for (line = first; line < lines.length; line++) {
            if (isSkipped()) {
                continue;
            }
            if (lines[line].startsWith("b")) {
                block = begin();
                continue;
            }
            tokenize(lines[line]);
            Node node = definition();
            expect(block != null);
            block.insert(block.nodes().size(), node);
            defined.add(node);
            rest.add(tokens.subList(at, tokens.size()));
            where.add(line);
        }
        for (int i = 0; i < defined.size(); i++) {
            line = where.get(i);
            tokens = rest.get(i);
            at = 0;
            finish(defined.get(i));
            expect(at == tokens.size());
        }
        connect(first);
        return graph;
    }

    private boolean isSkipped() {
        return lines[line].isBlank() || lines[line].startsWith(";");
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not understood");
        }
    }

    // ---- blocks -----------------------------------------------------------------------------------------------------

    private Matcher header() {
        Matcher matcher = BLOCK.matcher(lines[line].strip());
        expect(matcher.matches());
        return matcher;
    }

    private Block begin() {
        Matcher header = header();
        Block block = graph.emptyBlock(Integer.parseInt(header.group(1)), Double.parseDouble(header.group(2)));
        block.setLoopHead(header.group(3) != null);
        expect(blocks.put(block.id(), block) == null);
        return block;
    }

    private Block block(String name) {
        Block block = name.startsWith("b") ? blocks.get(Integer.parseInt(name.substring(1))) : null;
        expect(block != null);
        return block;
    }

    /** The terminators have said who the successors are; the headers say in which order the predecessors are. */
    private void connect(int first) {
        for (line = first; line < lines.length; line++) {
            if (isSkipped() || !lines[line].startsWith("b")) {
                continue;
            }
            Matcher header = header();
            if (header.group(4) != null) {
                for (String name : header.group(4).strip().split(" ")) {
                    block("b" + header.group(1)).predecessors().add(block(name));
                }
            }
        }
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------

    private void tokenize(String text) {
        tokens = new ArrayList<>();
        at = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        expect(at < tokens.size());
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

    private int integer() {
        return Integer.parseInt(next());
    }

    private static long number(String token) {
        return token.startsWith("0x") ? Long.parseUnsignedLong(token.substring(2), 16) : Long.parseLong(token);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    // ---- nodes: definitions and attributes --------------------------------------------------------------------------

    private Node definition() {
        Matcher matcher = DEFINITION.matcher(next());
        expect(matcher.matches());
        require("=");
        Rep rep = matcher.group(2) == null ? Rep.NONE : Rep.of(matcher.group(2).charAt(0));
        Node node = define(Integer.parseInt(matcher.group(1)), rep);
        expect(nodes.put(node.toString(), node) == null);
        return node;
    }

    private Node define(int id, Rep rep) {
        Op op = OPS.get(next());
        expect(op != null);
        long number = 0;
        Object info = null;
        switch (op) {
            case WORD -> number = word(next());
            case INT, BOOL, PARAMETER, RESULT, ACCOUNT, HAS_TYPE, HAS_CODE, NEW_CLOSURE, BARRIER_AT -> number = number(next());
            case FLOAT -> number = floating(next());
            case PHI -> info = rep;
            case GUARD -> {
                number = accept("true") ? 1 : 0;
                if (number == 0) {
                    require("false");
                }
                info = reason();
            }
            case ANCHOR -> number = (accept("guess") ? Loop.GUESSES : 0) | (accept("bounds") ? Loop.BOUNDS : 0);
            case EXIT -> info = reason();
            case HAS_SHAPE, STORE_SHAPE -> {
                number = integer();
                info = accept("{") ? new ShapeFact(integer(), integer(), integer(), integer()) : null;
                expect(info == null || accept("}"));
            }
            case LOAD, LOAD_U32, LOAD_U8, LOAD_I64, LOAD_AT, LOAD_BYTE_AT, STORE, STORE_U32, STORE_AT -> {
                info = constant(Alias.class, next());
                number = number(next());
            }
            case NEW_TABLE -> {
                require("{");
                info = new TableSite(integer(), integer(), integer());
                require("}");
            }
            case CALL, TAIL_CALL -> {
                require("{");
                info = new CallSite(constant(CallSite.Kind.class, next()), number(next()), integer(), integer());
                require("}");
            }
            case RUNTIME -> info = constant(RuntimeCall.class, next());
            default -> {
            }
        }
        return graph.numberedNode(id, op, rep, number, info);
    }

    private Reason reason() {
        String text = next();
        Reason reason = REASONS.get(text);
        expect(reason != null || text.equals("-"));
        return reason;
    }

    private static long word(String text) {
        if (text.equals("nil")) {
            return Word.NIL;
        } else if (text.equals("true") || text.equals("false")) {
            return Word.ofBoolean(text.equals("true"));
        } else if (text.startsWith("0x")) {
            return number(text);
        }
        return text.matches("-?\\d+") ? Word.ofInteger(Long.parseLong(text)) : Word.ofFloat(Double.parseDouble(text));
    }

    private static long floating(String text) {
        return text.startsWith("0x") ? number(text) : Double.doubleToRawLongBits(Double.parseDouble(text));
    }

    // ---- nodes: inputs, proof, state, targets -----------------------------------------------------------------------

    private void finish(Node node) {
        while (peek().startsWith("v")) {
            node.addInput(value());
        }
        if (accept("|")) {
            node.setProof(value());
        }
        if (peek().equals("[")) {
            node.setState(state());
        }
        if (node.is(Op.GUARD) && accept("for")) {
            node.setCause(new Failure(number(next()), integer(), (Reason) node.info()));
        }
        if (node.is(Op.JUMP)) {
            node.block().successors().add(block(next()));
        } else if (node.is(Op.BRANCH)) {
            require("?");
            node.block().successors().add(block(next()));
            require(":");
            node.block().successors().add(block(next()));
        }
    }

    /** A value, or null for what is not there. */
    private Node value() {
        String name = next();
        Node node = nodes.get(name);
        expect(node != null || name.equals("-"));
        return node;
    }

    private boolean isValue() {
        return peek().startsWith("v") || peek().equals("-");
    }

    private FrameState state() {
        int end = at + tokens.subList(at, tokens.size()).indexOf("]");
        String text = String.join(" ", tokens.subList(at, end + 1));
        FrameState known = states.get(text);
        if (known != null) {
            at = end + 1;
            return known;
        }
        require("[");
        declareObjects(end);
        FrameState state = frame();
        require("]");
        states.put(text, state);
        return state;
    }

    /** Objects that exist in states only are defined there, and may be mentioned before. */
    private void declareObjects(int end) {
        int start = at;
        while (at < end) {
            if (next().equals("{") && at + 1 < end && tokens.get(at + 1).equals("=") && !nodes.containsKey(peek())) {
                String name = next();
                next();
                nodes.put(name, define(Integer.parseInt(name.substring(1)), Rep.WORD));
            }
        }
        at = start;
    }

    private FrameState frame() {
        long code = number(next());
        int pc = integer();
        Resume resume = constant(Resume.class, next());
        List<Node> registers = new ArrayList<>();
        while (isValue()) {
            registers.add(value());
        }
        Node function = accept("called") ? value() : null;
        InlinedCall call = null;
        if (accept("at")) {
            int register = integer();
            require("wanted");
            int wanted = integer();
            require("flags");
            long flags = number(next());
            require("arguments");
            int arguments = integer();
            call = new InlinedCall(register, wanted, flags, arguments, accept("extra") ? list() : new Node[0]);
        }
        Map<Node, ObjectState> objects = new LinkedHashMap<>();
        while (accept("{")) {
            Node key = value();
            while (!accept("contents")) {
                next();
            }
            objects.put(key, new ObjectState(value(), value(), value(), list(), list()));
            require("}");
        }
        FrameState parent = accept("<") ? frame() : null;
        return new FrameState(parent, code, pc, resume, registers.toArray(Node[]::new), function, call, objects);
    }

    private Node[] list() {
        List<Node> list = new ArrayList<>();
        require("(");
        while (!accept(")")) {
            list.add(value());
        }
        return list.toArray(Node[]::new);
    }
}
