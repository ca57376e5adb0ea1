package perigee.record;

import java.util.List;
import perigee.asm.MachineCode;
import perigee.build.Assumption;
import perigee.build.InlineTree;
import perigee.emit.OptimizedCode;
import perigee.optimize.CompileResult;
import perigee.record.StateFormat.Functions;

/** What comes of a compile, as bytes. */
final class ResultFormat {
    private static final int CODE = 0;
    private static final int BAIL_OUT = 1;
    private static final int RESTS = 0;
    private static final int CONSTANT_CELL = 1;
    /** No compile inlines that deep. */
    private static final int DEEPEST = 100;

    private ResultFormat() {
    }

    static void write(Output out, CompileResult result) {
        switch (result) {
            case CompileResult.Code(OptimizedCode(MachineCode code, int frameSlots, int words), List<Assumption> assumptions,
                    long closure, long[] references, InlineTree inlined) -> {
                out.count(CODE);
                CodeFormat.write(out, code);
                out.count(frameSlots);
                out.count(words);
                out.list(assumptions, assumption -> write(out, assumption));
                out.word(closure);
                out.words(references);
                write(out, inlined);
            }
            case CompileResult.BailOut(String reason, InlineTree inlined) -> {
                out.count(BAIL_OUT);
                out.text(reason);
                out.optional(inlined, tree -> write(out, tree));
            }
        }
    }

    static CompileResult read(Input in, Functions functions) throws MalformedRecordException {
        int kind = in.count();
        return switch (kind) {
            case CODE -> new CompileResult.Code(new OptimizedCode(CodeFormat.read(in, functions), in.count(), in.count()),
                    in.list(() -> readAssumption(in)), in.word(), in.words(), readTree(in, 0));
            case BAIL_OUT -> new CompileResult.BailOut(in.text(), in.optional(() -> readTree(in, 0)));
            default -> throw new MalformedRecordException("no result is of kind " + kind);
        };
    }

    private static void write(Output out, InlineTree tree) {
        out.name(tree.name());
        out.number(tree.line());
        out.constant(tree.verdict());
        out.count(tree.size());
        out.word(Double.doubleToRawLongBits(tree.frequency()));
        out.list(tree.children(), child -> write(out, child));
    }

    private static InlineTree readTree(Input in, int depth) throws MalformedRecordException {
        if (depth > DEEPEST) {
            throw new MalformedRecordException("functions inlined into each other more than " + DEEPEST + " deep");
        }
        return new InlineTree(in.name(), in.number(), in.constant(InlineTree.Verdict.class), in.count(),
                Double.longBitsToDouble(in.word()), List.copyOf(in.list(() -> readTree(in, depth + 1))));
    }

    private static void write(Output out, Assumption assumption) {
        switch (assumption) {
            case Assumption.Rests(int number) -> {
                out.count(RESTS);
                out.count(number);
            }
            case Assumption.ConstantCell(long cell) -> {
                out.count(CONSTANT_CELL);
                out.word(cell);
            }
        }
    }

    private static Assumption readAssumption(Input in) throws MalformedRecordException {
        int kind = in.count();
        return switch (kind) {
            case RESTS -> new Assumption.Rests(in.count());
            case CONSTANT_CELL -> new Assumption.ConstantCell(in.word());
            default -> throw new MalformedRecordException("no assumption is of kind " + kind);
        };
    }
}
