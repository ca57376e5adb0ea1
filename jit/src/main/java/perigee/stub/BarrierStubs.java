package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;

/**
 * The slow side of the write barrier: for a holder whose state is {@link ObjectHeader#OLD}, in rdi. Uses rdx and rsi.
 * What is remembered beyond the end of the buffer has room until the next safepoint, which is asked for.
 */
public final class BarrierStubs {
    /** After a store into an object that is neither an ARRAY nor a HASH block. */
    public static final String OBJECT = "write_barrier";
    /** After a store into an ARRAY or HASH block, at the address in rsi. */
    public static final String ELEMENT = "element_barrier";

    private BarrierStubs() {
    }

    /** Where they begin. */
    record Labels(Label object, Label element) {
    }

    static Labels emit(Assembler a) {
        Label element = a.newLabel(ELEMENT);
        Label remember = a.newLabel();
        Label done = a.newLabel();
        a.align(16);
        a.bind(element);
        a.emit(TEST_RM8_IMM8, mem(RDI, ObjectHeader.FLAGS), TableLayout.BLOCK_HAS_CARDS);
        Label object = a.newLabel(OBJECT);
        a.jump(Condition.E, object);
        a.emit(SHR_RM64_IMM8, RSI, ThreadLayout.CARD_SHIFT);
        a.emit(ADD_R64_RM64, RSI, Abi.thread(ThreadLayout.CARDS));
        a.emit(MOV_RM8_IMM8, mem(RSI), 1);
        a.emit(TEST_RM8_IMM8, mem(RDI, ObjectHeader.FLAGS), TableLayout.BLOCK_IS_DIRTY);
        a.jump(Condition.NE, done);
        a.emit(OR_RM8_IMM8, mem(RDI, ObjectHeader.FLAGS), TableLayout.BLOCK_IS_DIRTY);
        a.jump(remember);

        a.align(16);
        a.bind(object);
        a.emit(MOV_RM8_IMM8, mem(RDI, ObjectHeader.MARK), ObjectHeader.REMEMBERED);
        a.bind(remember);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.REMEMBERED_POINTER));
        a.emit(MOV_RM64_R64, mem(RDX), RDI);
        a.emit(ADD_RM64_IMM8, RDX, 8);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.REMEMBERED_POINTER), RDX);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.REMEMBERED_LIMIT));
        a.jump(Condition.B, done);
        a.emit(LOCK_OR_M32_IMM8, Abi.thread(ThreadLayout.ATTENTION), ThreadLayout.COLLECT);
        a.bind(done);
        a.emit(RET);
        return new Labels(object, element);
    }
}
