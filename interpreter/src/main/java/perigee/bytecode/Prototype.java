package perigee.bytecode;

/**
 * A compiled function before it has a place in guest memory: what the front end returns, what {@code string.dump}
 * writes and {@code load} reads. Immutable; the arrays are not to be written by anyone after construction.
 *
 * @param source          chunk name as given to {@code load} ("@file", "=name" or the source text itself), in bytes
 * @param lineDefined     line of the {@code function} keyword; 0 for a main chunk
 * @param lastLineDefined line of the closing {@code end}; 0 for a main chunk
 * @param parameters      number of fixed parameters; they are the first registers
 * @param vararg          whether the function ends its parameter list in {@code ...} (a main chunk does)
 * @param maxStack        registers the frame needs, frame headers and arguments of its calls included
 * @param code            instruction words
 * @param lines           source line of each instruction; empty when stripped
 * @param constants       constant table
 * @param upvalues        where CLOSURE finds each upvalue of a new closure
 * @param prototypes      nested functions
 * @param locals          names of local variables in the order of their declaration; empty when stripped
 */
public record Prototype(
        byte[] source,
        int lineDefined,
        int lastLineDefined,
        int parameters,
        boolean vararg,
        int maxStack,
        long[] code,
        int[] lines,
        Constant[] constants,
        Upvalue[] upvalues,
        Prototype[] prototypes,
        Local[] locals) {

    /**
     * One upvalue of a function.
     *
     * @param name     variable name in bytes; empty when stripped
     * @param inStack  whether CLOSURE copies a register of the enclosing frame (else an upvalue of its closure)
     * @param index    that register's or upvalue's number
     * @param cell     whether the word copied is a cell (the variable is assigned after its capture)
     * @param readOnly whether the variable was declared {@code <const>} or {@code <close>}
     */
    public record Upvalue(byte[] name, boolean inStack, int index, boolean cell, boolean readOnly) {
    }

    /**
     * One local variable. As in the reference, the n-th variable active at an instruction lives in register n - 1
     * (loop control slots are variables with names such as "(for state)"; compile-time constants have none).
     *
     * @param name    variable name in bytes
     * @param startPc first instruction where it is active
     * @param endPc   first instruction where it is no longer active
     * @param cell    whether its register holds a cell
     */
    public record Local(byte[] name, int startPc, int endPc, boolean cell) {
    }
}
