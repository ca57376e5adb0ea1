package perigee.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import perigee.asm.Condition;
import perigee.asm.CpuFeatures;
import perigee.layout.StackLayout;
import perigee.lir.Address;
import perigee.lir.Block;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.LirFunction;
import perigee.lir.LirParser;
import perigee.lir.LirText;
import perigee.lir.LirVerifier;
import perigee.lir.Op;
import perigee.lir.Place;
import perigee.lir.Value;
import perigee.regalloc.Allocation;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.regalloc.Move;
import perigee.regalloc.RegisterSet;
import perigee.stub.NurseryStubs;

/** Random functions: the verifiers have nothing to say, in any mode, and the text comes back. */
class AllocationTest {
    private static final int FUNCTIONS = 400;

    @Test
    void allRegisters() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.all(), CpuFeatures.host());
        }
    }

    @Test
    void threeRegisters() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.three(), CpuFeatures.BASELINE);
        }
    }

    @Test
    void registersAtRandom() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.random(seed), CpuFeatures.host());
        }
    }

    private static void check(long seed, RegisterSet registers, CpuFeatures features) {
        LirFunction function = RandomLir.make(seed, 5 + (int) (seed % 150), features);
        assertEquals(List.of(), LirVerifier.verify(function), () -> seed + "\n" + LirText.of(function));
        String text = LirText.of(function);
        Allocator.Allocated allocated = assertInstanceOf(Allocator.Allocated.class,
                Allocator.allocate(function, registers), () -> seed + "\n" + text);
        List<String> problems = AllocationVerifier.verify(allocated.allocation());
        assertEquals(List.of(), problems.subList(0, Math.min(5, problems.size())), () -> seed + "\n" + text);
    }

    /** A call that hardly ever comes, in a loop, costs the usual way no moves but those of its parameters. */
    @Test
    void coldCallsLeaveTheWayAroundThemAlone() {
        LirBuilder b = new LirBuilder("sum", 2, CpuFeatures.host());
        Block entry = b.block(1);
        Block loop = b.block(100);
        Block rare = b.block(0.01);
        Block usual = b.block(100);
        Block next = b.block(100);
        Block again = b.block(99);
        Block done = b.block(1);
        int total = b.parameter(loop, Kind.INT);
        int index = b.parameter(loop, Kind.INT);
        int sum = b.parameter(next, Kind.INT);
        b.begin(entry);
        int limit = b.unboxInteger(b.argument(0));
        int step = b.unboxInteger(b.argument(1));
        b.jump(loop, b.constant(Kind.INT, 0), b.constant(Kind.INT, 1));
        b.begin(loop);
        b.branch(Comparison.of(perigee.lir.Test.CMP, Condition.E, total, step), rare, usual);
        b.begin(rare);
        int boxed = b.call(Call.stub(NurseryStubs.BOX, List.of(Place.RAX), List.of(Place.RAX), Call.EVERYTHING),
                List.of(Kind.INT), new int[] {total}, null);
        b.jump(next, boxed);
        b.begin(usual);
        b.jump(next, b.value(Op.ADD, Kind.INT, total, step));
        b.begin(next);
        int following = b.value(Op.ADD, Kind.INT, index, step);
        b.branch(Comparison.of(perigee.lir.Test.CMP, Condition.LE, following, limit), again, done);
        b.begin(again);
        b.jump(loop, sum, following);
        b.begin(done);
        int result = b.boxInteger(b.value(Op.ADD, Kind.INT, sum, limit));
        b.ret(b.value(Op.LOAD, Kind.RAW, Address.of(Value.BASE, StackLayout.LINK)), result);
        Allocation allocation = assertInstanceOf(Allocator.Allocated.class,
                Allocator.allocate(b.finish(), RegisterSet.all())).allocation();
        assertEquals(List.of(), AllocationVerifier.verify(allocation));
        assertEquals(rare, allocation.order.getLast());
        for (Block block : List.of(loop, usual, next, again)) {
            for (int i = allocation.start(block); i < allocation.end(block); i++) {
                for (Move move : allocation.before(i)) {
                    assertTrue(Place.isRegister(move.from()) && Place.isRegister(move.to()), move.toString());
                }
            }
        }
    }

    @Test
    void textComesBack() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            String text = LirText.of(RandomLir.make(seed, 60, CpuFeatures.host()));
            LirFunction parsed = LirParser.parse(text);
            assertEquals(text, LirText.of(parsed));
            assertEquals(List.of(), LirVerifier.verify(parsed));
        }
    }
}
