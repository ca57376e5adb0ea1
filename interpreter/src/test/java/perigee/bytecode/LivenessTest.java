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
}
