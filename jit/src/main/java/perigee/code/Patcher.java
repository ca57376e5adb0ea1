package perigee.code;

import java.util.HexFormat;
import perigee.memory.Memory;

/**
 * The only writer to installed code. It writes where the code has a site of kind {@link SiteKind#PATCH}, replaces only
 * the bytes it was told are there, and throws {@link IllegalStateException} otherwise: a wrong patch is a bug of the VM.
 *
 * <p>What may be replaced lies inside one aligned word of 8 bytes, and is replaced by one locked store of that word. No
 * processor of this family fetches half of an aligned word, so even a thread that ran the code would see it before or
 * after (AMD64 manual, volume 2, 7.6.1). None does: the program that owns the code has left it and is patching.
 *
 * <p>The store goes to the writable view, another linear address than the one that is executed. Caches go by physical
 * addresses, and the line is taken from the instruction cache; but what a processor has fetched ahead it checks by linear
 * address, so code written through another one must be followed by a serialising instruction before it is run (Intel
 * manual, volume 3, "Self-Modifying Code" and 8.1.3, "Handling Self- and Cross-Modifying Code"). Hence
 * {@link #synchronise}, once after any number of patches and installations, on the thread that will run the code. Should
 * the thread move to another processor between the two, the kernel's switch serialises there.
 */
public final class Patcher {
    /**
     * The return from an interrupt that never was: {@code iretq} serialises, and takes 50 ns where {@code cpuid}, which
     * does so too, takes 6 us on a virtual machine.
     */
    static final UnlinkedCode SYNCHRONISE = UnlinkedCode.plain("synchronise", CodeKind.STUB, new byte[] {
        (byte) 0x8C, (byte) 0xD0,                     // mov eax, ss
        0x48, (byte) 0x89, (byte) 0xE1,               // mov rcx, rsp
        0x50,                                         // push rax
        0x51,                                         // push rcx
        (byte) 0x9C,                                  // pushfq
        (byte) 0x8C, (byte) 0xC8,                     // mov eax, cs
        0x50,                                         // push rax
        0x48, (byte) 0x8D, 0x05, 0x03, 0, 0, 0,       // lea rax, [rip + 3]
        0x50,                                         // push rax
        0x48, (byte) 0xCF,                            // iretq
        (byte) 0xC3,                                  // ret
    });

    /** {@code nop dword [rax+rax*1+0]}: the no-operation of five bytes. */
    private static final long NOP5 = 0x00_0044_1F0FL;
    private static final int CALL = 0xE8;
    private static final int JMP = 0xE9;
    private static final int WORD = 8;

    private final CodeMemory memory;
    private final CodeMap map;
    private final CodeObject synchronise;
    private boolean pending = true;
    private long patches;

    Patcher(CodeMemory memory, CodeMap map, CodeObject synchronise) {
        this.memory = memory;
        this.map = map;
        this.synchronise = synchronise;
    }

    /** Words replaced so far. */
    public long patches() {
        return patches;
    }

    /** Makes a {@code call} or {@code jmp} with a 32-bit displacement go elsewhere. The site is the instruction. */
    public void redirect(long instruction, long oldTarget, long newTarget) {
        checkSite(instruction);
        int opcode = Memory.getUnsignedByte(memory.writable(instruction));
        if (opcode != CALL && opcode != JMP) {
            throw new IllegalStateException("no call or jump at " + describe(instruction));
        }
        replace(instruction + 1, 4, displacement(instruction, oldTarget), displacement(instruction, newTarget));
    }

    /** Makes the no-operation of five bytes a jump. */
    public void nopToJump(long instruction, long target) {
        checkSite(instruction);
        replace(instruction, 5, NOP5, jump(instruction, target));
    }

    /** Undoes {@link #nopToJump}. */
    public void jumpToNop(long instruction, long target) {
        checkSite(instruction);
        replace(instruction, 5, jump(instruction, target), NOP5);
    }

    /** Replaces a 32-bit immediate, displacement or data word. The site is the field. */
    public void replaceInt(long field, int expected, int value) {
        checkSite(field);
        replace(field, 4, expected, value);
    }

    /** Replaces a 64-bit immediate or data word. The site is the field, and aligned. */
    public void replaceLong(long field, long expected, long value) {
        checkSite(field);
        replace(field, 8, expected, value);
    }

    /** Makes what was written visible to the instruction fetch of this thread. Cheap when nothing was. */
    public void synchronise() {
        if (pending) {
            NativeEntry.call(synchronise.start(), 0);
            pending = false;
        }
    }

    /** Whether something was written that {@link #synchronise} has not seen to. */
    boolean isPending() {
        return pending;
    }

    /** Code was installed. */
    void codeWritten() {
        pending = true;
    }

    private static long jump(long instruction, long target) {
        return JMP | displacement(instruction, target) << 8;
    }

    /** The displacement of an instruction of five bytes, as 32 unsigned bits. */
    private static long displacement(long instruction, long target) {
        long distance = target - (instruction + 5);
        if (distance != (int) distance) {
            throw new IllegalStateException("out of reach: 0x" + Long.toHexString(target));
        }
        return distance & 0xFFFF_FFFFL;
    }

    private void checkSite(long address) {
        CodeObject code = map.find(address);
        if (code == null || code.site(SiteKind.PATCH, address) == Sites.ABSENT) {
            throw new IllegalStateException("no patch site at " + describe(address));
        }
    }

    private void replace(long address, int count, long expected, long value) {
        int within = (int) address & WORD - 1;
        if (within + count > WORD) {
            throw new IllegalStateException("crosses a word: " + count + " bytes at " + describe(address));
        }
        long word = memory.writable(address - within);
        int shift = 8 * within;
        long mask = (count == WORD ? -1L : (1L << 8 * count) - 1) << shift;
        long current = Memory.getLong(word);
        long before = current & ~mask | expected << shift & mask;
        long after = current & ~mask | value << shift & mask;
        pending = true;
        if (!Memory.compareAndSetLong(word, before, after)) {
            throw new IllegalStateException("at " + describe(address) + " stands " + hex((current & mask) >>> shift)
                    + ", not " + hex((before & mask) >>> shift));
        }
        patches++;
    }

    private String describe(long address) {
        String name = map.describe(address);
        return name != null ? name : "0x" + Long.toHexString(address);
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}
