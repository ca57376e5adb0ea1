package perigee.vm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perigee.build.CompileRequest;
import perigee.build.FieldFact;
import perigee.build.FunctionFacts;
import perigee.build.GlobalFact;
import perigee.build.MetamethodFact;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.IndexFeedback;
import perigee.runtime.Intrinsic;

/** What a compile knows of an instruction, in words. */
final class FeedbackText {
    private static final String[] OPERANDS = {"integers", "floats", "mixed", "other", "boxed", "strings", "identity"};
    private static final String[] KEYS = {"element", "append", "absent", "hashed", "string key", "other key"};

    private final CompileRequest request;

    FeedbackText(CompileRequest request) {
        this.request = request;
    }

    /** Empty if nothing is known. */
    String of(FunctionFacts facts, int pc) {
        List<String> parts = new ArrayList<>();
        Opcode op = Instruction.op(facts.prototype().code()[pc]);
        long word = facts.feedback()[pc];
        if (op.feedback != Opcode.Feedback.NONE && op.feedback != Opcode.Feedback.FIELD) {
            parts.add(word == 0 ? "never run" : word(op, word));
        }
        if (facts.fields()[pc] != null) {
            parts.add(fields(facts.fields()[pc]));
        }
        if (facts.globals()[pc] != null) {
            parts.add(global(facts.globals()[pc]));
        }
        if (facts.tables()[pc] != null) {
            parts.add(facts.tables()[pc].inlineSlots() + " slots, array of " + facts.tables()[pc].capacity());
        }
        if (facts.metamethods()[pc] != null) {
            for (MetamethodFact fact : facts.metamethods()[pc]) {
                parts.add(fact.shape() + " has " + closure(fact.function()));
            }
        }
        if (facts.failed()[pc] != null) {
            parts.add("has failed: " + facts.failed()[pc].stream().map(reason -> reason.text()).toList());
        }
        return String.join("; ", parts);
    }

    private String word(Opcode op, long word) {
        return switch (op.feedback) {
            case ARITHMETIC -> {
                ArithmeticFeedback seen = ArithmeticFeedback.of(word);
                yield bits(seen.kinds(), OPERANDS) + called(seen.metamethods());
            }
            case BRANCH -> {
                BranchFeedback seen = BranchFeedback.of(word);
                String kinds = bits(seen.kinds(), OPERANDS);
                yield kinds + (kinds.isEmpty() ? "" : ", ") + "taken " + seen.taken() + ", not " + seen.notTaken();
            }
            case INDEX -> {
                IndexFeedback seen = IndexFeedback.of(word);
                yield bits(seen.kinds(), KEYS) + called(seen.metamethods());
            }
            case CALL -> "calls " + called(CallFeedback.of(word)).strip();
            case COUNTER -> "rounds " + word;
            case ALLOCATION -> "has run";
            case FIELD, NONE -> "";
        };
    }

    private static String bits(int kinds, String[] names) {
        List<String> parts = new ArrayList<>();
        for (int bit = 0; bit < names.length; bit++) {
            if ((kinds >> bit & 1) != 0) {
                parts.add(names[bit]);
            }
        }
        return String.join(" ", parts);
    }

    private String called(CallFeedback seen) {
        StringBuilder text = new StringBuilder();
        for (CallTarget target : seen.targets()) {
            text.append(' ').append(target.isNative() ? library(target.number()) : function(target.number()))
                    .append(target.isByCall() ? " by __call" : "");
        }
        return text + (seen.isComplete() ? "" : " and others");
    }

    private String library(int number) {
        Intrinsic intrinsic = request.natives().get(number);
        return intrinsic == null ? "library function " + number : "library " + lower(intrinsic);
    }

    private String function(int id) {
        FunctionFacts callee = request.functions().get(id);
        return callee == null ? "function " + id : callee.name();
    }

    private String closure(long address) {
        Integer id = request.closures().get(address);
        return id == null ? "0x" + Long.toHexString(address) : function(id);
    }

    private String global(GlobalFact global) {
        Intrinsic library = request.nativeObjects().get(global.value());
        return !global.constant() ? global.mutable() ? "variable" : "not set"
                : "constant " + (library != null ? "library " + lower(library) : closure(global.value()));
    }

    private static String fields(FieldFact[] facts) {
        List<String> ways = new ArrayList<>();
        for (FieldFact fact : facts) {
            ways.add(fact.shape() + " " + lower(fact.kind()) + (fact.offset() == 0 ? "" : " +" + fact.offset())
                    + (fact.after() == null ? "" : " then " + fact.after()));
        }
        return ways.isEmpty() ? "too many shapes" : String.join(" | ", ways);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
