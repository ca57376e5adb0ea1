package perigee.syntax;

import perigee.bytecode.ChunkReader;

/** From the text of a chunk to its tree. */
public final class Parser {
    private Parser() {
    }

    /**
     * Parses {@code text[from]} up to but without {@code text[to]}, and what a reader gives after that, as a chunk.
     *
     * @param rest      null for none; otherwise the text's array is the parser's to write
     * @param chunkName for messages; see {@link perigee.bytecode.ChunkName}
     * @param levels    how many of the 200 levels of nesting are in use already: of calls from Lua into the host and
     *                  back that are active
     * @throws SyntaxException if it is none
     */
    public static FunctionBody parse(byte[] text, int from, int to, ChunkReader rest, byte[] chunkName, int levels) {
        NameTable names = new NameTable();
        Lexer lexer = new Lexer(new SourceText(text, from, to, rest, chunkName), names);
        return new FunctionParser(new TokenReader(lexer, levels), new Scopes(lexer)).main();
    }
}
