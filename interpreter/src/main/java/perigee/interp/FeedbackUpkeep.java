package perigee.interp;

import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.CallFeedback;
import perigee.feedback.FieldFeedback;
import perigee.feedback.IndexFeedback;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;

/** Keeps what feedback knows true: it forgets what has died, and fields of tables whose behaviour is retired. */
final class FeedbackUpkeep {
    private final LuaState state;
    private final Driver driver;
    private final FieldAccess fields;

    FeedbackUpkeep(LuaState state, Driver driver, FieldAccess fields) {
        this.state = state;
        this.driver = driver;
        this.fields = fields;
    }

    /** From now on, for as long as the state is there. */
    void listen() {
        state.heapConnection().addDeathListener(this::dropDead);
        state.shapes().setRetirementListener(this::forgetStale);
    }

    /** After a marking: feedback forgets what is dead. */
    private void dropDead(LongPredicate isDead) {
        fields.dropDead(isDead);
        fields.keyed().dropDead(isDead);
        BitSet caches = new BitSet();
        BitSet keyedCaches = new BitSet();
        IntPredicate isGone = number -> {
            LoadedFunction function = state.functions().ofId(number);
            return function == null || isDead.test(function.code());
        };
        for (LoadedFunction function : state.functions().all()) {
            if (!isDead.test(function.code())) {
                dropDeadTargets(function, isGone);
                changeFields(function, word -> noteCache(fields.withRoom(word), caches));
                changeKeyed(function, word -> noteKeyedCache(word, keyedCaches));
            }
        }
        fields.retain(caches);
        fields.keyed().retain(keyedCaches);
    }

    /** Returns the word. */
    private static long noteCache(long word, BitSet caches) {
        if (FieldFeedback.hasCache(word)) {
            caches.set(FieldFeedback.cache(word));
        }
        return word;
    }

    /** Returns the word. */
    private static long noteKeyedCache(long word, BitSet caches) {
        if (IndexFeedback.hasCache(word)) {
            caches.set(IndexFeedback.cache(word));
        }
        return word;
    }

    private static long address(LoadedFunction function, int pc) {
        return Functions.instruction(function.code(), pc) + Instruction.FEEDBACK;
    }

    private static void dropDeadTargets(LoadedFunction function, IntPredicate isGone) {
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            Opcode.Feedback kind = Instruction.op(code[pc]).feedback;
            long address = address(function, pc);
            long word = Memory.getLong(address);
            if (word == 0) {
                continue;
            }
            if (kind == Opcode.Feedback.CALL) {
                Memory.putLong(address, CallFeedback.withoutDead(word, isGone));
            } else if (kind == Opcode.Feedback.ARITHMETIC || kind == Opcode.Feedback.INDEX) {
                Memory.putLong(address, CallFeedback.withoutDeadMetamethod(word, isGone));
            }
        }
    }

    /** Behaviours were retired: field caches forget the shapes that have them, and what was found by way of such tables. */
    private void forgetStale() {
        driver.nativeTier().forgetStale();
        for (LoadedFunction function : state.functions().all()) {
            changeFields(function, fields::withoutStale);
            changeKeyed(function, fields.keyed()::withoutStale);
        }
    }

    /** Changes the feedback words of a function's accesses of fields. */
    private void changeFields(LoadedFunction function, LongUnaryOperator change) {
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]).accessesField()) {
                long before = Memory.getLong(address(function, pc));
                long after = change.applyAsLong(before);
                Memory.putLong(address(function, pc), after);
                if (FieldFeedback.isMegamorphic(before) && before != after) {
                    driver.nativeTier().learnsAgain(function.code(), pc);
                }
            }
        }
    }

    /** Changes the feedback words of a function's accesses by computed keys. */
    private static void changeKeyed(LoadedFunction function, LongUnaryOperator change) {
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]).feedback == Opcode.Feedback.INDEX) {
                long address = address(function, pc);
                Memory.putLong(address, change.applyAsLong(Memory.getLong(address)));
            }
        }
    }
}
