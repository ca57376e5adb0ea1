package perigee.stub;

import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.layout.StackLayout;

/**
 * The registers and the frame that all machine code agrees on.
 *
 * <pre>
 *   r15   the thread block
 *   r14   base of the topmost frame
 *   r13   2^49: a float's bits are its word minus this, an integer is its word plus this
 *   rbp   CODE block of the running function (baseline code only)
 *   rbx   0xFFF8 &lt;&lt; 48: bits, as an unsigned number, of the largest float
 *   rsp   the C stack, always: guest frames are not on it
 *   rax   first result of a returning function, nil if there is none
 *   ecx   number of arguments of a call; number of results of a return
 *
 *   value stack of the coroutine, growing upwards:
 *     ...
 *     [r14 + 8n]    R[n]
 *     [r14]         R[0]
 *     [r14 - 8]     link: a tagged word, or the address that compiled code returns to
 *     [r14 - 16]    pc, saved by this frame whenever something else runs
 *     [r14 - 24]    function; a return puts the first result here
 *     ...           the caller's registers
 * </pre>
 *
 * Before each return address there is the tagged link that it stands for, so that walking frames needs no tables. The
 * other registers are nobody's across calls.
 */
public final class Abi {
    public static final long THREAD = R15;
    public static final long BASE = R14;
    public static final long FLOAT_OFFSET = R13;
    public static final long CODE_BLOCK = RBP;
    public static final long LAST_FLOAT = RBX;

    public static final long FUNCTION = mem(R14, StackLayout.FUNCTION);
    public static final long PC = mem(R14, StackLayout.PC);
    public static final long LINK = mem(R14, StackLayout.LINK);

    private Abi() {
    }

    /** A register of the running frame. */
    public static long register(int number) {
        return mem(R14, 8 * number);
    }

    /** A field of the thread block. */
    public static long thread(int field) {
        return mem(R15, field);
    }
}
