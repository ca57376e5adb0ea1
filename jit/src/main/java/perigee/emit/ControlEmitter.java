package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.util.ArrayList;
import java.util.List;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Call;
import perigee.lir.FrameOrigin;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.LirFunction;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Value;
import perigee.regalloc.Allocation;
import perigee.regalloc.Move;
import perigee.runtime.Functions;
import perigee.stub.Abi;
import perigee.stub.OptimizedStubs;
import perigee.stub.Stubs;
import perigee.value.Word;

/** Calls, safepoints, exits and returns: everything that leaves the code, with what has to be known about it. */
final class ControlEmitter {
    private static final int[] NO_SLOTS = {};
    /** Between the arguments of a vararg function and its frame: their number and a header. */
    private static final int VARARG_WORDS = 1 + StackLayout.HEADER_WORDS;

    private final Operands o;
    private final Assembler a;
    private final Allocation allocation;
    private final Moves moves;
    private final LineMarks lines;
    /** Emitted behind the function. */
    private final List<Runnable> outOfLine = new ArrayList<>();

    ControlEmitter(Operands operands, Moves moves, LineMarks lines) {
        this.lines = lines;
        o = operands;
        a = operands.a;
        allocation = operands.allocation;
        this.moves = moves;
    }

    void emitOutOfLine() {
        outOfLine.forEach(Runnable::run);
    }

    /** Has a part of the instruction emitted behind the function. */
    private void outOfLine(Runnable part) {
        int line = o.instruction.line();
        outOfLine.add(() -> {
            lines.mark(line);
            part.run();
        });
    }

    // ---- entry and return ----------------------------------------------------------------------------------------------

    void entry(Entry entry) {
        if (entry != Entry.FRAME) {
            checkCall(entry == Entry.VARARG_CALL);
        }
        a.bind(a.newLabel(OptimizedCode.CHECKED));
        if (entry != Entry.FRAME) {
            takeArguments(entry == Entry.VARARG_CALL);
        }
        clearSlots();
    }

    /** Attention and room. */
    private void checkCall(boolean isVararg) {
        int parameters = allocation.function.parameters;
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        a.jump(Condition.NE, Stubs.EXIT_CALL);
        int above = words() + (isVararg ? parameters + VARARG_WORDS : 0);
        a.emit(LEA_R64_M, RDX, isVararg ? mem(Abi.BASE, RCX, 8, 8 * above) : mem(Abi.BASE, 8 * above));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, Stubs.EXIT_CALL);
    }

    /** Parameters that were not given are nil; extra arguments are put out of the way. */
    private void takeArguments(boolean isVararg) {
        int parameters = allocation.function.parameters;
        if (parameters > 0) {
            Label fill = a.newLabel();
            Label filled = a.newLabel();
            a.emit(CMP_RM32_IMM32, RCX, parameters);
            a.jump(Condition.B, fill);
            a.bind(filled);
            outOfLine.add(() -> {
                a.bind(fill);
                fill(parameters);
                a.jump(filled);
            });
        }
        if (isVararg) {
            a.move(RSI, parameters);
            a.call(OptimizedStubs.PREPARE_VARARG);
        }
    }

    /** Makes parameters from number ecx on nil. */
    private void fill(int parameters) {
        for (int p = 0; p < parameters; p++) {
            Label given = a.newLabel();
            a.emit(CMP_RM32_IMM32, RCX, p);
            a.jump(Condition.A, given);
            a.emit(MOV_RM64_IMM32, Abi.register(p), Word.NIL);
            a.bind(given);
        }
    }

    /** Words above the base that the frame and those at its sites need. */
    int words() {
        int words = allocation.frameSlots;
        for (Instruction instruction : allocation.code) {
            if (instruction.exit != null && instruction.exit.origin() instanceof FrameOrigin frames) {
                words = Math.max(words, frames.words());
            }
            if (instruction.op == Op.RETURN) {
                words = Math.max(words, instruction.count());
            }
            if (instruction.call != null) {
                for (int place : instruction.call.arguments()) {
                    int last = Place.isOutgoing(place) ? Place.number(place) + 1 + StackLayout.HEADER_WORDS : 0;
                    words = Math.max(words, allocation.frameSlots + last);
                }
            }
        }
        return words;
    }

    /** Makes the slots in use words: a collection may come before anything was put there. What is reserved holds some. */
    private void clearSlots() {
        int first = allocation.function.parameters;
        if (allocation.usedSlots == first || !hasSafepoint()) {
            return;
        }
        a.emit(XOR_R32_RM32, R11, R11);
        for (int slot = first; slot < allocation.usedSlots; slot++) {
            a.emit(MOV_RM64_R64, Abi.register(slot), R11);
        }
    }

    private boolean hasSafepoint() {
        for (Instruction instruction : allocation.code) {
            if (instruction.isSafepoint()) {
                return true;
            }
        }
        return false;
    }

    /** Results are in place; their number goes to ecx. The address is in rdx, or a link. */
    void ret() {
        int results = o.instruction.count() - 1;
        Label link = a.newLabel();
        if (results == 0) {
            a.emit(XOR_R32_RM32, RAX, RAX);
        }
        moves.integer(RCX, results);
        a.emit(MOV_R64_RM64, R11, o.operand(0));
        a.emit(SHR_RM64_IMM8, R11, Link.TAG_SHIFT);
        a.jump(Condition.NE, link);
        a.emit(JMP_RM64, o.operand(0));
        outOfLine(() -> {
            a.bind(link);
            a.jump(OptimizedStubs.RETURN);
        });
    }

    // ---- exits ---------------------------------------------------------------------------------------------------------

    /** Where a guard goes when it fails. */
    Label exitOfGuard() {
        Label label = a.newLabel();
        StateAt state = state(NO_SLOTS);
        outOfLine(() -> {
            a.bind(label);
            leave(state);
        });
        return label;
    }

    void exit() {
        leave(state(NO_SLOTS));
    }

    private void leave(StateAt state) {
        Label site = a.here();
        a.site(LirSite.GUARD, state);
        a.emit(LEA_R64_M, R11, a.at(site));
        a.jump(OptimizedCode.GUARD_FAILED);
    }

    private StateAt state(int[] liveSlots) {
        Instruction instruction = o.instruction;
        LirFunction function = allocation.function;
        int count = instruction.count() - instruction.stateStart();
        int[] places = new int[count];
        Kind[] kinds = new Kind[count];
        long[] bits = new long[count];
        for (int i = 0; i < count; i++) {
            int value = instruction.operand(instruction.stateStart() + i);
            int place = saved(allocation.place(o.at, instruction.stateStart() + i));
            kinds[i] = Value.isConstant(value) ? function.constantKind(Value.constantNumber(value)) : function.kind(value);
            places[i] = place;
            if (Place.isConstant(place)) {
                assert allocation.symbol(place) == null;
                bits[i] = allocation.constant(place);
            }
        }
        return new StateAt(instruction.call, instruction.exit, places, kinds, bits, liveSlots);
    }

    /** Where a value of a safepoint's state is while Java looks. */
    private int saved(int place) {
        if (Place.isRegister(place)) {
            for (Move move : allocation.saves(o.at)) {
                if (move.from() == place) {
                    return move.to();
                }
            }
        }
        return place;
    }

    // ---- safepoints ----------------------------------------------------------------------------------------------------

    /**
     * Polls. What is in registers is saved, and comes back, out of line.
     *
     * @param target of the jump that follows, if it is made here: a loop is closed by one jump then; or null
     */
    void safepoint(Label target) {
        Label slow = a.newLabel();
        Label back = target == null ? a.newLabel() : target;
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        if (target == null) {
            a.jump(Condition.NE, slow);
            a.bind(back);
        } else {
            a.jump(Condition.E, target);
            a.jump(slow);
        }
        List<Move> saves = allocation.saves(o.at);
        StateAt state = state(allocation.liveSlots(o.at));
        outOfLine(() -> {
            a.bind(slow);
            for (Move save : saves) {
                if (!Place.isConstant(save.to())) {
                    moves.emit(save.from(), save.to(), save.kind());
                }
            }
            leaveAndResume(OptimizedCode.POLL, LirSite.SAFEPOINT, state);
            for (Move save : saves) {
                moves.emit(save.to(), save.from(), save.kind());
            }
            a.jump(back);
        });
    }

    private void leaveAndResume(String symbol, LirSite kind, StateAt state) {
        Label resume = a.newLabel();
        a.emit(LEA_R64_M, R11, a.at(resume));
        a.jump(symbol);
        a.bind(resume);
        a.site(kind, state);
    }

    // ---- calls ---------------------------------------------------------------------------------------------------------

    void call() {
        Call call = o.instruction.call;
        switch (call.kind()) {
            case STUB -> a.call(call.symbol());
            case LEAVE -> {
                leaveAndResume(call.symbol(), LirSite.CALL, state(allocation.liveSlots(o.at)));
            }
            case GUEST -> guest(call, 0);
            case CALLING -> guest(call, Link.withContinuation(Link.NATIVE, Functions.OWN_CONTINUATION));
        }
    }

    /** Operands are in place. */
    void tail() {
        a.jump(o.instruction.call.symbol());
    }

    /**
     * The code's address is in rdx. Before the return address there are the links that it stands for, as
     * {@link perigee.stub.CallStubs} says. The frame's pc word is where it goes on.
     *
     * @param flags of the new frame's link
     */
    private void guest(Call call, long flags) {
        int distance = o.distance();
        Label back = a.newLabel();
        if (call.passed() != Call.COUNTED) {
            moves.integer(RCX, call.passed());
        }
        a.emit(LEA_R64_M, R11, a.at(back));
        a.emit(MOV_RM64_R64, mem(Abi.BASE, distance + StackLayout.LINK), R11);
        a.emit(OR_R64_RM64, R11, a.constant(Link.ofSite(0)));
        a.emit(MOV_RM64_R64, Abi.PC, R11);
        a.emit(ADD_RM64_IMM32, Abi.BASE, distance);
        if (call.symbol() == null) {
            a.emit(JMP_RM64, RDX);
        } else {
            a.jump(call.symbol());
        }
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, call.wanted(), flags | Link.TAIL_CALLED));
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, call.wanted(), flags));
        a.bind(back);
        a.site(LirSite.CALL, state(allocation.liveSlots(o.at)));
        a.emit(SUB_RM64_IMM32, Abi.BASE, distance);
    }
}
