package perigee.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.asm.Condition;
import perigee.deopt.Reason;
import perigee.ir.CallSite;
import perigee.ir.Node;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.StackLayout;
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
import perigee.stub.CallingStubs;
import perigee.stub.LibraryStubs;
import perigee.stub.OptimizedStubs;
import perigee.stub.Stubs;
import perigee.value.Word;

/**
 * Calls and returns. What is called is known to be a closure, or a function in Java, or is looked at: a closure's code is
 * jumped to; a function in Java is done by a stub, if that can; anything else leaves for the driver, which puts the results
 * where a callee does, as many as are wanted. If all are wanted, all are left there: see {@link OpenLists}.
 */
final class Calls {

    private final Selection s;
    private final LirBuilder b;
    private final States states;
    private final OpenLists lists;

    /** Where the ways of making a call meet, with the results; with their number if all of them are to stay where they are. */
    private final class Meeting {
        final perigee.lir.Block block = s.newBlock();
        final int[] results;
        final boolean open;

        Meeting(int count, boolean open) {
            this.open = open;
            results = new int[count];
            for (int i = 0; i < count; i++) {
                results[i] = b.parameter(block, open ? Kind.INT : Kind.WORD, open);
            }
        }
    }

    Calls(Selection selection, States states, OpenLists lists) {
        s = selection;
        b = selection.b;
        this.states = states;
        this.lists = lists;
    }

    // ---- calls -----------------------------------------------------------------------------------------------------

    /** A call, with all the results of it that are asked for. */
    void call(Node node) {
        CallSite site = (CallSite) node.info();
        States.Lowered state = states.lower(node.state(), Reason.RESUMED);
        pass(node, site);
        if (node.isOpenCall()) {
            Meeting meeting = new Meeting(1, true);
            make(node, site, state, meeting);
            s.define(node, meeting.results[0]);
            return;
        }
        int results = 0;
        for (Node result : s.uses.results(node)) {
            results = Math.max(results, (int) result.number());
        }
        int count = results > 0 || s.uses.count(node) > 0 || s.uses.isInState(node) ? results + 1 : 0;
        int[] values;
        if (isGuest(site) && results == 0) {
            values = new int[] {enter(node, site, state, false)};
        } else {
            Meeting meeting = new Meeting(count, false);
            make(node, site, state, meeting);
            values = meeting.results;
        }
        if (count > 0) {
            s.define(node, values[0]);
        }
        for (Node result : s.uses.results(node)) {
            s.define(result, values[(int) result.number()]);
        }
    }

    private void make(Node node, CallSite site, States.Lowered state, Meeting meeting) {
        switch (site.kind()) {
            case CLOSURE, CALLING -> closure(node, site, state, meeting);
            case NATIVE -> library(node, site, state, meeting);
            case ANY -> any(node, site, state, meeting);
        }
        b.begin(meeting.block);
    }

    /** Puts the values of an open list behind the arguments. Returns the number of all. */
    private int pass(Node node, CallSite site) {
        if (node.list() != null) {
            lists.move(node.list(), site.passed());
        }
        return passed(node, site);
    }

    /** The number of all arguments. */
    private int passed(Node node, CallSite site) {
        return node.list() == null ? s.literal(Kind.INT, site.passed()) : lists.countWith(node.list(), site.passed());
    }

    private static boolean isGuest(CallSite site) {
        return site.kind() == CallSite.Kind.CLOSURE || site.kind() == CallSite.Kind.CALLING;
    }

    private void any(Node node, CallSite site, States.Lowered state, Meeting meeting) {
        int function = s.use(node, 0);
        perigee.lir.Block object = s.newBlock();
        perigee.lir.Block closure = s.newBlock();
        perigee.lir.Block other = s.newBlock();
        perigee.lir.Block library = s.newBlock();
        perigee.lir.Block notObject = s.coldBlock();
        perigee.lir.Block odd = s.coldBlock();
        b.branch(isObject(function), object, notObject);
        b.begin(object);
        b.branch(Conditions.hasType(Address.of(function, 0), HeapType.CLOSURE), closure, other);
        b.begin(closure);
        closure(node, site, state, meeting);
        b.begin(other);
        b.branch(Conditions.hasType(Address.of(function, 0), HeapType.NATIVE), library, odd);
        b.begin(library);
        library(node, site, state, meeting);
        b.begin(odd);
        leave(node, site, state, meeting);
        b.begin(notObject);
        leave(node, site, state, meeting);
    }

    private Comparison isObject(int word) {
        return Comparison.of(Test.CMP, Condition.B, b.addImmediate(Kind.INT, word, -Word.FIRST_OBJECT),
                s.constant(Kind.INT, 1L << Word.OBJECT_BITS));
    }

    /** The function and the arguments, those in an open list aside. */
    private static int words(Node node) {
        return node.list() == null ? node.count() : node.count() - 1;
    }

    /** The function, then the arguments. */
    private int[] operands(Node node, int... before) {
        int[] operands = new int[before.length + words(node)];
        System.arraycopy(before, 0, operands, 0, before.length);
        for (int i = 0; i < words(node); i++) {
            operands[before.length + i] = s.useAnywhere(node.input(i));
        }
        return operands;
    }

    private static List<Integer> places(Node node, Integer... before) {
        List<Integer> places = new ArrayList<>(List.of(before));
        places.add(Place.outgoing(Call.FUNCTION_SLOT));
        for (int i = 0; i < words(node) - 1; i++) {
            places.add(Place.outgoing(i));
        }
        return places;
    }

    // ---- compiled functions ----------------------------------------------------------------------------------------

    /** Makes the call; returns the register of the first result, that of the number of results is the next. */
    private int enter(Node node, CallSite site, States.Lowered state, boolean counted) {
        List<Kind> kinds = counted ? List.of(Kind.WORD, Kind.INT) : List.of(Kind.WORD);
        boolean isCalling = site.kind() == CallSite.Kind.CALLING;
        Call call = isCalling ? Call.calling(CallingStubs.CALL, site.passed(), site.wanted(), counted)
                : Call.guest(site.passed(), site.wanted(), counted);
        int[] operands = isCalling ? operands(node) : operands(node, target(node, site));
        if (node.list() != null) {
            call = call.withCount();
            operands = Arrays.copyOf(operands, operands.length + 1);
            operands[operands.length - 1] = passed(node, site);
        }
        return b.call(call, kinds, operands, state.origin(), state.values());
    }

    /** The address of the function's machine code; if there is none, of the stub that has the driver call it. */
    private int target(Node node, CallSite site) {
        int code = site.code() != 0 ? s.constant(Kind.INT, site.code())
                : b.value(Op.LOAD, Kind.RAW, Address.of(s.use(node, 0), FunctionLayout.CODE));
        int entry = b.value(Op.LOAD, Kind.RAW, Address.of(code, FunctionLayout.NATIVE_ENTRY));
        return s.mostly(Comparison.with(Test.CMP, Condition.NE, entry, 0), Kind.RAW, () -> entry,
                () -> b.address(Stubs.EXIT_CALL));
    }

    private void closure(Node node, CallSite site, States.Lowered state, Meeting meeting) {
        boolean counted = meeting.open || meeting.results.length > 1;
        int first = enter(node, site, state, counted);
        results(first, first + 1, meeting);
    }

    /**
     * The results of a callee, of which there are as many as it likes: the first in a register, the others in place.
     *
     * @param count register that has their number, which is looked at only if more than one is needed
     */
    private void results(int first, int count, Meeting meeting) {
        int[] results = meeting.results;
        if (meeting.open) {
            b.memory(Op.STORE, Address.of(b.outgoing(Call.FUNCTION_SLOT), 0), first);
            b.jump(meeting.block, b.fitting(count));
            return;
        }
        if (results.length > 1) {
            perigee.lir.Block enough = s.newBlock();
            perigee.lir.Block fewer = s.coldBlock();
            b.branch(Comparison.with(Test.CMP32, Condition.GE, count, results.length), enough, fewer);
            b.begin(fewer);
            int[] some = new int[results.length];
            some[0] = first;
            for (int i = 1; i < some.length; i++) {
                some[i] = b.select(Comparison.with(Test.CMP32, Condition.G, count, i), Kind.WORD, b.result(i),
                        s.constant(Kind.WORD, Word.NIL));
            }
            b.jump(meeting.block, some);
            b.begin(enough);
        }
        int[] all = new int[results.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i == 0 ? first : b.result(i);
        }
        b.jump(meeting.block, all);
    }

    // ---- functions in Java -----------------------------------------------------------------------------------------

    private void library(Node node, CallSite site, States.Lowered state, Meeting meeting) {
        int place = b.outgoing(Call.FUNCTION_SLOT);
        int first = b.call(Call.stub(LibraryStubs.CALL, List.of(Place.RAX, Place.RCX),
                places(node, Place.RAX, Place.RDI, Place.RCX), Clobbers.LIBRARY), List.of(Kind.WORD, Kind.INT),
                operands(node, s.useAnywhere(node.input(0)), place, passed(node, site)), null);
        int count = first + 1;
        perigee.lir.Block done = s.newBlock();
        perigee.lir.Block declined = s.coldBlock();
        b.branch(Comparison.with(Test.CMP32, Condition.GE, count, 0), done, declined);
        b.begin(declined);
        leave(node, site, state, meeting);
        b.begin(done);
        results(first, count, meeting);
    }

    /** Leaves to have the call made; all results that are wanted are in place then. */
    private void leave(Node node, CallSite site, States.Lowered state, Meeting meeting) {
        Call call = new Call(Call.Kind.LEAVE, OptimizedStubs.CALL, List.of(), places(node, Place.RCX, Place.RSI),
                Call.EVERYTHING, node.list() == null ? site.passed() : Call.COUNTED, site.wanted());
        b.call(call, List.of(), operands(node, passed(node, site), s.literal(Kind.INT, site.wanted())), state.origin(),
                state.values());
        if (meeting.open) {
            b.jump(meeting.block, lists.delivered());
            return;
        }
        int[] results = new int[meeting.results.length];
        for (int i = 0; i < results.length; i++) {
            results[i] = b.result(i);
        }
        b.jump(meeting.block, results);
    }

    // ---- returns ---------------------------------------------------------------------------------------------------

    /** To the word in the link's place, if that is an address; of a vararg function, by a stub. */
    void ret(Node node) {
        if (node.list() != null) {
            returnList(node);
            return;
        }
        int[] values = new int[node.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = s.useAnywhere(node.input(i));
        }
        b.ret(s.request.vararg() ? b.address(OptimizedStubs.RETURN_VARARG)
                : b.value(Op.LOAD, Kind.RAW, Address.of(Value.BASE, StackLayout.LINK)), values);
    }

    /** An open list, in which the values before it get places. */
    private void returnList(Node node) {
        Node list = node.list();
        int before = node.count() - 1;
        List<Integer> places = new ArrayList<>(List.of(Place.RSI, Place.RCX, Place.RDI, Place.RDX));
        int[] operands = new int[places.size() + before];
        if (before > 0) {
            lists.move(list, Call.FUNCTION_SLOT + before);
        }
        operands[0] = before > 0 ? b.outgoing(Call.FUNCTION_SLOT) : lists.place(list);
        operands[1] = lists.countWith(list, before);
        operands[2] = functionPlace();
        operands[3] = b.value(Op.LOAD, Kind.RAW, Address.of(operands[2], StackLayout.LINK - StackLayout.FUNCTION));
        for (int i = 0; i < before; i++) {
            operands[places.size()] = s.useAnywhere(node.input(i));
            places.add(Place.outgoing(Call.FUNCTION_SLOT + i));
        }
        b.tail(Call.stub(CallStubs.RETURN_VALUES, List.of(), places, 0), operands);
    }

    /** Where the caller put the function: for a vararg function that is below the extra arguments. */
    private int functionPlace() {
        if (!s.request.vararg()) {
            return b.value(Op.LEA, Kind.RAW, Address.of(Value.BASE, StackLayout.FUNCTION));
        }
        int below = 1 + 2 * StackLayout.HEADER_WORDS + s.request.parameters();
        int extra = b.value(Op.NEG, Kind.INT, b.unboxInteger(
                b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, StackLayout.EXTRA_COUNT))));
        return b.value(Op.LEA, Kind.RAW, Address.of(Value.BASE, extra, 8, -8 * below));
    }

    // ---- tail calls ------------------------------------------------------------------------------------------------

    /** In this function's place. */
    void tailCall(Node node) {
        CallSite site = (CallSite) node.info();
        int passed = pass(node, site);
        int target = target(node, site);
        int place = b.outgoing(Call.FUNCTION_SLOT);
        b.tail(Call.stub(CallStubs.TAIL_CALL, List.of(), places(node, Place.RDX, Place.RSI, Place.RDI, Place.RCX), 0),
                operands(node, target, place, functionPlace(), passed));
    }
}
