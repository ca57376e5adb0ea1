package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.deopt.DeoptHistory;
import perigee.deopt.Reason;
import perigee.deopt.Ref;
import perigee.deopt.Resume;
import perigee.deopt.VirtualFrame;
import perigee.deopt.VirtualObject;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.TableSite;
import perigee.lir.LirText;
import perigee.value.Word;

/** Frame states: which values they hold, and that those are there. Loops, blocks and phis. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StateLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final long OUTER = Make.block();
    private static final long INNER = Make.block();

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    /** Boxes that states alone refer to are not made; constants take no place. */
    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void values(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        Make m = new Make(3);
        Node x = m.op(Op.UNBOX_INT, m.parameter(0));
        Node large = m.box(m.op(Op.SHL, x, m.integer(50)));
        Node real = m.box(m.op(Op.INT_TO_FLOAT, x));
        Node truth = m.box(m.op(Op.LT, x, m.integer(10)));
        Node[] registers = {large, real, truth, null, m.word(Word.NIL), m.integer(77), large, m.parameter(1),
            m.constant(Rep.BOOL, 1)};
        m.exit(Reason.NEVER_TAKEN, Make.state(registers));
        LoweredMachine.Outcome outcome = MACHINE.run(m.graph, Word.ofInteger(5), Word.TRUE, Word.NIL);
        assertEquals(Reason.NEVER_TAKEN, outcome.state().reason());
        VirtualFrame frame = outcome.state().innermost();
        assertTrue(frame.isOutermost());
        assertEquals(Make.CODE, frame.code());
        assertEquals(3, frame.pc());
        int[] refs = frame.registers();
        assertEquals(9, refs.length);
        assertEquals(Ref.DEAD, refs[3]);
        assertEquals(refs[0], refs[6]);
        assertEquals(5L << 50, outcome.values()[refs[0]]);
        assertEquals(5.0, Double.longBitsToDouble(outcome.values()[refs[1]]));
        assertEquals(Word.TRUE, outcome.values()[refs[2]]);
        assertEquals(Word.NIL, outcome.values()[refs[4]]);
        assertEquals(77, outcome.values()[refs[5]]);
        assertEquals(Word.TRUE, outcome.values()[refs[7]]);
        assertEquals(Word.TRUE, outcome.values()[refs[8]]);
        assertFalse(LirText.of(MACHINE.lir).contains("box_integer"));
    }

    /** A box that is needed anyway is what the state refers to. */
    @Test
    void boxesThatAreNeeded() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Make m = new Make(1);
        Node word = m.parameter(0);
        Node box = m.box(m.op(Op.SHL, m.op(Op.UNBOX_INT, word), m.integer(50)));
        m.guard(m.op(Op.IS_INT, word), false, Reason.NOT_FLOAT, Make.state(box));
        LoweredMachine.Outcome outcome = MACHINE.run(m.ret(box), Word.ofInteger(3));
        assertEquals(3L << 50, ArithmeticLoweringTest.integer(outcome.values()[0]));
    }

    /** A guard that was moved leaves to its new state, and is blamed on the instruction that it was made for. */
    @Test
    void guardsThatHaveMoved() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Make m = new Make(1);
        Node word = m.parameter(0);
        Node guard = m.guard(m.op(Op.IS_INT, word), false, Reason.NOT_FLOAT, Make.state(word));
        DeoptHistory.Failure later = new DeoptHistory.Failure(INNER, 7, Reason.NOT_NUMBER);
        guard.setCause(later);
        LoweredMachine.Outcome outcome = MACHINE.run(m.ret(word), Word.ofInteger(3));
        assertEquals(later, outcome.state().cause());
        assertEquals(Reason.NOT_NUMBER, outcome.state().reason());
        assertEquals(Make.CODE, outcome.state().innermost().code());
        assertEquals(3, outcome.state().innermost().pc());
    }

    @Test
    void inlinedFrames() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Make m = new Make(2);
        Node a = m.parameter(0);
        Node b = m.parameter(1);
        FrameState outer = new FrameState(null, OUTER, 8, Resume.RESULTS, new Node[] {a, b}, null, null, Map.of());
        FrameState.InlinedCall call = new FrameState.InlinedCall(4, -1, 0, 2, new Node[] {b, a});
        FrameState inner = new FrameState(outer, INNER, 2, Resume.EXECUTE, new Node[] {b, b, a}, m.word(0x40000), call,
                Map.of());
        m.exit(Reason.NOT_COMPILED, inner);
        LoweredMachine.Outcome outcome = MACHINE.run(m.graph, Word.ofInteger(5), Word.TRUE);
        List<VirtualFrame> frames = outcome.state().frames();
        assertEquals(2, frames.size());
        assertEquals(OUTER, frames.get(0).code());
        assertEquals(Resume.RESULTS, frames.get(0).resume());
        VirtualFrame inlined = frames.get(1);
        assertEquals(INNER, inlined.code());
        assertEquals(4, inlined.calledAt());
        assertEquals(-1, inlined.wanted());
        assertEquals(2, inlined.argumentCount());
        assertArrayEquals(new int[] {inlined.registers()[0], inlined.registers()[2]}, inlined.extra());
        assertEquals(0x40000, outcome.values()[inlined.function()]);
        assertEquals(frames.get(0).registers()[1], inlined.registers()[0]);
        assertEquals(Word.ofInteger(5), outcome.values()[inlined.registers()[2]]);
    }

    @Test
    void virtualObjects() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Make m = new Make(1);
        Node x = m.parameter(0);
        Node table = m.op(Op.NEW_TABLE, 0, new TableSite(70, 2, 0));
        Node cell = m.op(Op.NEW_CELL, x);
        Node closure = m.op(Op.NEW_CLOSURE, 0x50000, cell);
        Node[] none = {};
        Node zero = m.integer(0);
        Map<Node, FrameState.ObjectState> objects = new LinkedHashMap<>();
        objects.put(table, new FrameState.ObjectState(m.integer(71), m.integer(2), null, new Node[] {x, closure},
                new Node[] {null, table}));
        objects.put(cell, new FrameState.ObjectState(zero, zero, null,
                new Node[] {m.box(m.op(Op.INT_TO_FLOAT, m.integer(3)))}, none));
        objects.put(closure, new FrameState.ObjectState(zero, zero, null, new Node[] {cell}, none));
        m.exit(Reason.HOLE, new FrameState(null, Make.CODE, 1, Resume.EXECUTE, new Node[] {cell, table, table}, null, null,
                objects));
        LoweredMachine.Outcome outcome = MACHINE.run(m.graph, Word.ofInteger(5));
        int[] refs = outcome.state().innermost().registers();
        List<VirtualObject> made = outcome.state().objects();
        assertEquals(3, made.size());
        assertEquals(refs[1], refs[2]);
        VirtualObject.Cell madeCell = (VirtualObject.Cell) made.get(Ref.objectNumber(refs[0]));
        assertEquals(3.0, Double.longBitsToDouble(outcome.values()[madeCell.value()]));
        VirtualObject.Table madeTable = (VirtualObject.Table) made.get(Ref.objectNumber(refs[1]));
        assertEquals(71, outcome.values()[madeTable.shape()]);
        assertEquals(2, outcome.values()[madeTable.size()]);
        assertEquals(Ref.DEAD, madeTable.metatable());
        assertEquals(Word.ofInteger(5), outcome.values()[madeTable.slots()[0]]);
        assertArrayEquals(new int[] {Ref.DEAD, refs[1]}, madeTable.elements());
        VirtualObject.Closure madeClosure = (VirtualObject.Closure) made.get(Ref.objectNumber(madeTable.slots()[1]));
        assertEquals(0x50000, madeClosure.code());
        assertArrayEquals(new int[] {refs[0]}, madeClosure.upvalues());
        assertFalse(LirText.of(MACHINE.lir).contains("nursery"), "nothing is allocated");
    }

    /** {@code for i = 1, n do total = total + i * i end}, with a guard, a safepoint, and an anchor that costs nothing. */
    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void loops(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        Make m = new Make(2);
        Node word = m.parameter(0);
        Node stop = m.parameter(1);
        m.guard(m.op(Op.IS_INT, word), true, Reason.NOT_INTEGER, Make.state(word));
        Node n = m.op(Op.UNBOX_INT, word);
        Node anchored = m.box(m.op(Op.ADD, n, m.integer(1234)));
        m.add(m.graph.node(Op.ANCHOR).setState(Make.state(anchored)));
        Node one = m.integer(1);
        Node zero = m.constant(Rep.FLOAT, 0);
        Node nothing = m.integer(0);
        Block head = m.graph.block(100);
        Block body = m.graph.block(100);
        Block done = m.graph.block(1);
        m.jump(head);
        m.block = head;
        Node i = m.add(m.graph.phi(Rep.INT, one, null));
        Node total = m.add(m.graph.phi(Rep.INT, nothing, null));
        Node real = m.add(m.graph.phi(Rep.FLOAT, zero, null));
        m.branch(m.op(Op.LE, i, n), body, done);
        m.block = body;
        Node square = m.op(Op.MUL, i, i);
        Node next = m.op(Op.ADD, total, square);
        Node nextReal = m.op(Op.FADD, real, m.op(Op.INT_TO_FLOAT, square));
        m.guard(m.op(Op.SAME, stop, m.box(i)), false, Reason.WRONG_VALUE, Make.state(m.box(i), m.box(total), m.box(real)));
        m.add(m.graph.node(Op.SAFEPOINT).setState(Make.state(m.box(i), m.box(next), stop)));
        i.setInput(1, m.op(Op.ADD, i, one));
        total.setInput(1, next);
        real.setInput(1, nextReal);
        m.jump(head);
        head.setLoopHead(true);
        m.block = done;
        m.ret(total, real);
        try (LoweredMachine.Prepared code = MACHINE.prepare(m.graph)) {
            assertFalse(LirText.of(MACHINE.lir).contains("1234"));
            for (boolean polling : new boolean[] {false, true}) {
                MACHINE.polling = polling;
                MACHINE.log.clear();
                List<Long> results = code.run(Word.ofInteger(1000), Word.NIL).results();
                assertEquals(List.of(Word.ofInteger(333833500), Word.ofFloat(333833500)), results);
                assertEquals(polling, MACHINE.log.contains("poll"));
                LoweredMachine.Outcome left = code.run(Word.ofInteger(1000), Word.ofInteger(11));
                assertNull(left.results());
                int[] refs = left.state().innermost().registers();
                assertEquals(385, left.values()[refs[1]]);
                assertEquals(385.0, Double.longBitsToDouble(left.values()[refs[2]]));
            }
            MACHINE.polling = false;
            assertEquals(Reason.NOT_INTEGER, code.run(Word.NIL, Word.NIL).state().reason());
        }
    }

    /** Values that swap at each round, words among them; and a phi of a block with one predecessor. */
    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void phis(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        Make m = new Make(3);
        Node a = m.parameter(0);
        Node b = m.parameter(1);
        Node n = m.op(Op.UNBOX_INT, m.parameter(2));
        Node zero = m.integer(0);
        Node untrue = m.word(Word.FALSE);
        m.add(m.graph.node(Op.ANCHOR).setState(Make.state(a)));
        Block head = m.graph.block(10);
        Block body = m.graph.block(10);
        Block done = m.graph.block(1);
        m.jump(head);
        m.block = head;
        Node x = m.add(m.graph.phi(Rep.WORD, a, null));
        Node y = m.add(m.graph.phi(Rep.WORD, b, null));
        Node z = m.add(m.graph.phi(Rep.WORD, untrue, null));
        Node i = m.add(m.graph.phi(Rep.INT, zero, null));
        Node isFirst = m.op(Op.SAME, x, a);
        m.branch(m.op(Op.LT, i, n), body, done);
        m.block = body;
        Node same = m.add(m.graph.phi(Rep.WORD, x));
        Node condition = m.add(m.graph.phi(Rep.BOOL, isFirst));
        i.setInput(1, m.op(Op.ADD, i, m.integer(1)));
        x.setInput(1, y);
        y.setInput(1, same);
        z.setInput(1, m.box(condition));
        m.jump(head);
        head.setLoopHead(true);
        m.block = done;
        m.ret(x, y, z);
        try (LoweredMachine.Prepared code = MACHINE.prepare(m.graph)) {
            long one = Word.ofInteger(1);
            assertEquals(List.of(one, Word.TRUE, Word.FALSE), code.run(one, Word.TRUE, Word.ofInteger(0)).results());
            assertEquals(List.of(Word.TRUE, one, Word.TRUE), code.run(one, Word.TRUE, Word.ofInteger(1)).results());
            assertEquals(List.of(one, Word.TRUE, Word.FALSE), code.run(one, Word.TRUE, Word.ofInteger(2)).results());
        }
    }

    /** The function that runs. */
    @Test
    void closure() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Make m = new Make(0);
        assertEquals(MACHINE.function, MACHINE.run(m.ret(m.op(Op.CLOSURE))).result());
    }
}
