/**
 * From the bytes of a chunk to a tree.
 *
 * <p><b>In:</b> Lua 5.4 source text in any bytes. <b>Out:</b> a {@link perigee.syntax.FunctionBody}: statements and
 * expressions in which every name is resolved, every goto has its label, and operations on constants are done; or a
 * {@link perigee.syntax.SyntaxException} with the reference's message, byte for byte. The package knows bytecode only
 * by its constants; it touches no guest memory and keeps no state between chunks.
 *
 * <pre>
 *   bytes --Lexer--> tokens --TokenReader--> FunctionParser, StatementParser, LoopParser, ExpressionParser --> tree
 *     StringScanner                               |                              |
 *     NumberParser                       Scopes, Jumps, RegisterUse        ConstantFolding
 * </pre>
 *
 * <p><b>Pieces.</b> A text may come from a {@link perigee.bytecode.ChunkReader}, which is asked for more exactly where the
 * reference asks: one byte beyond the token that is current. The levels of nesting go with the question, for what answers
 * it may parse, too. Of the text only what has not become tokens yet is kept.
 *
 * <p><b>One pass.</b> Names, limits, gotos and constants are checked while parsing, not in passes of their own, because
 * the reference does so: which of two errors a text is told of, and near which token, depends on it. A {@code Name}
 * always knows which variable it means at the place the parser has reached, so names are resolved without a search.
 *
 * <p><b>Registers.</b> The same holds for functions that need too many registers: {@link perigee.syntax.RegisterUse} counts
 * those that the reference would have in use. How registers are really given out is the business of
 * {@code perigee.compile}, which manages with as many.
 *
 * <p><b>Two facts need the whole function</b> and are known when its tree is complete: whether a variable is copied
 * into closures or lives in a cell ({@link perigee.syntax.Variable}), and where a goto leads
 * ({@link perigee.syntax.Statement.Goto}).
 *
 * <p><b>Lines.</b> The reference charges an instruction to the line of the token it has consumed last, which for
 * {@code a.b} at the end of a line and {@code + c} on the next is the second one. The tree keeps these lines beside the
 * operands they belong to; see {@link perigee.syntax.Expression}.
 *
 * <p><b>Depth.</b> Statements, blocks and expressions nest at most 200 levels, as in the reference. What does not
 * count as nesting there (a chain of left-associative operators, of calls or of indexes; the parts of an
 * {@code elseif}; the fields of a table) is read in loops, and its tree is a list or leans to the left.
 *
 * <p><b>Text that is being typed</b> has tokens, too, before it is a chunk: {@link perigee.syntax.TokenSpans} says where.
 */
package perigee.syntax;
