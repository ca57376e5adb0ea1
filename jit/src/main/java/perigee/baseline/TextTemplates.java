package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;
import perigee.stub.RuntimeStubs;

/** Operations on strings. */
final class TextTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    TextTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** CONCAT of a few strings and integers, as optimised code does it. */
    void concatenate(long i) {
        int at = Instruction.a(i);
        int count = Instruction.b(i);
        if (count > ThreadLayout.PARTS_COUNT) {
            f.leaveToExecute();
            return;
        }
        for (int n = 0; n < count; n++) {
            f.load(RAX, at + n);
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.PARTS + 8 * n), RAX);
        }
        a.move(RAX, count);
        a.call(RuntimeStubs.Stub.CONCAT.symbol());
        a.emit(TEST_RM32_R32, RAX, RAX);
        a.jump(Condition.E, f.slow());
        f.note(Feedback.STRINGS);
        f.store(at, RCX);
    }
}
