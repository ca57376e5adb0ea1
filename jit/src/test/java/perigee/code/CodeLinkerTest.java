package perigee.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.asm.Relocation;
import perigee.memory.Memory;

class CodeLinkerTest {
    private static final long HERE = 0x7000_0000_0000L;

    @Test
    void fieldsAreFilledIn() {
        SymbolTable symbols = new SymbolTable();
        symbols.declare("stub", HERE + 0x1000);
        byte[] bytes = link(symbols, 0x20, Relocation.rel32(1, "stub"),
                new Relocation(8, Relocation.Kind.ABS64, "stub", -16),
                new Relocation(16, Relocation.Kind.ABS64, Relocation.SELF, 5),
                Relocation.rel32(24, Relocation.SELF));
        byte[] expected = new Bytes().hex("00").int32(0x1000 - 5).hex("00 00 00").int64(HERE + 0xFF0).int64(HERE + 5)
                .int32(-28).int32(0).code();
        assertArrayEquals(expected, bytes);
    }

    @Test
    void displacementsReachTwoGigabytesAndNoFurther() {
        long field = HERE + 4;
        assertEquals(null, refusalFor(field + Integer.MAX_VALUE));
        assertEquals(Refusal.Reason.OUT_OF_RANGE, refusalFor(field + Integer.MAX_VALUE + 1));
        assertEquals(null, refusalFor(field + Integer.MIN_VALUE));
        assertEquals(Refusal.Reason.OUT_OF_RANGE, refusalFor(field + Integer.MIN_VALUE - 1));
        assertEquals(Refusal.Reason.OUT_OF_RANGE, refusalFor(0));
    }

    private static Refusal.Reason refusalFor(long target) {
        SymbolTable symbols = new SymbolTable();
        symbols.declare("far", target);
        return switch (new CodeLinker(symbols).link(code(4, Relocation.rel32(0, "far")), HERE)) {
            case CodeLinker.Linked linked -> null;
            case CodeLinker.Failed(Refusal refusal) -> refusal.reason();
        };
    }

    @Test
    void whatCannotBeLinkedIsRefused() {
        SymbolTable symbols = new SymbolTable();
        symbols.declare("known", HERE);
        CodeLinker linker = new CodeLinker(symbols);
        assertEquals(null, linker.check(code(8, Relocation.rel32(4, "known"))));
        assertReason(Refusal.Reason.MALFORMED, linker.check(code(0)));
        assertReason(Refusal.Reason.MALFORMED, linker.check(code(8, Relocation.rel32(5, "known"))));
        assertReason(Refusal.Reason.MALFORMED, linker.check(code(8, Relocation.abs64(1, "known"))));
        assertReason(Refusal.Reason.MALFORMED, linker.check(code(8, Relocation.rel32(-1, "known"))));
        assertReason(Refusal.Reason.UNKNOWN_SYMBOL, linker.check(code(8, Relocation.rel32(0, "unknown"))));
        Sites beyond = new Sites.Builder().add(SiteKind.CALL, 9, 0).build();
        assertReason(Refusal.Reason.MALFORMED,
                linker.check(new UnlinkedCode("x", CodeKind.STUB, new byte[8], List.of(), beyond, 0)));
        assertEquals("rel32 unknown+8 at 0x1c", new Relocation(0x1c, Relocation.Kind.REL32, "unknown", 8 - Relocation.Kind.REL32.bytes()).toString());
    }

    private static void assertReason(Refusal.Reason reason, Refusal refusal) {
        assertEquals(reason, refusal.reason());
    }

    @Test
    void aNameHasOneAddress() {
        SymbolTable symbols = new SymbolTable();
        symbols.declare("a", 1);
        symbols.declare("a", 1);
        symbols.declare("b", 1);
        assertThrows(IllegalArgumentException.class, () -> symbols.declare("a", 2));
        assertThrows(IllegalArgumentException.class, () -> symbols.declare("", 2));
        assertEquals("a", symbols.nameAt(1));
        assertEquals(null, symbols.nameAt(2));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void linkedCodeRunsWhereverItIs() {
        long cell = Memory.reserve(8);
        try (CodeCache cache = Caches.open(1 << 18)) {
            Memory.putLong(cell, 1000);
            cache.symbols().declare("cell", cell);
            CodeObject stub = cache.install(Caches.returning(7, 32), Caches.OWNER).orElseThrow();
            cache.symbols().declare("seven", stub.start());
            // call seven; mov rcx, cell; add rax, [rcx]; mov rcx, self; add rax, [rcx + data]; ret; data: 5
            Bytes b = new Bytes().hex("e8").int32(0).hex("48 b9").int64(0).hex("48 03 01").hex("48 b9").int64(0)
                    .hex("48 03 81").int32(48).ret().align(8, 0).padTo(48).int64(50_000);
            UnlinkedCode code = new UnlinkedCode("sum", CodeKind.BASELINE, b.code(), List.of(Relocation.rel32(1, "seven"),
                    Relocation.abs64(7, "cell"), Relocation.abs64(20, Relocation.SELF)), Sites.NONE, 0);
            for (long at = cache.start() + 4096; at < cache.end(); at += 8192) {
                CodeObject sum = cache.install(code, Caches.OWNER, Placement.at(at)).orElseThrow();
                assertEquals(51_007, Caches.run(cache, sum));
            }
            cache.symbols().declare("nowhere", 16);
            long free = cache.statistics().free();
            Installation installation = cache.install(new UnlinkedCode("far", CodeKind.BASELINE, new byte[64],
                    List.of(Relocation.rel32(0, "nowhere")), Sites.NONE, 0), Caches.OWNER);
            assertEquals(Refusal.Reason.OUT_OF_RANGE,
                    assertInstanceOf(Installation.Refused.class, installation).refusal().reason());
            assertThrows(IllegalStateException.class, installation::orElseThrow);
            assertEquals(free, cache.statistics().free());
        } finally {
            Memory.release(cell);
        }
    }

    private static byte[] link(SymbolTable symbols, int size, Relocation... relocations) {
        CodeLinker linker = new CodeLinker(symbols);
        UnlinkedCode code = code(size, relocations);
        assertEquals(null, linker.check(code));
        return assertInstanceOf(CodeLinker.Linked.class, linker.link(code, HERE)).bytes();
    }

    private static UnlinkedCode code(int size, Relocation... relocations) {
        return new UnlinkedCode("code", CodeKind.BASELINE, new byte[size], List.of(relocations), Sites.NONE, 0);
    }
}
