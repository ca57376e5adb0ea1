package perigee.baseline;

import static perigee.asm.Register.*;

import java.util.List;
import perigee.asm.Assembler;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.FieldCache;
import perigee.layout.StackLayout;
import perigee.stub.MetamethodStubs;

/**
 * Field accesses, as inline caches:
 *
 * <pre>
 *        object in rax (and value in rsi)
 *        entries known when the function was compiled, each: shape as expected? access, done
 *   done:
 *        ...
 *   none of these shapes:
 *        jmp  ─── patchable: to the miss, or to the newest of the {@link FieldStub}s attached since
 *   miss: has a metamethod called, if there is one that is known; else leaves: the driver has a stub attached, and
 *         executes the access
 * </pre>
 */
final class FieldTemplates {
    private final FrameAssembler f;
    private final Assembler a;
    private final FieldCode code;

    FieldTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
        code = new FieldCode(a, frame.request.shapes());
    }

    /** {@code R[A] := R[B][K[C]]} */
    void get(long i) {
        f.load(RAX, Instruction.b(i));
        access(i, false);
        f.store(Instruction.a(i), RCX);
    }

    /** {@code R[A+3] := R[B]; R[A] := R[B][K[C]]} */
    void self(long i) {
        f.load(RAX, Instruction.b(i));
        access(i, false);
        f.store(Instruction.a(i) + StackLayout.HEADER_WORDS, RAX);
        f.store(Instruction.a(i), RCX);
    }

    /** {@code R[A][K[B]] := R[C]} */
    void set(long i) {
        f.load(RAX, Instruction.a(i));
        f.load(RSI, Instruction.c(i));
        access(i, true);
    }

    private void access(long i, boolean isStore) {
        List<FieldCache.Entry> entries = f.entries();
        Label miss = a.newLabel();
        Label done = a.newLabel();
        f.checkObject(RAX, miss);
        Label next = a.newLabel();
        for (int n = 0; n < entries.size(); n++) {
            code.checkShape(entries.get(n), next);
            if (isStore) {
                code.store(entries.get(n), miss);
            } else {
                code.load(entries.get(n), next);
            }
            if (n < entries.size() - 1) {
                a.jump(done);
                a.bind(next);
                next = a.newLabel();
            }
        }
        Label chain = next;
        if (entries.isEmpty()) {
            chain(chain, miss);
        }
        a.bind(done);
        a.site(BaselineSite.DONE, f.pc());
        f.later(() -> {
            if (!entries.isEmpty()) {
                chain(chain, miss);
            }
            a.bind(miss);
            a.site(BaselineSite.MISS, f.pc());
            callMetamethod(i, isStore);
        });
    }

    /** What no cache knows may be a metamethod's; the receiver of a method is in its place then, as without one. */
    private void callMetamethod(long i, boolean isStore) {
        if (Instruction.op(i) == Opcode.SELF) {
            f.store(Instruction.a(i) + StackLayout.HEADER_WORDS, RAX);
        }
        f.loadConstant(RCX, isStore ? Instruction.b(i) : Instruction.c(i));
        f.callMetamethod(isStore ? MetamethodStubs.SET_FIELD : MetamethodStubs.FIELD,
                isStore ? MetamethodStubs.DISCARD : MetamethodStubs.DELIVER);
    }

    private void chain(Label chain, Label miss) {
        a.bind(chain);
        a.patchableJump(BaselineSite.CHAIN, f.pc(), miss);
    }
}
