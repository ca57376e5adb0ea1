package perigee.vm.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeObserver;
import perigee.code.CodeOwner;
import perigee.code.EvictionPolicy;
import perigee.code.NativeEntry;
import perigee.code.SymbolTable;
import perigee.code.UnlinkedCode;
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/** The handler, called as the kernel does, with a context that is made for it. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SampleCodeTest {
    private static final int CAPACITY = 3;
    private static final long CACHE = 0x7000_0000;
    private static final int BYTES = 1 << 14;

    private CodeCache code;
    private long memory;
    private long buffer;
    private long context;
    private long base;
    private long callerBase;
    private long handler;

    @BeforeEach
    void open() {
        memory = Memory.reserve(BYTES);
        Memory.fill(memory, BYTES, (byte) 0);
        buffer = memory;
        context = memory + 1024;
        long stack = memory + 2048;
        callerBase = memory + 2560;
        base = callerBase + 400;
        long threadBlock = memory + 4096;
        Memory.putLong(buffer + SampleCode.CAPACITY, CAPACITY);
        Memory.putLong(buffer + SampleCode.CACHE_START, CACHE);
        Memory.putLong(buffer + SampleCode.CACHE_BYTES, 0x100);
        Memory.putLong(buffer + SampleCode.THREAD_BLOCK, threadBlock);
        Memory.putLong(threadBlock + ThreadLayout.BASE, base);
        // gregs of ucontext_t: rbp, rsp and rip
        Memory.putLong(context + 40 + 8 * 10, 0x1234);
        Memory.putLong(context + 40 + 8 * 15, stack);
        Memory.putLong(stack, 0x55);
        Memory.putLong(stack + 8, 0x66);
        Memory.putLong(base + StackLayout.PC, 0x77);
        Memory.putLong(callerBase + StackLayout.PC, 0x88);
        code = CodeCache.open(1, new SymbolTable(), EvictionPolicy.NONE, CodeObserver.NONE).orElseThrow();
        handler = code.install(UnlinkedCode.plain("handler", CodeKind.STUB, SampleCode.of(buffer)), new CodeOwner("test"))
                .orElseThrow().start();
    }

    @AfterEach
    void close() {
        code.close();
        Memory.release(memory);
    }

    private void signal(long instruction, long link) {
        Memory.putLong(context + 40 + 8 * 16, instruction);
        Memory.putLong(base + StackLayout.LINK, link);
        NativeEntry.call(handler, 27, 0, context, 0);
    }

    private long sampled(int sample, int field) {
        return Memory.getLong(buffer + SampleCode.HEADER_BYTES + (long) sample * SampleCode.SAMPLE_BYTES + field);
    }

    private void has(int sample, long instruction, long pc, long link, long callerPc) {
        assertEquals(instruction, sampled(sample, SampleCode.INSTRUCTION));
        assertEquals(0x1234, sampled(sample, SampleCode.CODE_BLOCK));
        assertEquals(0x55, sampled(sample, SampleCode.RETURN));
        assertEquals(0x66, sampled(sample, SampleCode.NEXT_RETURN));
        assertEquals(pc, sampled(sample, SampleCode.PC));
        assertEquals(link, sampled(sample, SampleCode.LINK));
        assertEquals(callerPc, sampled(sample, SampleCode.CALLER_PC));
    }

    @Test
    void machineCodeSaysNothingOfFrames() {
        signal(CACHE, 0);
        signal(CACHE + 0xFF, 0);
        has(0, CACHE, 0, 0, 0);
        has(1, CACHE + 0xFF, 0, 0, 0);
        assertEquals(2, Memory.getLong(buffer + SampleCode.COUNT));
    }

    @Test
    void frameOfLuaHasItsPc() {
        long link = Link.of(base - callerBase, 1, 0);
        signal(CACHE - 1, link);
        has(0, CACHE - 1, 0x77, link, 0);
        signal(CACHE + 0x100, link);
        has(1, CACHE + 0x100, 0x77, link, 0);
    }

    @Test
    void frameOfJavaHasItsCallersPc() {
        long link = Link.of(base - callerBase, 1, Link.NATIVE);
        signal(1, link);
        has(0, 1, 0x77, link, 0x88);
    }

    /** A return address is no link, whatever its bits. */
    @Test
    void returnAddressIsNoLink() {
        long address = Link.NATIVE | 0x123456;
        signal(1, address);
        has(0, 1, 0x77, address, 0);
    }

    @Test
    void programThatHasNoFrameYet() {
        Memory.putLong(Memory.getLong(buffer + SampleCode.THREAD_BLOCK) + ThreadLayout.BASE, 0);
        signal(1, 0);
        has(0, 1, 0, 0, 0);
    }

    @Test
    void fullBufferIsLeftAlone() {
        for (int i = 0; i < CAPACITY + 2; i++) {
            signal(CACHE + i, 0);
        }
        assertEquals(CAPACITY, Memory.getLong(buffer + SampleCode.COUNT));
        assertEquals(2, Memory.getLong(buffer + SampleCode.LOST));
        assertEquals(0, sampled(CAPACITY, SampleCode.INSTRUCTION));
    }
}
