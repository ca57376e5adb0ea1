package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.stub.Abi;
import perigee.stub.MetamethodStubs;
import perigee.stub.RuntimeStubs;

/** Operations on strings. */
final class TextTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    TextTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** CONCAT of strings and integers, as optimised code does it: as many as the stub takes, from the last one on. */
    void concatenate(long i) {
        int at = Instruction.a(i);
        Label slow = Instruction.b(i) == 2 ? metamethod(at) : f.slow();
        int end = Instruction.b(i);
        int taken = Math.min(end, ThreadLayout.PARTS_COUNT);
        join(at + end - taken, taken, false, slow);
        for (end -= taken; end > 0; end -= taken) {
            taken = Math.min(end, ThreadLayout.PARTS_COUNT - 1);
            join(at + end - taken, taken, true, slow);
        }
        f.note(Feedback.STRINGS);
        f.store(at, RCX);
    }

    /** Where two operands go that the stub does not take. */
    private Label metamethod(int at) {
        Label label = a.newLabel();
        f.later(() -> {
            a.bind(label);
            f.load(RAX, at);
            f.load(RCX, at + 1);
            f.callMetamethod(MetamethodStubs.of(Event.CONCAT), MetamethodStubs.DELIVER);
        });
        return label;
    }

    /** Joins so many registers from a first one on, and what rcx holds of those behind; the result is in rcx. */
    private void join(int first, int count, boolean more, Label slow) {
        if (more) {
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.PARTS + 8 * count), RCX);
        }
        for (int n = 0; n < count; n++) {
            f.load(RAX, first + n);
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.PARTS + 8 * n), RAX);
        }
        a.move(RAX, more ? count + 1 : count);
        a.call(RuntimeStubs.Stub.CONCAT.symbol());
        a.emit(TEST_RM32_R32, RAX, RAX);
        a.jump(Condition.E, slow);
    }
}
