package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.feedback.IndexFeedback;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/** Feedback says what happened, and says the same in whatever tier it happened. */
class FeedbackTest {
    /** What an instruction's word says: by the record of its kind, or of a field access the number of entries. */
    private static Object decoded(TieredProgram program, Opcode op, long word) {
        return switch (op.feedback) {
            case ARITHMETIC -> ArithmeticFeedback.of(word);
            case BRANCH -> BranchFeedback.of(word);
            case CALL -> CallFeedback.of(word);
            case INDEX -> IndexFeedback.of(word);
            case COUNTER -> word;
            case FIELD -> op == Opcode.GETGLOBAL || op == Opcode.SETGLOBAL ? null : program.driver().fields().known(word).size();
            case NONE, ALLOCATION -> null;
        };
    }

    private record Seen(int line, Opcode op, Object feedback) {
    }

    private static List<Seen> run(TierPolicy policy, String text, int rounds) {
        try (TieredProgram program = new TieredProgram(policy)) {
            program.run("function program()\n" + text + "\nend");
            for (int round = 0; round < rounds; round++) {
                program.run("program()");
            }
            assertEquals(policy.compiles(), program.counters().entries() > 0);
            List<Seen> all = new ArrayList<>();
            for (LoadedFunction function : program.state().functions().all()) {
                long[] code = function.prototype().code();
                for (int pc = 0; pc < code.length; pc++) {
                    Opcode op = Instruction.op(code[pc]);
                    long word = Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK);
                    all.add(new Seen(function.prototype().lines()[pc], op, decoded(program, op, word)));
                }
            }
            return all;
        }
    }

    /** What the first instruction of a kind has seen, the same in both tiers; inner functions stand first. */
    private static Object of(Opcode op, String text) {
        List<Object> seen = new ArrayList<>();
        for (TierPolicy policy : List.of(TierPolicy.INTERPRETER, TierPolicy.BASELINE)) {
            seen.add(run(policy, text, 1).stream().filter(one -> one.op == op).findFirst().orElseThrow().feedback);
        }
        assertEquals(seen.getFirst(), seen.getLast());
        return seen.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local r = 0 for i = 1, 10 do r = r + i * 2 - 1 r = r // 1 r = r % 7 r = r & 255 | 3 ~ i << 1 r = -r r = ~r end",
        "local r, x = 0.5, 2.5 for i = 1, 10 do r = r + x * 2.0 - 1.5 r = r // 1.5 r = r % 7.5 r = r ^ 2.0 r = r / x r = -r end",
        "local r = 0 for i = 1, 10 do r = r + 0.5 r = r * 2 r = r - i r = i / 2 + 4 // 0.5 + i % 2.5 + i ^ 2 + i ^ 2.5 end",
        "local r = 1 for i = 1, 60 do r = r * 3 local d = r - 1 local e = (1 << i) | r end",
        "local r = '10' for i = 1, 3 do local a = r + i local b = r * '2' local c = -r end",
        "local t = {} for _, v in ipairs{1, 2.5, 'x', true, {}, print, 1 << 62, 0/0} do t[#t + 1] = v end "
            + "for _, a in ipairs(t) do for _, b in ipairs(t) do local e, n = a == b, a ~= b if a == b then e = 1 end "
            + "if a == 1 then e = 2 end if a == 2.5 then e = 2 end if a == 'x' then e = 3 end if a == nil then e = 4 end "
            + "if a ~= true then e = 5 end if a == 4611686018427387904 then e = 6 end end end",
        "for _, a in ipairs{1, 2, 1.5, 2.5, 1 << 62} do for _, b in ipairs{1, 2.5, 1 << 62} do local c = a < b local d = a <= b "
            + "if a < b then c = 1 end if a > 1 then c = 1 end if a <= 2 then c = 3 end if a >= 2 then c = 4 end "
            + "if not (a < 1) then c = 1 end end end local s = 'a' < 'b' local t = 'a' <= ('b'):rep(3)",
        "local f = function() end local g = function() end for i = 1, 5 do f() end for _, h in ipairs{f, g} do h() end "
            + "for _, h in ipairs{f, g, function() end} do h() end "
            + "for _, h in ipairs{f, math.abs, math.floor, function() end, math.abs} do h(i or 1) end",
        "local c = setmetatable({}, {__call = function(self, x) return x end}) for i = 1, 4 do local r = c(i) end",
        "local function tail(f, x, y) return f(x, y) end for i = 1, 4 do tail(math.abs, i) tail(tail, math.abs, i) end",
        "local m = {__add = function(a, b) return a end, __lt = function() return true end, __eq = function() return true end, "
            + "__unm = function(a) return a end, __len = function() return 3 end, __index = function(t, k) return k end, "
            + "__newindex = function() end, __concat = function() return 'c' end, __le = function() return false end} "
            + "local a, b = setmetatable({}, m), setmetatable({}, m) for i = 1, 4 do local r = a + b r = a + 1 r = -a r = #a "
            + "r = a < b r = a == b r = a <= b r = a[i] r = a[1] a[i] = 1 a[2] = 3 r = a .. b if a < b then r = 1 end end",
        "local t, r = {1, 2, 3, x = 1}, nil for i = 1, 5 do r = t[i] r = t[1] t[2] = i r = #t r = #'abc' r = t['x'] "
            + "t[#t + 1] = i t[i * 100] = i r = t[i * 100] r = t[i * 1000] local k = 'x' r = t[k] t[k] = i r = t[1.5] end",
        "for k, v in pairs{1, 2, x = 3} do local r = k end for k, v in next, {1} do local r = v end "
            + "for k in function(_, k) k = (k or 0) + 1 return k < 5 and k or nil end do local r = k end",
        "for i = 1.0, 3 do local r = i end for i = 3, 1, -1 do local r = i end for i = 1, 0 do local r = i end "
            + "for i = 1 << 60, (1 << 60) + 2 do local r = i end",
        "for i = 1, 5 do local r = i > 2 and 1 or nil if r then r = 2 end while not r do r = true end repeat r = i until r end",
    })
    void isTheSameInEveryTier(String text) {
        List<Seen> interpreted = run(TierPolicy.INTERPRETER, text, 2);
        List<Seen> compiled = run(TierPolicy.BASELINE, text, 2);
        assertEquals(interpreted.size(), compiled.size());
        for (int i = 0; i < compiled.size(); i++) {
            int at = i;
            assertEquals(interpreted.get(i), compiled.get(i), () -> "instruction " + at);
        }
    }

    @Test
    void operatorsKnowTheKindsOfTheirOperands() {
        String add = "local function add(a, b) return a + b end ";
        assertEquals(Feedback.INTEGERS, kinds(Opcode.ADD, add + "add(1, 2)"));
        assertEquals(Feedback.INTEGERS | Feedback.FLOATS, kinds(Opcode.ADD, add + "add(1, 2) add(1.5, 2.5)"));
        assertEquals(Feedback.FLOATS | Feedback.MIXED, kinds(Opcode.ADD, add + "add(2.5, 1.5) add(1, 2.5)"));
        assertEquals(Feedback.BOXED, kinds(Opcode.ADD, add + "add(1 << 62, 1)"));
        assertEquals(Feedback.STRINGS | Feedback.OTHER, kinds(Opcode.ADD, add + "add('1', '2') add(1, '2')"));
    }

    private static int kinds(Opcode op, String text) {
        return ((ArithmeticFeedback) of(op, text)).kinds();
    }

    @Test
    void comparisonsKnowKindsAndCounts() {
        String equal = "local function equal(a, b) if a == b then return 1 end end ";
        assertEquals(new BranchFeedback(Feedback.INTEGERS | Feedback.IDENTITY, 3, 2),
                of(Opcode.JNE, equal + "equal(1, 2) equal(2, 2) equal({}, nil) equal(equal, equal) equal(1, 3)"));
    }

    @Test
    void callsKnowThreeFunctions() {
        String call = "local function call(f) f(1) end local function f() end call(f) ";
        assertTrue(calls(call).isMonomorphic());
        assertTrue(calls(call + "call(f)").isMonomorphic());
        CallFeedback three = calls(call + "call(math.abs) call(function() end)");
        assertTrue(three.isComplete());
        assertEquals(List.of(false, true, false), three.targets().stream().map(CallTarget::isNative).toList());
        CallFeedback more = calls(call + "call(math.abs) call(setmetatable({}, {__call = f})) call(function() end)");
        assertEquals(List.of(false, false, true), more.targets().stream().map(CallTarget::isByCall).toList());
        assertTrue(!more.isComplete());
    }

    /** Of the first call. */
    private static CallFeedback calls(String text) {
        return (CallFeedback) of(Opcode.CALL, text);
    }

    @Test
    void operatorsKnowTheirMetamethod() {
        String text = "local m = {__add = function() end} local v = setmetatable({}, m) ";
        CallFeedback known = ((ArithmeticFeedback) of(Opcode.ADD, text + "for i = 1, 3 do local r = v + v end")).metamethods();
        assertTrue(known.isMonomorphic());
        assertTrue(!known.targets().getFirst().isNative());
        assertTrue(!((ArithmeticFeedback) of(Opcode.ADD, text
                + "for i = 1, 3 do local r = v + v m.__add = function() end end")).metamethods().isComplete());
    }

    @ParameterizedTest
    @CsvSource({"GETFIELD, 1, f{x = 1} f{x = 2}", "GETFIELD, 3, 'f{x = 1} f{y = 1, x = 2} f(setmetatable({}, {__index = {x = 1}}))'",
        "GETFIELD, 8, 'for i = 1, 12 do f{[\"k\" .. i] = 1} end'", "SETFIELD, 2, 'g{x = 1} g{}'", "SELF, 1, 'h({m = print})'"})
    void fieldsKnowTheirEntries(Opcode op, int count, String calls) {
        String text = "local function f(t) return t.x end local function g(t) t.x = 1 end local function h(o) o:m() end ";
        for (TierPolicy policy : List.of(TierPolicy.INTERPRETER, TierPolicy.BASELINE)) {
            Seen first = run(policy, text + calls, 1).stream().filter(one -> one.op == op).findFirst().orElseThrow();
            assertEquals(count, first.feedback);
        }
    }

    @Test
    void deadFunctionsAreForgotten() {
        String text = """
                function call(f) f() end
                for i = 1, 5 do call(load('return 1')) collectgarbage() collectgarbage() end
                """;
        for (TierPolicy policy : List.of(TierPolicy.INTERPRETER, TierPolicy.BASELINE)) {
            CallFeedback seen = (CallFeedback) run(policy, text, 1).stream().filter(one -> one.op == Opcode.CALL)
                    .findFirst().orElseThrow().feedback;
            assertTrue(seen.targets().size() <= 1, seen::toString);
            assertTrue(seen.isComplete());
        }
    }
}
