package perigee.vm.tier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.asm.Condition;
import perigee.asm.CpuFeatures;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.deopt.VirtualFrame;
import perigee.deopt.VirtualObject;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.lir.Address;
import perigee.lir.Block;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.runtime.LoadedFunction;
import perigee.value.Word;

/** Low-level code of a small function, written by hand: the idioms that lowering would make. */
final class HandLir {
    final LirBuilder b;
    final LoadedFunction function;

    HandLir(LoadedFunction function, int parameters) {
        this.function = function;
        b = new LirBuilder("hand", parameters, CpuFeatures.host());
    }

    long code() {
        return function.code();
    }

    /** Number of the n-th instruction of a kind, from 0. */
    static int pcOf(LoadedFunction function, Opcode op, int n) {
        long[] code = function.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            if (Instruction.op(code[pc]) == op && n-- == 0) {
                return pc;
            }
        }
        throw new AssertionError("no such " + op);
    }

    int pcOf(Opcode op) {
        return pcOf(function, op, 0);
    }

    /** The first block, begun. */
    Block entry() {
        Block block = b.block(1);
        b.begin(block);
        return block;
    }

    // ---- frame states --------------------------------------------------------------------------------------------------

    /** The frame of the function that was compiled. */
    static VirtualFrame outermost(LoadedFunction of, int pc, Resume resume, int[] registers) {
        return VirtualFrame.outermost(of.code(), of.prototype(), pc, resume, registers);
    }

    /** The frame of one that was inlined. */
    static VirtualFrame inlined(LoadedFunction of, int pc, Resume resume, int[] registers, int function, int calledAt, int wanted) {
        return VirtualFrame.inlined(of.code(), of.prototype(), pc, resume, registers, function, calledAt, wanted);
    }

    /** One frame that executes an instruction; registers are operands of the low-level state. */
    DeoptState at(Reason reason, int pc, int... registers) {
        return of(reason, outermost(function, pc, Resume.EXECUTE, registers));
    }

    /** One frame that waits for the results of the CALL before an instruction. */
    DeoptState waiting(int pc, int... registers) {
        return of(Reason.RESUMED, outermost(function, pc, Resume.RESULTS, registers));
    }

    static DeoptState of(Reason reason, VirtualFrame... frames) {
        return new DeoptState(reason, List.of(frames), List.of());
    }

    static DeoptState of(Reason reason, List<VirtualObject> objects, VirtualFrame... frames) {
        return new DeoptState(reason, List.of(frames), objects);
    }

    // ---- values --------------------------------------------------------------------------------------------------------

    /** The integer in a word, which is checked to be one. */
    int integer(int word, DeoptState origin, int... state) {
        int tag = b.immediate(Op.SARI, Kind.INT, word, Word.INTEGER_SHIFT);
        b.guard(Comparison.with(Test.CMP, Condition.E, tag, -1), origin, state);
        return b.unboxInteger(word);
    }

    /** The word of an integer, which is checked to need no box. */
    int word(int integer, DeoptState origin, int... state) {
        int word = b.boxInteger(integer);
        int tag = b.immediate(Op.SARI, Kind.INT, word, Word.INTEGER_SHIFT);
        b.guard(Comparison.with(Test.CMP, Condition.E, tag, -1), origin, state);
        return word;
    }

    /** The running function. */
    int closure() {
        return b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, StackLayout.FUNCTION));
    }

    int upvalue(int number) {
        return b.value(Op.LOAD, Kind.WORD, Address.of(closure(), FunctionLayout.UPVALUES + 8 * number));
    }

    // ---- calls and returns ---------------------------------------------------------------------------------------------

    /** Checks that a word is a closure. */
    void checkClosure(int word, DeoptState origin, int... state) {
        int tag = b.immediate(Op.SHRI, Kind.INT, b.value(Op.LEA, Kind.RAW, Address.of(word, -8)), Link.TAG_SHIFT);
        b.guard(Comparison.with(Test.CMP, Condition.E, tag, 0), origin, state);
        b.guard(Comparison.with(Test.CMP32, Condition.E, Address.of(word, ObjectHeader.SHAPE), HeapType.CLOSURE), origin,
                state);
    }

    /** Calls the compiled code of a value, which is checked to be a closure, for one result. */
    int call(int closure, DeoptState missing, DeoptState waiting, int[] state, int... arguments) {
        checkClosure(closure, missing, state);
        int block = b.value(Op.LOAD, Kind.WORD, Address.of(closure, FunctionLayout.CODE));
        int entry = b.value(Op.LOAD, Kind.RAW, Address.of(block, FunctionLayout.NATIVE_ENTRY));
        b.guard(Comparison.with(Test.CMP, Condition.NE, entry, 0), missing, state);
        int[] operands = new int[arguments.length + 2];
        operands[0] = entry;
        operands[1] = closure;
        System.arraycopy(arguments, 0, operands, 2, arguments.length);
        return b.call(Call.guest(arguments.length, 1, false), List.of(Kind.WORD), operands, waiting, state);
    }

    /** Leaves to have any value called for one result. */
    int callOut(int value, DeoptState waiting, int[] state, int... arguments) {
        List<Integer> places = new ArrayList<>();
        int[] operands = new int[arguments.length + 3];
        places.add(perigee.lir.Place.RCX);
        places.add(perigee.lir.Place.RSI);
        places.add(perigee.lir.Place.outgoing(Call.FUNCTION_SLOT));
        operands[0] = b.constant(Kind.INT, arguments.length);
        operands[1] = b.constant(Kind.INT, 1);
        operands[2] = value;
        for (int i = 0; i < arguments.length; i++) {
            places.add(perigee.lir.Place.outgoing(i));
            operands[3 + i] = arguments[i];
        }
        b.call(Call.leave(perigee.stub.OptimizedStubs.CALL, places), List.of(), operands, waiting, state);
        return b.result(0);
    }

    /** Returns values to whoever called. */
    void ret(int... results) {
        int link = b.value(Op.LOAD, Kind.RAW, Address.of(Value.BASE, StackLayout.LINK));
        b.ret(link, results);
    }

    static int[] numbers(int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }
}
