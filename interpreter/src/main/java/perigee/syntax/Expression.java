package perigee.syntax;

/**
 * An expression with its names resolved and its numeric operations on constants folded.
 *
 * <p><b>Lines.</b> A node does not know its own line, but its parent knows, for each of its operands, the line that is
 * charged to the instruction which delivers the operand's value: that of the last token consumed when the reference
 * would emit it. So leaves are shared by all their occurrences.
 *
 * <p>Chains of left-associative operators, suffixes and calls nest as deep as the text is long; whoever walks the tree
 * must follow {@link Chain#first} in a loop. Everything else nests at most 200 levels.
 */
public sealed interface Expression
        permits Expression.Chain, Literal, Variable, Vararg, FunctionExpression, TableConstructor, Parenthesized, Unary,
        Logical, Concatenation {

    /** The kinds of node, for an exhaustive {@code switch} without start-up cost. */
    enum Kind {
        LITERAL, VARIABLE, VARARG, FUNCTION, TABLE, PARENTHESIZED, UNARY, LOGICAL, CONCATENATION, BINARY, INDEX, CALL,
        METHOD_CALL
    }

    Kind kind();

    /** Whether the expression may have any number of values. */
    default boolean isMultiple() {
        return false;
    }

    /** An expression whose first operand is evaluated first and nests without limit. */
    sealed interface Chain extends Expression permits Binary, Index, Call, MethodCall {
        Expression first();

        /** The line at which the value of {@link #first} is delivered. */
        int firstLine();
    }
}
