package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import perigee.compile.Compiler;

class LivenessTest {
    private static Prototype compile(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Compiler.compile(bytes, 0, bytes.length, "=test".getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Two ways meet between the computing of v and its scope, which begins behind the nil of w; nobody reads v. */
    @Test
    void aVariableIsLiveBeforeItsScopeForWhoeverAsksByName() {
        Prototype p = compile("local c = ... local v, w = c or 4 return w");
        Prototype.Local variable = p.locals()[1];
        int before = variable.startPc() - 1;
        assertEquals(Opcode.LOADNIL, Instruction.op(p.code()[before]));
        assertTrue(Liveness.orInScope(p, before).get(1));
        assertTrue(Liveness.orInScope(p)[before].get(1));
        assertTrue(Liveness.orInScope(p, variable.startPc()).get(1));
        assertFalse(Liveness.before(p, before).get(1));
    }

    @Test
    void aValueIsDeadBeforeItIsComputed() {
        Prototype p = compile("local c = ... local v, w = c or 4 return w");
        assertFalse(Liveness.orInScope(p, 0).get(1));
        assertFalse(Liveness.before(p, 0).get(1));
    }

    /** Also in a loop around its own, in each round of which it gets a first value again. */
    @Test
    void theVariableOfALoopIsDeadBeforeTheLoopAndBetweenRounds() {
        Prototype p = compile("for i = 1, 3 do for j = 1, 3 do print(j) end for k, v in next, {} do print(v) end end");
        int loops = 0;
        for (int pc = 0; pc < p.code().length; pc++) {
            int a = Instruction.a(p.code()[pc]);
            switch (Instruction.op(p.code()[pc])) {
                case FORPREP -> {
                    assertFalse(Liveness.before(p, pc).get(a + 3));
                    assertEquals(loops > 0, Liveness.before(p, pc + 1).get(a + 3), "only the inner one's is read");
                    loops++;
                }
                case FORLOOP -> {
                    assertFalse(Liveness.before(p, pc).get(a + 3));
                    assertTrue(Liveness.before(p, pc).get(a));
                    loops++;
                }
                case TFORLOOP -> {
                    assertFalse(Liveness.before(p, pc).get(a + 2));
                    assertTrue(Liveness.before(p, pc).get(a + 4));
                    loops++;
                }
                default -> {
                }
            }
        }
        assertEquals(5, loops);
    }
}
