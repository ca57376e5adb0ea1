package perigee.vm.explain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.feedback.CallFeedback;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/** Finds the sites of a function that have seen more than its caches know. */
final class MegamorphicSites {
    /** @param isCall whether functions are many there, not shapes */
    record Found(int pc, String what, boolean isCall) {
    }

    private MegamorphicSites() {
    }

    static List<Found> of(LoadedFunction function) {
        List<Found> sites = new ArrayList<>();
        Prototype prototype = function.prototype();
        for (int pc = 0; pc < prototype.code().length; pc++) {
            long instruction = prototype.code()[pc];
            Opcode op = Instruction.op(instruction);
            long word = Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK);
            if (op.accessesField() && FieldFeedback.isMegamorphic(word)) {
                sites.add(new Found(pc, (op == Opcode.SELF ? "method '" : "field '") + key(prototype, op, instruction)
                        + "' of tables of more than " + FieldCache.MAX + " shapes", false));
            } else if (op.feedback == Opcode.Feedback.CALL && !CallFeedback.of(word).isComplete()) {
                sites.add(new Found(pc, "call of more than " + CallFeedback.of(word).targets().size() + " functions", true));
            }
        }
        return sites;
    }

    private static String key(Prototype prototype, Opcode op, long instruction) {
        int constant = op == Opcode.SETFIELD ? Instruction.b(instruction) : Instruction.c(instruction);
        return prototype.constants()[constant] instanceof Constant.Str(byte[] bytes)
                ? new String(bytes, StandardCharsets.ISO_8859_1) : "?";
    }
}
