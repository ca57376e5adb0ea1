package perigee.vm.explain;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.SHR_RM64_IMM8;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.RET;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;

/**
 * The handler of the sampling signal, in machine code: it runs wherever the program's thread happens to be, so it may call
 * nothing and lock nothing. It appends a sample to a buffer, and reads only what is memory at any time: the stack pointer's
 * place and, unless the thread is in the code cache, the frame that the thread block says is the topmost.
 *
 * <pre>
 *   buffer   | count | capacity | start of the code cache | its bytes | thread block | lost | - | - | samples ...
 *   sample   | instruction | rbp | word at rsp | next word | pc word | link | caller's pc word | - |
 * </pre>
 *
 * While the thread is in the code cache, the last three words are 0; the caller's is 0 unless the frame is a Java function's.
 */
final class SampleCode {
    // ---- the buffer ----------------------------------------------------------------------------------------------------
    static final int COUNT = 0;
    static final int CAPACITY = 8;
    static final int CACHE_START = 16;
    static final int CACHE_BYTES = 24;
    static final int THREAD_BLOCK = 32;
    /** Samples that came when the buffer was full. */
    static final int LOST = 40;
    static final int HEADER_BYTES = 64;

    // ---- a sample ------------------------------------------------------------------------------------------------------
    static final int INSTRUCTION = 0;
    /** What baseline code keeps the address of its CODE block in. */
    static final int CODE_BLOCK = 8;
    /** Where a stub perhaps returns to. */
    static final int RETURN = 16;
    static final int NEXT_RETURN = 24;
    static final int PC = 32;
    static final int LINK = 40;
    static final int CALLER_PC = 48;
    static final int SAMPLE_BYTES = 64;

    // ---- what the kernel gives a handler: ucontext_t of Linux on x86-64, in rdx -------------------------------------------
    private static final int SAVED_RBP = 120;
    private static final int SAVED_RSP = 160;
    private static final int SAVED_RIP = 168;

    // ---- links ----------------------------------------------------------------------------------------------------------------
    private static final int NATIVE_SHIFT = Long.numberOfTrailingZeros(Link.NATIVE);
    /** Above that shift: the flag of Java functions, and the tag of a link. */
    private static final int NATIVE_LINK = (int) (Link.of(0, Link.MULTIPLE, Link.NATIVE) >>> NATIVE_SHIFT);
    /** The bits that a distance may have. */
    private static final int DISTANCE = (int) Link.distanceBytes(-1);

    private SampleCode() {
    }

    /** Code that runs at any address. */
    static byte[] of(long buffer) {
        Assembler a = new Assembler();
        Label full = a.newLabel();
        Label inCode = a.newLabel();
        Label done = a.newLabel();
        a.move(RAX, buffer);
        a.emit(MOV_R64_RM64, RCX, mem(RAX, COUNT));
        a.emit(CMP_R64_RM64, RCX, mem(RAX, CAPACITY));
        a.jump(Condition.AE, full);
        a.emit(IMUL_R64_RM64_IMM8, RCX, RCX, SAMPLE_BYTES);
        a.emit(LEA_R64_M, RDI, mem(RAX, RCX, 1, HEADER_BYTES));
        a.emit(MOV_R64_RM64, R8, mem(RDX, SAVED_RIP));
        store(a, INSTRUCTION, R8);
        a.emit(MOV_R64_RM64, R9, mem(RDX, SAVED_RBP));
        store(a, CODE_BLOCK, R9);
        a.emit(MOV_R64_RM64, R9, mem(RDX, SAVED_RSP));
        copy(a, RETURN, R9, 0);
        copy(a, NEXT_RETURN, R9, 8);
        a.emit(XOR_R32_RM32, R10, R10);
        store(a, PC, R10);
        store(a, LINK, R10);
        store(a, CALLER_PC, R10);
        a.emit(SUB_R64_RM64, R8, mem(RAX, CACHE_START));
        a.emit(CMP_R64_RM64, R8, mem(RAX, CACHE_BYTES));
        a.jump(Condition.B, inCode);
        a.emit(MOV_R64_RM64, R9, mem(RAX, THREAD_BLOCK));
        a.emit(MOV_R64_RM64, R9, mem(R9, ThreadLayout.BASE));
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, done);
        copy(a, PC, R9, StackLayout.PC);
        copy(a, LINK, R9, StackLayout.LINK);
        a.emit(MOV_R64_RM64, R11, R10);
        a.emit(SHR_RM64_IMM8, R11, NATIVE_SHIFT);
        a.emit(AND_RM32_IMM32, R11, NATIVE_LINK);
        a.emit(CMP_RM32_IMM32, R11, NATIVE_LINK);
        a.jump(Condition.NE, done);
        a.emit(AND_RM32_IMM32, R10, DISTANCE);
        a.emit(SUB_R64_RM64, R9, R10);
        copy(a, CALLER_PC, R9, StackLayout.PC);
        a.bind(inCode);
        a.bind(done);
        a.emit(INC_RM64, mem(RAX, COUNT));
        a.emit(RET);
        a.bind(full);
        a.emit(INC_RM64, mem(RAX, LOST));
        a.emit(RET);
        return a.finish().bytes();
    }

    private static void store(Assembler a, int field, long register) {
        a.emit(MOV_RM64_R64, mem(RDI, field), register);
    }

    /** The word is in r10 afterwards. */
    private static void copy(Assembler a, int field, long base, int displacement) {
        a.emit(MOV_R64_RM64, R10, mem(base, displacement));
        store(a, field, R10);
    }
}
