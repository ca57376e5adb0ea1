package perigee.vm.dump;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.interp.Driver;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** The bytecode of a function, each instruction with what it has seen. */
public final class FeedbackDump {
    private static final int REMARK = 64;

    private final LuaState state;
    private final Driver driver;
    private final LoadedFunction function;
    private final FeedbackWords words;

    private FeedbackDump(LuaState state, Driver driver, LoadedFunction function) {
        this.state = state;
        this.driver = driver;
        this.function = function;
        words = new FeedbackWords(this::name, state.functions()::nameOf);
    }

    /** The listing of a function, without those nested in it. */
    public static String of(LuaState state, Driver driver, LoadedFunction function) {
        return new FeedbackDump(state, driver, function).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        Prototype prototype = function.prototype();
        for (int pc = 0; pc < prototype.code().length; pc++) {
            int start = text.length();
            text.append(Printer.printInstruction(prototype, pc));
            String seen = seen(Instruction.op(prototype.code()[pc]),
                    Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK));
            if (!seen.isEmpty()) {
                text.repeat(' ', Math.max(2, REMARK - (text.length() - start))).append("| ").append(seen);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String seen(Opcode op, long word) {
        // Those of globals know the variable's place, which says nothing.
        return op.accessesField() ? fields(word) : words.of(op, word);
    }

    private String fields(long word) {
        if (FieldFeedback.isMegamorphic(word)) {
            return "megamorphic";
        }
        List<String> shapes = new ArrayList<>();
        for (FieldCache.Entry entry : driver.fields().known(word)) {
            shapes.add(field(entry));
        }
        return String.join(" or ", shapes);
    }

    private String field(FieldCache.Entry entry) {
        String shape = ShapeText.of(state.shapes(), entry.shape());
        return entry.delegate() == null || entry.delegate().holder() == null ? shape + (entry.isFunction() ? " by a function" : "")
                : shape + (entry.delegate().isHere() ? " else " : " by ") + field(entry.delegate().holder());
    }

    private String name(int id) {
        LoadedFunction called = state.functions().ofId(id);
        return called == null ? "dead function" : FunctionNames.place(called.prototype());
    }
}
