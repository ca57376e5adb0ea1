package perigee.syntax;

/**
 * Statements with a scope of their own.
 *
 * @param closes  whether the block itself (not one within) declares a variable to be closed
 * @param endLine line of the last token in it, or of the one before it
 */
public record Block(Statement[] statements, boolean closes, int endLine) {
}
