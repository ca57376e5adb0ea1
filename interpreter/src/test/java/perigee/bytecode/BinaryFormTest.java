package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.bytecode.Assembly.bytes;
import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BinaryFormTest {
    private static final int HEADER = 31;
    private static final int WHOLE_HEADER = HEADER + 16 + 2;

    private static Prototype read(byte[] chunk) throws MalformedChunkException {
        return BinaryReader.read(chunk, 0, chunk.length, bytes("=chunk"));
    }

    private static void refuses(String reason, byte[] chunk) {
        MalformedChunkException e = assertThrows(MalformedChunkException.class, () -> read(chunk));
        assertEquals("chunk: bad binary format (" + reason + ")", e.getMessage());
    }

    private static byte[] with(byte[] chunk, int index, int value) {
        byte[] changed = chunk.clone();
        changed[index] = (byte) value;
        return changed;
    }

    /** Equal texts and equal chunks: every part of the prototype is in the one, the other, or both. */
    private static void assertSame(Prototype expected, Prototype actual) {
        assertEquals(Printer.print(expected), Printer.print(actual));
        assertArrayEquals(BinaryWriter.write(expected, false), BinaryWriter.write(actual, false));
    }

    @Test
    void readingGivesWhatWasWritten() throws MalformedChunkException {
        for (Prototype sample : Samples.all()) {
            Prototype back = read(BinaryWriter.write(sample, false));
            assertSame(sample, back);
            assertArrayEquals(sample.source(), back.source());
            assertArrayEquals(sample.code(), back.code());
            assertArrayEquals(sample.lines(), back.lines());
            assertArrayEquals(sample.constants(), back.constants());
            assertEquals(sample.locals().length, back.locals().length);
        }
    }

    @Test
    void constantsKeepTheirBits() throws MalformedChunkException {
        Prototype p = function(2).constant(new Constant.Nil()).constant(new Constant.Bool(false))
                .constant(new Constant.Bool(true)).integer(Long.MIN_VALUE).integer(-1).number(-0.0)
                .number(Double.NEGATIVE_INFINITY).number(Double.MIN_VALUE).string("").string("a\0b\377")
                .string("x".repeat(100_000)).return0().build();
        assertArrayEquals(p.constants(), read(BinaryWriter.write(p, false)).constants());
        Prototype nan = function(2).number(Double.longBitsToDouble(0xFFF8L << 48)).return0().build();
        Constant back = read(BinaryWriter.write(nan, false)).constants()[0];
        assertEquals(0xFFF8L << 48, Double.doubleToRawLongBits(((Constant.Float) back).value()));
    }

    @Test
    void linesGoUpAndDown() throws MalformedChunkException {
        int[] lines = {5, 0, Integer.MAX_VALUE, 0, 1, 200, 3};
        Assembly assembly = function(2);
        for (int line : lines) {
            assembly.line(line).return0();
        }
        assertArrayEquals(lines, read(BinaryWriter.write(assembly.build(), false)).lines());
    }

    @Test
    void strippingTakesDebugInformationOnly() throws MalformedChunkException {
        for (Prototype sample : Samples.all()) {
            assertStripped(sample, read(BinaryWriter.write(sample, true)));
        }
    }

    private static void assertStripped(Prototype full, Prototype stripped) {
        assertArrayEquals(bytes("=?"), stripped.source());
        assertEquals(0, stripped.lines().length);
        assertEquals(0, stripped.locals().length);
        assertArrayEquals(full.code(), stripped.code());
        assertArrayEquals(full.constants(), stripped.constants());
        assertEquals(full.lineDefined(), stripped.lineDefined());
        assertEquals(full.lastLineDefined(), stripped.lastLineDefined());
        assertEquals(full.upvalues().length, stripped.upvalues().length);
        for (int i = 0; i < full.upvalues().length; i++) {
            Prototype.Upvalue upvalue = stripped.upvalues()[i];
            assertEquals(0, upvalue.name().length);
            assertEquals(full.upvalues()[i].inStack(), upvalue.inStack());
            assertEquals(full.upvalues()[i].index(), upvalue.index());
            assertEquals(full.upvalues()[i].cell(), upvalue.cell());
            assertEquals(full.upvalues()[i].readOnly(), upvalue.readOnly());
        }
        for (int i = 0; i < full.prototypes().length; i++) {
            assertStripped(full.prototypes()[i], stripped.prototypes()[i]);
        }
    }

    @Test
    void nestedFunctionsShareTheSource() {
        String source = "@" + "long".repeat(100);
        byte[] one = BinaryWriter.write(function(2).source(source).return0().build(), false);
        byte[] two = BinaryWriter.write(
                function(2).source(source).nested(function(2).source(source).return0()).return0().build(), false);
        assertTrue(two.length < one.length + 50);
    }

    @Test
    void theHeaderIsThatOfLua54() {
        byte[] chunk = BinaryWriter.write(main(2).return0().build(), false);
        byte[] expected = {0x1B, 'L', 'u', 'a', 0x54, 0, 0x19, (byte) 0x93, '\r', '\n', 0x1A, '\n', 4, 8, 8,
            0x78, 0x56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0x77, 0x40};
        assertArrayEquals(expected, Arrays.copyOf(chunk, HEADER));
        assertTrue(BinaryReader.isBinary(chunk[0]));
        assertFalse(BinaryReader.isBinary('#'));
    }

    @Test
    void otherHeadersAreRefused() {
        byte[] chunk = BinaryWriter.write(main(2).return0().build(), false);
        refuses("not a binary chunk", with(chunk, 1, 'l'));
        refuses("version mismatch", with(chunk, 4, 0x53));
        refuses("format mismatch", with(chunk, 5, 1));
        refuses("corrupted chunk", with(chunk, 8, '\n'));
        refuses("Instruction size mismatch", with(chunk, 12, 8));
        refuses("lua_Integer size mismatch", with(chunk, 13, 4));
        refuses("lua_Number size mismatch", with(chunk, 14, 4));
        refuses("integer format mismatch", with(chunk, 15, 0));
        refuses("float format mismatch", with(chunk, 30, 0));
        refuses("code of another implementation", with(chunk, HEADER, 1));
        refuses("code of another version", with(chunk, HEADER + 16, 0));
        refuses("code of another version", with(chunk, HEADER + 17, 0));
    }

    @Test
    void everyProperPrefixIsTruncated() {
        for (Prototype sample : Samples.all()) {
            byte[] chunk = BinaryWriter.write(sample, false);
            for (int length = 0; length < chunk.length; length++) {
                refuses("truncated chunk", Arrays.copyOf(chunk, length));
            }
        }
    }

    @Test
    void bytesBehindTheChunkAreIgnored() throws MalformedChunkException {
        Prototype sample = main(2).return0().build();
        byte[] chunk = BinaryWriter.write(sample, false);
        assertSame(sample, read(Arrays.copyOf(chunk, chunk.length + 10)));
        byte[] inside = new byte[chunk.length + 7];
        System.arraycopy(chunk, 0, inside, 5, chunk.length);
        assertSame(sample, BinaryReader.read(inside, 5, chunk.length, bytes("x")));
    }

    @Test
    void messagesNameTheChunkAsTheReferenceDoes() {
        for (String[] names : new String[][] {{"@file.luac", "file.luac"}, {"=stdin", "stdin"},
            {"\33Lua...", "binary string"}, {"text", "text"}, {"", ""}}) {
            MalformedChunkException e = assertThrows(MalformedChunkException.class,
                    () -> BinaryReader.read(new byte[0], 0, 0, bytes(names[0])));
            assertEquals(names[1] + ": bad binary format (truncated chunk)", e.getMessage());
        }
    }

    @Test
    void whatIsReadIsVerified() {
        refuses("main <test.lua:0,0>: pc 1 (RETURN1): reads register 1, which may be undefined",
                BinaryWriter.write(main(2).return1(1).build(), false));
    }

    @Test
    void malformedPartsAreRefused() {
        // source, lines, parameters, flags and maxStack of the shortest function follow the header
        byte[] chunk = BinaryWriter.write(function(2).source("").defined(0, 0).string("").return0().stripped().build(),
                false);
        assertEquals(1, chunk[WHOLE_HEADER]);
        refuses("no source", with(chunk, WHOLE_HEADER, 0));
        refuses("unknown flags 2", with(chunk, WHOLE_HEADER + 4, 2));
        assertEquals(BinaryForm.STRING, chunk[WHOLE_HEADER + 16]);
        refuses("no constant is of kind 6", with(chunk, WHOLE_HEADER + 16, 6));
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        byte[] header = Arrays.copyOf(BinaryWriter.write(main(2).return0().build(), false), WHOLE_HEADER);
        refuses("integer overflow", join(header, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0));
        refuses("integer overflow", join(header, 0xFF, 0xFF, 0xFF, 0xFF, 0x08));
        refuses("truncated chunk", join(header, 0xFF, 0xFF, 0xFF, 0xFF, 0x07));
    }

    private static byte[] join(byte[] start, int... rest) {
        byte[] joined = Arrays.copyOf(start, start.length + rest.length);
        for (int i = 0; i < rest.length; i++) {
            joined[start.length + i] = (byte) rest[i];
        }
        return joined;
    }

    @Test
    void countsAreBelievedOnlyAsFarAsThereAreBytes() {
        // a function that claims 2^31 - 1 instructions must not make us look for the memory
        byte[] header = Arrays.copyOf(BinaryWriter.write(main(2).return0().build(), false), WHOLE_HEADER);
        refuses("truncated chunk", join(header, 1, 0, 0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0, 0));
    }

    @Test
    void functionsAreNestedUpToALimit() throws MalformedChunkException {
        Assembly nest = function(2).return0();
        for (int i = 0; i < Verifier.MAX_DEPTH; i++) {
            nest = function(2).nested(nest).return0();
        }
        Prototype deepest = nest.build();
        assertSame(deepest, read(BinaryWriter.write(deepest, false)));
        refuses("functions are nested too deep",
                BinaryWriter.write(function(2).nested(deepest).return0().build(), false));
    }
}
