package perigee.compile;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.ChunkName;
import perigee.bytecode.ChunkReader;
import perigee.bytecode.Prototype;
import perigee.syntax.FunctionBody;
import perigee.syntax.Parser;
import perigee.syntax.SyntaxException;

/** From the text of a chunk to bytecode: the front end as a function. */
public final class Compiler {
    /** Levels of nesting that are in use when a program's main chunk calls {@code load}. */
    private static final int USUAL_LEVELS = 2;

    private Compiler() {
    }

    /**
     * Compiles {@code text[from]} up to but without {@code text[to]}, any bytes, as a chunk (manual 3.3.2). A first
     * line that begins with '#' is an error: skipping it is the business of those who load files.
     *
     * @param chunkName the chunk's name, see {@link ChunkName}; becomes the source of the prototype and is not to be
     *                  written afterwards
     * @return the main function: vararg, with one upvalue {@code _ENV}
     * @throws SyntaxException if the text is no chunk, or exceeds a limit
     */
    public static Prototype compile(byte[] text, int from, int to, byte[] chunkName) {
        return compile(text, from, to, null, chunkName, USUAL_LEVELS);
    }

    /**
     * The same at a certain depth of calls, of a text that may go on after {@code text[to]}.
     *
     * @param rest   gives what follows, null if nothing does; otherwise the array is the compiler's to write
     * @param levels how many calls from Lua into the host and back are active: they take away from the 200 levels that
     *               statements and expressions may nest
     */
    public static Prototype compile(byte[] text, int from, int to, ChunkReader rest, byte[] chunkName, int levels) {
        FunctionBody main = Parser.parse(text, from, to, rest, chunkName, levels);
        try {
            return FunctionCompiler.compile(main, null, chunkName);
        } catch (LimitExceededException e) {
            throw new SyntaxException(new String(ChunkName.display(chunkName), StandardCharsets.ISO_8859_1) + ":"
                    + e.line() + ": " + e.getMessage());
        }
    }
}
