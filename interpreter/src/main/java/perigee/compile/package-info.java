/**
 * From the tree of a chunk to bytecode.
 *
 * <p><b>In:</b> a {@link perigee.syntax.FunctionBody}. <b>Out:</b> a {@link perigee.bytecode.Prototype} that the
 * {@link perigee.bytecode.Verifier} accepts. The only errors left are a loop
 * that is too long and, in rare cases that the parser does not foresee, a function that needs too many registers.
 * {@link perigee.compile.Compiler} is the front end as one function; nothing else here is public.
 *
 * <pre>
 *   FunctionCompiler                 one function: entry, body, final return
 *     StatementCompiler              blocks, declarations, if, return, goto
 *       LoopCompiler   AssignmentCompiler
 *         ExpressionCompiler         a value into a register; lists of values
 *           ChainCompiler            indexes, calls, operators: what leans to the left, in a loop
 *             OperatorCompiler       arithmetic and comparisons with constants, if there is an instruction
 *           ConditionCompiler        conditions as jumps; and, or, not
 *           TableCompiler
 *           Operands                 where an operand is, and when it is read
 *   FunctionState                    what they share: CodeBuffer, Registers, ConstantTable, variables in scope, labels
 * </pre>
 *
 * <p><b>Registers</b> are a stack. The n-th variable in scope lives in register n; above them are temporary values. A
 * value is computed right where it is wanted. A temporary register may hold parts of the value before it is complete;
 * a variable's is written last, since the expression may still read it.
 *
 * <p><b>Calls</b> leave two registers between the function and its arguments to the callee's frame header. In a
 * function whose calls in calls would need more registers that way than there are
 * ({@link perigee.syntax.FunctionBody#isCrowded}), arguments wait right above the function, and a LIFT makes room for
 * the header just before the call.
 *
 * <p><b>Jumps</b> forward wait in a {@link perigee.compile.JumpList} until their place is reached. Conditions never
 * become values to be tested: comparisons are jumps, and {@code and}, {@code or} and {@code not} only decide where they
 * lead.
 *
 * <p><b>When operands are read</b> is visible to programs where an operand's evaluation calls a function that assigns
 * to another operand; it is as in the reference, see {@link perigee.compile.Operands} and
 * {@link perigee.compile.AssignmentCompiler}.
 */
package perigee.compile;
