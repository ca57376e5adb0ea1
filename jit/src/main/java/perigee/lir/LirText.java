package perigee.lir;

import java.util.Locale;

/**
 * The text form, which {@link LirParser} reads back. What is written by an instruction stands left of the {@code =}, lost
 * registers with a {@code ~}; a {@code !} says that an integer needs at most 50 bits.
 */
public final class LirText {
    private final LirFunction function;
    private final StringBuilder out = new StringBuilder();

    private LirText(LirFunction function) {
        this.function = function;
    }

    public static String of(LirFunction function) {
        LirText text = new LirText(function);
        text.function();
        return text.out.toString();
    }

    /** One instruction, without indentation. */
    public static String of(LirFunction function, Instruction instruction) {
        LirText text = new LirText(function);
        text.instruction(instruction);
        return text.out.toString();
    }

    private void function() {
        out.append("function ").append(function.name).append(" parameters ").append(function.parameters).append('\n');
        for (Block block : function.blocks()) {
            out.append(block);
            if (block.parameterCount() > 0) {
                out.append('(');
                for (int i = 0; i < block.parameterCount(); i++) {
                    separate(i);
                    definition(block.parameter(i));
                }
                out.append(')');
            }
            out.append(' ').append(block.frequency).append(":\n");
            for (Instruction instruction : block.instructions()) {
                if (instruction.op != Op.LABEL) {
                    out.append("  ");
                    instruction(instruction);
                    out.append('\n');
                }
            }
        }
    }

    private void separate(int i) {
        if (i > 0) {
            out.append(", ");
        }
    }

    private void definition(int register) {
        out.append('v').append(register).append(':').append(text(function.kind(register)));
        if (function.fits(register)) {
            out.append('!');
        }
    }

    static String text(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void instruction(Instruction i) {
        boolean written = false;
        for (int n = 0; n < i.count(); n++) {
            if (i.rule(n).action().writes()) {
                out.append(written ? ", " : "").append(i.rule(n).action() == Rule.Action.TEMP ? "~" : "");
                definition(i.operand(n));
                written = true;
            }
        }
        out.append(written ? " = " : "").append(i.op.text());
        if (i.call != null) {
            call(i.call);
        }
        if (i.op == Op.JUMP) {
            out.append(' ').append(i.target(0));
            if (i.count() > 0) {
                out.append('(');
                operands(i, 0, i.count());
                out.append(')');
            }
            return;
        }
        int own = i.test == null ? i.stateStart() : i.op.rules().length;
        operands(i, 0, i.hasAddress() ? Math.min(own, i.baseOperand()) : own);
        if (i.op.hasImmediate()) {
            out.append(" #").append(i.immediate);
        }
        if (i.op.hasSymbol()) {
            out.append(' ').append(i.symbol);
        }
        if (i.test != null) {
            out.append(own > 0 ? " if " : " ").append(i.test.text()).append('.').append(i.condition.suffix());
            operands(i, own, i.hasAddress() ? i.baseOperand() : i.stateStart());
        }
        for (int n = 0; n < i.targetCount(); n++) {
            out.append(n == 0 ? " ? " : " : ").append(i.target(n));
        }
        if (i.exit != null) {
            String origin = String.valueOf(i.exit.origin()).replace(' ', '_');
            out.append(" exit ").append(i.exit.number()).append(' ').append(origin).append(" {");
            state(i);
            out.append('}');
        }
    }

    private void operands(Instruction i, int from, int to) {
        boolean first = true;
        for (int n = from; n < to; n++) {
            if (!i.rule(n).action().writes()) {
                out.append(!first ? ", " : i.op == Op.JUMP ? "" : " ");
                operand(i, i.operand(n));
                first = false;
            }
        }
    }

    private void state(Instruction i) {
        for (int n = i.stateStart(); n < i.count(); n++) {
            separate(n - i.stateStart());
            operand(i, i.operand(n));
        }
    }

    private void operand(Instruction i, int value) {
        if (value == Value.MEMORY) {
            address(i);
        } else if (value == Value.IMMEDIATE) {
            out.append('#').append(i.immediate);
        } else {
            value(value);
        }
    }

    private void value(int value) {
        if (Value.isRegister(value)) {
            out.append('v').append(value);
        } else if (Value.isConstant(value)) {
            int number = Value.constantNumber(value);
            out.append(text(function.constantKind(number))).append(':').append(function.constant(number));
        } else {
            out.append(Value.pinnedName(value));
        }
    }

    private void address(Instruction i) {
        out.append('[');
        boolean any = false;
        if (i.base() != Value.NONE) {
            value(i.base());
            any = true;
        }
        if (i.index() != Value.NONE) {
            out.append(any ? " + " : "");
            value(i.index());
            out.append('*').append(1 << i.scaleBits);
            any = true;
        }
        if (i.displacement != 0 || !any) {
            out.append(any ? " + " : "").append(i.displacement);
        }
        out.append(']');
    }

    private void call(Call call) {
        out.append(' ').append(call.kind().name().toLowerCase(Locale.ROOT)).append(' ')
                .append(call.symbol() == null ? "-" : call.symbol());
        out.append(" results");
        call.results().forEach(place -> out.append(' ').append(Place.text(place)));
        out.append(" arguments");
        call.arguments().forEach(place -> out.append(' ').append(Place.text(place)));
        out.append(" clobbers ").append(Integer.toHexString(call.clobbers())).append(" passed ").append(call.passed())
                .append(" wanted ").append(call.wanted()).append(" with");
    }
}
