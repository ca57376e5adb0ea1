package perigee.syntax;

import perigee.bytecode.Constant;

/** A constant: nil, a boolean, a number or a string. */
public record Literal(Constant value) implements Expression {
    static final Literal NIL = new Literal(new Constant.Nil());
    static final Literal TRUE = new Literal(new Constant.Bool(true));
    static final Literal FALSE = new Literal(new Constant.Bool(false));

    @Override
    public Kind kind() {
        return Kind.LITERAL;
    }

    /** Whether a condition takes it as true. */
    public boolean isTruthy() {
        return !(value instanceof Constant.Nil) && !(value instanceof Constant.Bool bool && !bool.value());
    }

    public boolean isNumber() {
        return value instanceof Constant.Int || value instanceof Constant.Float;
    }
}
