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
import perigee.runtime.Intrinsic;
import perigee.vm.dump.FeedbackWords;

/** What a compile knows of an instruction, in words. */
final class FeedbackText {
    private final CompileRequest request;
    private final FeedbackWords words;

    FeedbackText(CompileRequest request) {
        this.request = request;
        words = new FeedbackWords(this::function, this::library);
    }

    /** Empty if nothing is known. */
    String of(FunctionFacts facts, int pc) {
        List<String> parts = new ArrayList<>();
        Opcode op = Instruction.op(facts.prototype().code()[pc]);
        long word = facts.feedback()[pc];
        if (op.feedback != Opcode.Feedback.NONE && op.feedback != Opcode.Feedback.FIELD) {
            parts.add(word == 0 ? "never run" : words.of(op, word));
        }
        if (facts.fields()[pc] != null) {
            parts.add(fields(facts.fields()[pc]));
        }
        if (facts.keyed()[pc] != null) {
            facts.keyed()[pc].forEach((key, ofKey) -> parts.add("key 0x" + Long.toHexString(key) + ": " + fields(ofKey)));
        }
        if (facts.globals()[pc] != null) {
            parts.add(global(facts.globals()[pc]));
        }
        if (facts.tables()[pc] != null) {
            parts.add(facts.tables()[pc].inlineSlots() + " slots, array of " + facts.tables()[pc].capacity());
        }
        if (facts.metamethods()[pc] != null) {
            for (MetamethodFact fact : facts.metamethods()[pc]) {
                parts.add(fact.shape() + " has " + (fact.place() != null ? "one at +" + fact.place().offset() + " of its metatable"
                        : closure(fact.function())));
            }
        }
        if (facts.failed()[pc] != null) {
            parts.add("has failed: " + facts.failed()[pc].stream().map(reason -> reason.text()).toList());
        }
        return String.join("; ", parts);
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
            ways.add(field(fact));
        }
        return ways.isEmpty() ? "too many shapes" : String.join(" | ", ways);
    }

    private static String field(FieldFact fact) {
        String delegate = fact.delegate() == null ? ""
                : fact.delegate().holder() == null ? " by a function" : " else " + field(fact.delegate().holder());
        return fact.shape() + " " + lower(fact.kind()) + (fact.offset() == 0 ? "" : " +" + fact.offset())
                + (fact.after() == null ? "" : " then " + fact.after()) + delegate;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
