package perigee.lower;

import java.util.List;
import perigee.asm.Condition;
import perigee.ir.Node;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Address;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.stub.CallStubs;
import perigee.value.Word;

/**
 * Open lists: where their values stand, and how they get to where they are wanted.
 *
 * <pre>
 *   all results of a call:   out-3 ...                          where callees leave them
 *   extra arguments:         ... up to the word with their number, below the frame's header
 * </pre>
 *
 * <p>A list of results ends below the stack's limit. It moves up by a frame's header and the values that stand before it, no
 * more than {@code perigee.build} lets stand there: for these there is room beyond the limit
 * ({@link StackLayout#SLACK_WORDS}). {@link perigee.ir.RuntimeCall#EXTRA_LIST} sees to the room for extra arguments.
 */
final class OpenLists {
    private final Selection s;
    private final LirBuilder b;

    OpenLists(Selection selection) {
        s = selection;
        b = selection.b;
    }

    /** Address of the first value. */
    int place(Node list) {
        if (list.isOpenCall()) {
            return b.outgoing(Call.FUNCTION_SLOT);
        }
        int negative = b.value(Op.NEG, Kind.INT, s.use(list));
        return b.value(Op.LEA, Kind.RAW, Address.of(Value.BASE, negative, 8, StackLayout.EXTRA_COUNT));
    }

    /** Moves the values to an outgoing slot and those after it. */
    void move(Node list, int slot) {
        if (list.isOpenCall() && slot == Call.FUNCTION_SLOT) {
            return;
        }
        b.call(Call.stub(CallStubs.RAISE_WORDS, List.of(), List.of(Place.RSI, Place.RDI, Place.RCX), Clobbers.RAISE), List.of(),
                new int[] {place(list), b.outgoing(slot), s.use(list)}, null);
    }

    /** The number of values and so many more. */
    int countWith(Node list, int more) {
        return more == 0 ? s.use(list) : b.addImmediate(Kind.INT, s.use(list), more);
    }

    /** Value number i of a list of results, or nil. */
    int result(Node list, int i) {
        int place = place(list);
        return s.mostly(Comparison.with(Test.CMP32, Condition.G, s.use(list), i), Kind.WORD,
                () -> b.value(Op.LOAD, Kind.WORD, Address.of(place, 8 * i)), () -> s.literal(Kind.WORD, Word.NIL));
    }

    /** How many words Java has left from the function's outgoing slot on. */
    int delivered() {
        int top = b.value(Op.LOAD, Kind.RAW, Selection.thread(ThreadLayout.TOP));
        int bytes = b.value(Op.SUB, Kind.INT, top, b.outgoing(Call.FUNCTION_SLOT));
        return b.fitting(b.immediate(Op.SHRI, Kind.INT, bytes, 3));
    }
}
