package perigee.bytecode;

/**
 * Decides whether a function may be run. What passes can be interpreted and compiled with no further check of any
 * operand; what does not is refused with its function, instruction and reason. The front end's output always passes,
 * which tests assert; a precompiled chunk may be anything.
 *
 * <p><b>The checklist.</b> Of each function:
 * <ol>
 * <li>Functions are nested at most {@value #MAX_DEPTH} deep. 0 &lt;= parameters &lt;= maxStack,
 *     2 &lt;= maxStack &lt;= 256, at most 255 upvalues; line numbers are not negative. A NaN among the constants is one
 *     of the two quiet ones without payload.
 * <li>{@code lines} is empty or has a line for each instruction. Each local variable has
 *     0 &lt;= startPc &lt;= endPc &lt;= length of the code, and never are more of them active than there are registers.
 * <li>An upvalue of a nested function names a register or an upvalue that its encloser has; in the latter case both
 *     agree on whether it is a cell. (Of the outermost function the index means nothing: the loader makes its upvalues,
 *     with a cell where {@code cell} says so.)
 * </ol>
 * Of each instruction, reached or not:
 * <ol start="4">
 * <li>The opcode exists and unused fields are zero. Indexes of constants, upvalues and nested functions are in range;
 *     constants are strings or numbers where the role says so; flags are 0 or 1; unsigned operands are not negative.
 *     GETUPCELL and SETUPCELL name upvalues that are cells, the other opcodes upvalues that are not.
 * <li>Every register touched is below maxStack, the implied ones included: header and arguments of calls, receiver of
 *     SELF, control and variables of loops, all lists. Lists that are empty may start at maxStack. CONCAT takes two
 *     values or more, TFORCALL leaves one or more. SETLIST does not start at an index further up than the code before
 *     it can have filled, so a table's size stays in proportion to the chunk's.
 * <li>Jumps lead to an instruction of this function. LOOP, FORLOOP and TFORLOOP lead backward, all others forward:
 *     every cycle passes one of those three, where interrupts are polled. The last instruction ends its block, so
 *     control never runs off the end.
 * <li>VARARGPREP is the first instruction of a vararg function, nowhere else, its A is the number of parameters, and no
 *     jump leads to it. VARARG stands in vararg functions only.
 * <li>An open list (CALL with C = 0, VARARG with B = 0, LIFT with D = 1, TAILCALL) is taken by the very next
 *     instruction (CALL, TAILCALL, RETURN or SETLIST with B = 0, LIFT with D = 1), to which no jump leads and whose own
 *     list starts at or below it. After TAILCALL that is a RETURN with the same A: a callee that is no Lua function may return its results there.
 * <li>FORPREP and FORLOOP come in pairs on the same registers, each leading to the instruction behind the other.
 *     TFORPREP leads to a TFORCALL, followed by a TFORLOOP that leads behind the TFORPREP, all on the same registers;
 *     no jump leads to a TFORLOOP.
 * </ol>
 * Along every path, by abstract interpretation over {@link FrameTypes}:
 * <ol start="10">
 * <li>A register is read only where it certainly holds a value. At the entry of a function only its parameters do: the
 *     code does not rely on registers being nil before they are written. After a call the registers from A on hold its
 *     results and nothing else, since the callee's frame stood there.
 * <li>GETCELL and SETCELL act on registers that certainly hold a cell, and nothing but these and CLOSURE ever reads
 *     such a register; NEWCELL acts on a value. So no cell gets where a program could see it.
 * <li>CLOSURE finds a cell where the nested function's descriptor says cell, and a value elsewhere; its own register
 *     counts as a value, as the closure is there already.
 * <li>FORLOOP finds the three control registers as FORPREP left them: no other instruction reads or writes them in
 *     between.
 * <li>SETLIST finds the table that a NEWTABLE left in R[A].
 * <li>To be closed: TBC and TFORPREP mark a register above all that may still be marked, so that no register is marked
 *     twice and loops cannot pile up marks. Until it is closed a marked register is not written. Where any may be
 *     marked, only RETURN with D = 1 leaves the function.
 * </ol>
 *
 * Time is about linear in the size of the code, and never more than its product with the number of registers.
 */
public final class Verifier {
    /** How deep functions may be nested in the outermost one. */
    public static final int MAX_DEPTH = 200;
    private static final int MIN_STACK = 2;
    private static final int MAX_UPVALUES = 255;
    private static final long QUIET_NAN = 0x7FF8_0000_0000_0000L;

    private Verifier() {
    }

    /**
     * Returns when the function and all its nested ones obey the rules.
     *
     * @throws MalformedChunkException naming the first function, instruction and rule that are in conflict
     */
    public static void verify(Prototype prototype) throws MalformedChunkException {
        verify(prototype, 0);
    }

    /**
     * What the registers certainly hold before an instruction; null when no path leads to it. For those who change a
     * frame from outside, as {@code debug.setlocal} does: only a register that holds a value may be given another.
     *
     * @param prototype a function that has passed
     * @param pc        index of an instruction
     */
    public static FrameTypes typesBefore(Prototype prototype, int pc) {
        try {
            return FlowCheck.check(prototype, StructureCheck.check(prototype)).typesBefore(pc);
        } catch (MalformedChunkException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void verify(Prototype prototype, int depth) throws MalformedChunkException {
        if (depth > MAX_DEPTH) {
            throw MalformedChunkException.in(prototype, "functions are nested too deep");
        }
        checkLimits(prototype);
        checkDebugInformation(prototype);
        for (Prototype nested : prototype.prototypes()) {
            checkUpvalues(prototype, nested);
        }
        FlowCheck.check(prototype, StructureCheck.check(prototype));
        for (Prototype nested : prototype.prototypes()) {
            verify(nested, depth + 1);
        }
    }

    private static void checkLimits(Prototype prototype) throws MalformedChunkException {
        int maxStack = prototype.maxStack();
        require(maxStack >= MIN_STACK && maxStack <= Instruction.MAX_REGISTER + 1, prototype,
                "a frame of " + maxStack + " registers");
        require(prototype.parameters() >= 0 && prototype.parameters() <= maxStack, prototype,
                prototype.parameters() + " parameters in a frame of " + maxStack + " registers");
        require(prototype.upvalues().length <= MAX_UPVALUES, prototype,
                prototype.upvalues().length + " upvalues");
        for (Constant constant : prototype.constants()) {
            if (constant instanceof Constant.Float(double value) && value != value) {
                require((Double.doubleToRawLongBits(value) & Long.MAX_VALUE) == QUIET_NAN, prototype,
                        "a constant is a NaN with a payload");
            }
        }
    }

    private static void checkDebugInformation(Prototype prototype) throws MalformedChunkException {
        int length = prototype.code().length;
        require(prototype.lineDefined() >= 0 && prototype.lastLineDefined() >= 0, prototype, "negative line");
        int[] lines = prototype.lines();
        require(lines.length == 0 || lines.length == length, prototype,
                lines.length + " lines for " + length + " instructions");
        for (int line : lines) {
            require(line >= 0, prototype, "negative line");
        }
        checkLocals(prototype, length);
    }

    private static void checkLocals(Prototype prototype, int length) throws MalformedChunkException {
        if (prototype.locals().length == 0) {
            return;
        }
        int[] change = new int[length + 1];
        for (Prototype.Local local : prototype.locals()) {
            require(0 <= local.startPc() && local.startPc() <= local.endPc() && local.endPc() <= length, prototype,
                    "a local variable is active from " + local.startPc() + " to " + local.endPc());
            change[local.startPc()]++;
            change[local.endPc()]--;
        }
        int active = 0;
        for (int pc = 0; pc < length; pc++) {
            active += change[pc];
            if (active > prototype.maxStack()) {
                throw MalformedChunkException.in(prototype, active + " local variables at pc " + pc);
            }
        }
    }

    private static void checkUpvalues(Prototype encloser, Prototype nested) throws MalformedChunkException {
        for (int i = 0; i < nested.upvalues().length; i++) {
            Prototype.Upvalue upvalue = nested.upvalues()[i];
            int bound = upvalue.inStack() ? encloser.maxStack() : encloser.upvalues().length;
            require(upvalue.index() >= 0 && upvalue.index() < bound, nested,
                    "upvalue " + i + " names " + (upvalue.inStack() ? "a register" : "an upvalue")
                            + " that the encloser has not");
            require(upvalue.inStack() || upvalue.cell() == encloser.upvalues()[upvalue.index()].cell(), nested,
                    "upvalue " + i + " and the encloser's do not agree on the cell");
        }
    }

    private static void require(boolean condition, Prototype prototype, String reason)
            throws MalformedChunkException {
        if (!condition) {
            throw MalformedChunkException.in(prototype, reason);
        }
    }
}
