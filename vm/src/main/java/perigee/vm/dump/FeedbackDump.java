package perigee.vm.dump;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Printer;
import perigee.bytecode.Prototype;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.feedback.IndexFeedback;
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

    private FeedbackDump(LuaState state, Driver driver, LoadedFunction function) {
        this.state = state;
        this.driver = driver;
        this.function = function;
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
        return switch (op.feedback) {
            case NONE, ALLOCATION -> "";
            case ARITHMETIC -> join(operands((int) word), functions(ArithmeticFeedback.of(word).metamethods()));
            case BRANCH -> branch(BranchFeedback.of(word));
            case COUNTER -> word == 0 ? "" : (int) word + " rounds";
            case CALL -> functions(CallFeedback.of(word));
            case INDEX -> join(accesses((int) word), functions(IndexFeedback.of(word).metamethods()));
            // Those of globals know the variable's place, which says nothing.
            case FIELD -> op == Opcode.GETGLOBAL || op == Opcode.SETGLOBAL ? "" : fields(word);
        };
    }

    private static String branch(BranchFeedback seen) {
        if (seen.taken() == 0 && seen.notTaken() == 0) {
            return "";
        }
        return join(operands(seen.kinds()), "taken " + seen.taken() + ", not " + Integer.toUnsignedString(seen.notTaken()));
    }

    private String fields(long word) {
        if (FieldFeedback.isMegamorphic(word)) {
            return "megamorphic";
        }
        List<String> shapes = new ArrayList<>();
        for (FieldCache.Entry entry : driver.fields().known(word)) {
            shapes.add(ShapeText.of(state.shapes().byId(entry.shape())));
        }
        return String.join(" or ", shapes);
    }

    private String functions(CallFeedback seen) {
        List<String> names = new ArrayList<>();
        for (CallTarget target : seen.targets()) {
            names.add(name(target));
        }
        if (!seen.isComplete()) {
            names.add("others");
        }
        return String.join(" or ", names);
    }

    private String name(CallTarget target) {
        String name;
        if (target.isNative()) {
            name = state.functions().nameOf(target.number());
        } else {
            LoadedFunction called = state.functions().ofId(target.number());
            name = called == null ? "dead function" : FunctionNames.place(called.prototype());
        }
        return target.isByCall() ? name + " by __call" : name;
    }

    private static String operands(int kinds) {
        return kinds(kinds, Feedback.INTEGERS, "integers", Feedback.FLOATS, "floats", Feedback.MIXED, "integer and float",
                Feedback.BOXED, "large integers", Feedback.STRINGS, "strings", Feedback.IDENTITY, "objects",
                Feedback.OTHER, "others");
    }

    private static String accesses(int kinds) {
        return kinds(kinds, Feedback.ELEMENT, "element", Feedback.APPEND, "append", Feedback.ABSENT, "absent",
                Feedback.HASHED, "integer in the hash part", Feedback.STRING_KEY, "string", Feedback.OTHER_KEY, "others");
    }

    /** @param names a bit and its name, by turns */
    private static String kinds(int kinds, Object... names) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.length; i += 2) {
            if ((kinds & (int) names[i]) != 0) {
                found.add((String) names[i + 1]);
            }
        }
        return String.join(" or ", found);
    }

    private static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }
}
