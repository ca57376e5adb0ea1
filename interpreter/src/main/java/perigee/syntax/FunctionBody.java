package perigee.syntax;

/**
 * A parsed function.
 *
 * @param line       line of its {@code function}; 0 for a main chunk
 * @param lastLine   line of its {@code end}; 0 for a main chunk
 * @param returnLine line of the return at its end
 * @param parameters the fixed parameters, {@code self} included
 * @param varargLine line of the {@code ...} that ends its parameter list, or 0 if there is none
 * @param upvalues   the variables of enclosing functions that it or its nested functions use, in the order of the
 *                   upvalues; a main chunk has {@code _ENV} as its first
 * @param isCrowded  whether headers below the arguments of all its calls would make its frame too large
 * @param block      its statements
 */
public record FunctionBody(int line, int lastLine, int returnLine, Variable[] parameters, int varargLine,
        Variable[] upvalues, boolean isCrowded, Block block) {

    public boolean isVararg() {
        return varargLine != 0;
    }

    /** The number of the upvalue that stands for a variable which the function uses but does not declare. */
    public int upvalueIndex(Variable variable) {
        int i = 0;
        while (upvalues[i] != variable) {
            i++;
        }
        return i;
    }
}
