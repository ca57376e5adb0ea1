package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which parts of messages are positions. */
class ErrorViewTest {
    private static final String MESSAGE = """
            stdin:1: no: 2
            stack traceback:
            \t[C]: in function 'error'
            \t[string "x:1: y"]:3: in main chunk
            \t/a b/c.lua:12: in function <c.lua:10>""";

    @Test
    void positionsAreColoured() {
        String expected = Style.POSITION.paint("stdin:1:") + Style.ERROR.paint(" no: 2") + "\n"
                + Style.REMARK.paint("stack traceback:") + "\n"
                + Style.REMARK.paint("\t[C]: in function 'error'") + "\n\t"
                + Style.POSITION.paint("[string \"x:1: y\"]:3:") + Style.REMARK.paint(" in main chunk") + "\n\t"
                + Style.POSITION.paint("/a b/c.lua:12:") + Style.REMARK.paint(" in function <c.lua:10>") + "\n";
        assertEquals(expected, ErrorView.of(MESSAGE, Palette.COLOURED));
    }

    @Test
    void plainTextStaysAsItIs() {
        assertEquals(MESSAGE + "\n", ErrorView.of(MESSAGE, Palette.PLAIN));
    }
}
