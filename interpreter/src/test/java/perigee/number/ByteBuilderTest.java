package perigee.number;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ByteBuilderTest {

    @Test
    void growsFromNothing() {
        ByteBuilder out = new ByteBuilder(0);
        for (int i = 0; i < 1000; i++) {
            out.append(i);
        }
        assertEquals(1000, out.length());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i & 0xff, out.byteAt(i));
        }
    }

    @Test
    void appendsWholeArraysRangesAndText() {
        ByteBuilder out = new ByteBuilder(1);
        out.append(new byte[] {'a', 'b'});
        out.append(new byte[] {'x', 'c', 'd', 'x'}, 1, 3);
        out.appendAscii("efg\u00ff");
        assertEquals("abcdefg\u00ff", out.toString());
        assertArrayEquals(new byte[] {'a', 'b', 'c', 'd', 'e', 'f', 'g', -1}, out.toByteArray());
    }

    @Test
    void fillsInTheMiddleAndAtTheEnd() {
        ByteBuilder out = new ByteBuilder(2);
        out.appendAscii("ad");
        out.insertFill(1, 'x', 3);
        out.appendFill('.', 2);
        out.appendFill('.', 0);
        out.insertFill(0, '.', -5);
        assertEquals("axxxd..", out.toString());
    }

    @Test
    void clearKeepsTheRoom() {
        ByteBuilder out = new ByteBuilder(4);
        out.appendAscii("something long");
        byte[] array = out.array();
        out.clear();
        out.appendAscii("again");
        assertSame(array, out.array());
        assertEquals("again", out.toString());
    }

    @Test
    void lengthCanTakeOverWhatWasWrittenBehindTheEnd() {
        ByteBuilder out = new ByteBuilder(0);
        out.ensure(3);
        out.array()[0] = 'x';
        out.array()[1] = 'y';
        out.setLength(2);
        assertEquals("xy", out.toString());
        out.setLength(1);
        assertEquals("x", out.toString());
        int capacity = out.array().length;
        assertThrows(IndexOutOfBoundsException.class, () -> out.setLength(capacity + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> out.setLength(-1));
    }

    @Test
    void refusesMoreThanAnArrayHolds() {
        ByteBuilder out = new ByteBuilder(1);
        out.append('x');
        assertThrows(OutOfMemoryError.class, () -> out.ensure(Integer.MAX_VALUE));
        assertEquals("x", out.toString());
    }
}
