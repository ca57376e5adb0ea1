package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the tests of the verifier say. */
final class Verification {
    private Verification() {
    }

    static void accepts(Assembly function) {
        Prototype prototype = function.build();
        assertDoesNotThrow(() -> Verifier.verify(prototype), () -> Printer.print(prototype));
    }

    /** The message names the function, and has this text in it. */
    static void refuses(String reason, Assembly function) {
        Prototype prototype = function.build();
        MalformedChunkException e = assertThrows(MalformedChunkException.class, () -> Verifier.verify(prototype),
                () -> "no '" + reason + "' in " + Printer.print(prototype));
        assertTrue(e.getMessage().contains(reason), e::getMessage);
        assertTrue(e.getMessage().contains("<test.lua:"), e::getMessage);
    }
}
