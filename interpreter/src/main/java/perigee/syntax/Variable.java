package perigee.syntax;

/**
 * A local variable, and the expression that reads it; the variable {@code _ENV} outside the main function is one too.
 *
 * <p><b>Capture.</b> A variable that nested functions use is copied into their closures, unless an assignment to it may
 * execute after a closure that captures it was made; then it {@linkplain #isCell lives in a cell}. The assignments that
 * do no harm are those which precede every capture in the text, belong to the declaring function, and share no loop
 * with a capture that was entered after the declaration. In a function with a backward {@code goto} no assignment is
 * harmless, as its loops are not seen in the text.
 */
public final class Variable implements Expression {
    /** Declared {@code <const>}, {@code <close>}, or neither. */
    enum Attribute { NONE, CONST, CLOSE }

    final Name name;
    final Attribute attribute;
    /** The function that declares it; null for the environment of the main function. */
    final FunctionScope function;
    /** The variable of the same name that it hides. */
    Variable hidden;
    /** Its value, if it is a compile-time constant. */
    Literal constant;

    private int register;
    /** How many loops of its function were open at the declaration. */
    private int loopDepth;
    private boolean captured;
    private boolean assigned;
    private boolean cell;
    /** The outermost loop entered after the declaration that holds the last assignment before any capture, or null. */
    private LoopScope assignedIn;

    Variable(Name name, Attribute attribute, FunctionScope function) {
        this.name = name;
        this.attribute = attribute;
        this.function = function;
    }

    @Override
    public Kind kind() {
        return Kind.VARIABLE;
    }

    /** Its name in bytes; not to be written. */
    public byte[] name() {
        return name.bytes;
    }

    /** The register it lives in. */
    public int register() {
        return register;
    }

    /** Whether this function declares it; for others that use it, it is an upvalue. */
    public boolean isLocalTo(FunctionBody body) {
        return function != null && function.body() == body;
    }

    /** Whether it is the environment of the main function, whose fields are mostly globals. */
    public boolean isMainEnvironment() {
        return function == null;
    }

    /** Whether its register (and every upvalue that stands for it) holds a cell with the value. */
    public boolean isCell() {
        return cell;
    }

    /** Whether it was declared {@code <const>} or {@code <close>}. */
    public boolean isReadOnly() {
        return attribute != Attribute.NONE;
    }

    void activate(int inRegister) {
        register = inRegister;
        loopDepth = function.openLoops();
    }

    /** Notes an assignment by {@code from} at this place of the text. */
    void assign(FunctionScope from) {
        assigned = true;
        if (captured || from != function) {
            cell = true;
        } else {
            assignedIn = function.loopSince(loopDepth);
        }
    }

    /** Notes that a function nested in the declaring one uses the variable, at this place of the text. */
    void capture() {
        if (!captured) {
            captured = true;
            if (function != null) {
                function.addCaptured(this);
            }
        }
        if (assignedIn != null && assignedIn.isOpen()) {
            cell = true;
        }
    }

    /** The declaring function turned out to jump backwards. */
    void capturedUnderBackwardGoto() {
        if (assigned) {
            cell = true;
        }
    }
}
