package perigee.build;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.layout.HeapType;
import perigee.value.Word;

/**
 * {@code type(x) == "name"}: a test of the word instead of a comparison of names. Each of the two outcomes may be come to on
 * several ways, on which more is known of the word.
 */
final class TypeTests {
    private static final double LIKELY = 0.95;
    private static final double EVEN = 0.5;

    private final Context c;

    TypeTests(Context context) {
        c = context;
    }

    /** The ends of the ways to one outcome and to the other. */
    record Ways(List<Block> yes, List<Block> no) {
        Ways() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The ways that JEQK or JNEK goes; null if it does not compare the name of a type with one. No block is current then. */
    Ways ofComparison(long i) {
        Node name = c.register(Instruction.a(i));
        return name.is(Op.RUNTIME) && name.info() == RuntimeCall.TYPE_NAME
                && c.facts().prototype().constants()[Instruction.b(i)] instanceof Constant.Str(byte[] bytes)
                ? test(name.input(1), new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)) : null;
    }

    private Ways test(Node value, String type) {
        Ways ways = new Ways();
        switch (type) {
            case "nil" -> last(ways, c.op(Op.SAME, value, c.nil()));
            case "boolean" -> {
                first(ways, c.op(Op.SAME, value, c.word(Word.FALSE)));
                last(ways, c.op(Op.SAME, value, c.word(Word.TRUE)));
            }
            case "number" -> {
                first(ways, c.op(Op.IS_NUMBER, value));
                // An integer may be too large for a word.
                object(ways, value, HeapType.BOX);
            }
            case "string" -> object(ways, value, HeapType.STRING, HeapType.ROPE);
            case "function" -> object(ways, value, HeapType.CLOSURE, HeapType.NATIVE);
            case "table" -> object(ways, value, HeapType.TABLE);
            case "thread" -> object(ways, value, HeapType.COROUTINE);
            default -> {
                return null;
            }
        }
        return ways;
    }

    private void object(Ways ways, Node value, int... types) {
        List<Block> found = c.branch(c.op(Op.IS_OBJECT, value), LIKELY);
        ways.no.add(found.getLast());
        c.block = found.getFirst();
        Node isObject = c.block.begin();
        for (int n = 0; n < types.length; n++) {
            Node condition = c.op(Op.HAS_TYPE, types[n], value).setProof(isObject);
            if (n == types.length - 1) {
                last(ways, condition);
            } else {
                first(ways, condition);
            }
        }
    }

    /** If it does not hold, there is more to be asked. */
    private void first(Ways ways, Node condition) {
        List<Block> found = c.branch(condition, EVEN);
        ways.yes.add(found.getFirst());
        c.block = found.getLast();
    }

    private void last(Ways ways, Node condition) {
        List<Block> found = c.branch(condition, EVEN);
        ways.yes.add(found.getFirst());
        ways.no.add(found.getLast());
        c.block = null;
    }
}
