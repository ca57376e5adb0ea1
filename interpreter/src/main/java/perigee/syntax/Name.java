package perigee.syntax;

import perigee.bytecode.Constant;

/**
 * A text that occurs in a chunk as a name or a string, one object for all its occurrences. It knows the variable that
 * the name means at the place the parser has reached, so a name is resolved without a search.
 */
final class Name {
    final byte[] bytes;
    final int hash;
    /** The reserved word that this text is, or null. */
    final Token reserved;
    /** The text as a string; made on first use. */
    private Literal literal;

    /** The innermost active variable of this name, or null. */
    Variable variable;
    /** The name as a global, in the environment it was last used in; see {@link Scopes}. */
    Index global;

    Name(byte[] bytes, int hash, Token reserved) {
        this.bytes = bytes;
        this.hash = hash;
        this.reserved = reserved;
    }

    Literal literal() {
        if (literal == null) {
            literal = new Literal(new Constant.Str(bytes));
        }
        return literal;
    }

    @Override
    public String toString() {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
