package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.asm.Assembler;
import perigee.asm.CpuFeatures;
import perigee.asm.Flow;
import perigee.bytecode.Instruction;
import perigee.deopt.DeoptState;
import perigee.deopt.FrameVerifier;
import perigee.deopt.Reason;
import perigee.deopt.Ref;
import perigee.deopt.Resume;
import perigee.emit.LirSite;
import perigee.emit.StateAt;
import perigee.frame.Link;
import perigee.layout.StackLayout;
import perigee.lir.Exit;
import perigee.lir.Kind;
import perigee.memory.Memory;
import perigee.regalloc.RegisterSet;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/** Guards that leave although they hold: a program does not notice, and frames that are wrong are found. */
class GuardStressTest {
    /** Inlined calls, objects that do not exist, floats, strings, an open list, cells, varargs. */
    private static final String PROGRAM = """
            local Point = {} Point.__index = Point
            function Point.add(a, b) return setmetatable({x = a.x + b.x, y = a.y + b.y}, Point) end
            local function sum(...) local s = 0 for i = 1, select('#', ...) do s = s + (select(i, ...)) end return s end
            local function f(n, t, key)
              local p, count = setmetatable({x = 0, y = 0.5}, Point), 0
              local function up() count = count + 1 end
              for i = 1, n do
                p = p:add(setmetatable({x = i, y = 0.25}, Point))
                t[i] = p.x % 7 + (t[i] or 1)
                if i % 2 == 0 then up() end
                key = key .. i
              end
              return p.x, p.y, count, #key, sum(table.unpack(t, 1, n))
            end
            for k = 1, 30 do print(f(k, {}, 'k')) end
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void programDoesNotNotice(int life) {
        try (TieredProgram program =
                TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withGuardLife(life))) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, PROGRAM), program.run(PROGRAM));
            assertEquals(life < 1000, program.counters().leftByForce() > 0);
            assertTrue(program.counters().optimized() > 0);
        }
    }

    /** Code takes one off for each time that the guard holds. */
    @Test
    void guardLivesTwiceAsLongEachTime() {
        Assembler a = new Assembler(CpuFeatures.BASELINE);
        a.here();
        a.site(LirSite.GUARD, new StateAt(null, new Exit(3, null), new int[0], new Kind[0], new long[0], new int[0]));
        a.emit(Flow.RET);
        try (GuardCounts guards = GuardCounts.of(a.finish(), 2)) {
            long counter = guards.address() + 3 * Integer.BYTES;
            for (int life = 2; life <= 16; life *= 2) {
                assertEquals(life, Memory.getInt(counter));
                assertFalse(guards.isSpent(3));
                Memory.putInt(counter, 0);
                assertTrue(guards.isSpent(3));
            }
        }
    }

    @Test
    void guardThatFailsIsCountedAsFailure() {
        try (TieredProgram program =
                TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withGuardLife(1 << 20))) {
            program.run("local function f(x) return x + 1 end for i = 1, 9 do f(i) end f(1.5)");
            assertEquals(0, program.counters().leftByForce());
            assertEquals(1, program.counters().deopts(Reason.NOT_INTEGER));
        }
    }

    // ---- the verifier --------------------------------------------------------------------------------------------------

    /** The frame of a function of the interpreter that waits in a call is what a state says, until one of both changes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "0 | 0 | `` ",
        "1 | 0 | has no r0, which is needed",
        "0 | 1 | has 0x3 in r0",
        "0 | 2 | has no cell in r1",
        "0 | 3 | has no number in r2 of a loop",
        "0 | 4 | runs another function",
        "0 | 5 | is to go on elsewhere",
    })
    void framesThatAreWrongAreFound(int deadRegisters, int damage, String complaint) {
        try (TieredProgram program = new TieredProgram(TierPolicy.INTERPRETER)) {
            program.state().tables().setString(program.state().globals(), program.state().strings().internOf("look"),
                    program.state().functions().newNative("look", call -> {
                        verify(program.state(), deadRegisters, damage, complaint);
                        return call.none();
                    }), false);
            program.run("""
                    local function f(a)
                      local cell = 1
                      for i = 1, 1 do look() end
                      return function() cell = cell + 1 return cell + a end
                    end
                    f(5)
                    """);
        }
    }

    private static void verify(LuaState state, int deadRegisters, int damage, String complaint) {
        long base = Stack.caller(state.stack().base());
        LoadedFunction function = state.functions().ofClosure(Stack.function(base));
        int[] registers = IntStream.range(0, function.prototype().maxStack()).toArray();
        Arrays.fill(registers, 0, deadRegisters, Ref.DEAD);
        int pc = (int) ((Link.pc(Memory.getLong(base + StackLayout.PC)) - Functions.instruction(function.code(), 0))
                / Instruction.BYTES);
        DeoptState described = HandLir.of(Reason.RESUMED,
                HandLir.outermost(function, damage == 5 ? pc - 1 : pc, Resume.RESULTS, registers));
        long place = switch (damage) {
            case 1, 2, 3 -> base + 8L * (damage - 1);
            default -> base + StackLayout.FUNCTION;
        };
        long before = Memory.getLong(place);
        Memory.putLong(place, switch (damage) {
            case 1 -> Word.TOMBSTONE;
            case 2, 3 -> Word.TRUE;
            case 4 -> state.globals();
            default -> before;
        });
        try {
            FrameVerifier.verify(described, base);
            assertEquals("", complaint);
        } catch (IllegalStateException wrong) {
            assertFalse(complaint.isEmpty(), wrong.getMessage());
            assertTrue(wrong.getMessage().contains(complaint), wrong.getMessage());
        } finally {
            Memory.putLong(place, before);
        }
    }
}
