package perigee.record;

import java.util.List;
import perigee.asm.MachineCode;
import perigee.build.Assumption;
import perigee.emit.OptimizedCode;
import perigee.optimize.CompileResult;
import perigee.record.StateFormat.Functions;

/** What comes of a compile, as bytes. */
final class ResultFormat {
    private static final int CODE = 0;
    private static final int BAIL_OUT = 1;
    private static final int RESTS = 0;
    private static final int CONSTANT_CELL = 1;

    private ResultFormat() {
    }

    static void write(Output out, CompileResult result) {
        switch (result) {
            case CompileResult.Code(OptimizedCode(MachineCode code, int frameSlots, int words), List<Assumption> assumptions,
                    long closure, long[] references) -> {
                out.count(CODE);
                CodeFormat.write(out, code);
                out.count(frameSlots);
                out.count(words);
                out.list(assumptions, assumption -> write(out, assumption));
                out.word(closure);
                out.words(references);
            }
            case CompileResult.BailOut(String reason) -> {
                out.count(BAIL_OUT);
                out.text(reason);
            }
        }
    }

    static CompileResult read(Input in, Functions functions) throws MalformedRecordException {
        int kind = in.count();
        return switch (kind) {
            case CODE -> new CompileResult.Code(new OptimizedCode(CodeFormat.read(in, functions), in.count(), in.count()),
                    in.list(() -> readAssumption(in)), in.word(), in.words());
            case BAIL_OUT -> new CompileResult.BailOut(in.text());
            default -> throw new MalformedRecordException("no result is of kind " + kind);
        };
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
