package perigee.bytecode;

/**
 * The verifier's first pass over a function: what can be said of each instruction by looking at it and at the ones it
 * names, reached or not (rules 4 to 9 of the {@link Verifier}).
 */
final class StructureCheck implements RegisterEffects.Visitor {
    private final Prototype prototype;
    private final long[] code;
    private final int maxStack;
    /** For each instruction, whether a jump leads to it. */
    private final boolean[] isTarget;

    private int pc;
    /** First register that is beyond the frame, of all that the instruction at pc touches; or -1. */
    private int outside;

    private StructureCheck(Prototype prototype) {
        this.prototype = prototype;
        code = prototype.code();
        maxStack = prototype.maxStack();
        isTarget = new boolean[code.length];
    }

    /** Checks the code of one function, its nested ones excluded; for each instruction, whether a jump leads to it. */
    static boolean[] check(Prototype prototype) throws MalformedChunkException {
        StructureCheck check = new StructureCheck(prototype);
        check.run();
        return check.isTarget;
    }

    private void run() throws MalformedChunkException {
        if (code.length == 0) {
            throw MalformedChunkException.in(prototype, "no instructions");
        }
        for (pc = 0; pc < code.length; pc++) {
            if (Instruction.opNumber(code[pc]) >= Opcode.count()) {
                throw refuse("no such opcode");
            }
            checkOperands();
            checkRegisters();
            checkCounts();
            checkJump();
        }
        for (pc = 0; pc < code.length; pc++) {
            checkOpenLists();
            checkLoops();
        }
        checkEnds();
    }

    // ---- operands ------------------------------------------------------------------------------------------------

    private void checkOperands() throws MalformedChunkException {
        long instruction = code[pc];
        Opcode op = Instruction.op(instruction);
        boolean abc = op.format == Opcode.Format.ABC;
        checkOperand("A", op.a, Instruction.a(instruction));
        checkOperand("B", op.b, Instruction.b(instruction));
        checkOperand(abc ? "C" : "J", op.c, abc ? Instruction.c(instruction) : Instruction.j(instruction));
        if (abc) {
            checkOperand("D", op.d, Instruction.d(instruction));
        }
        if (op.b == Operand.UPVALUE) {
            boolean wantsCell = op == Opcode.GETUPCELL || op == Opcode.SETUPCELL;
            int upvalue = Instruction.b(instruction);
            if (prototype.upvalues()[upvalue].cell() != wantsCell) {
                throw refuse("upvalue " + upvalue + (wantsCell ? " is not a cell" : " is a cell"));
            }
        }
    }

    private void checkOperand(String field, Operand role, int value) throws MalformedChunkException {
        switch (role) {
            case NONE -> require(value == 0, field, value, "is not used");
            case FLAG -> require(value >>> 1 == 0, field, value, "is not a flag");
            case CONSTANT, STRING, NUMBER -> checkConstant(field, role, value);
            case UPVALUE -> require(value < prototype.upvalues().length, field, value, "is not an upvalue");
            case PROTOTYPE -> require(value >= 0 && value < prototype.prototypes().length, field, value,
                    "is not a nested function");
            case UNSIGNED -> require(value >= 0, field, value, "is negative");
            case DEF, USE, USE_DEF, BASE, SIGNED, COUNT, JUMP -> {
                // any value of the field may stand there; registers, counts and jumps have their own rules
            }
        }
    }

    private void checkConstant(String field, Operand role, int value) throws MalformedChunkException {
        require(value >= 0 && value < prototype.constants().length, field, value, "is not a constant");
        Constant constant = prototype.constants()[value];
        if (role == Operand.STRING) {
            require(constant instanceof Constant.Str, field, value, "is not a string constant");
        } else if (role == Operand.NUMBER) {
            require(constant instanceof Constant.Int || constant instanceof Constant.Float, field, value,
                    "is not a numeric constant");
        }
    }

    private void require(boolean condition, String field, int value, String reason) throws MalformedChunkException {
        if (!condition) {
            throw refuse(field + " = " + value + " " + reason);
        }
    }

    // ---- registers -----------------------------------------------------------------------------------------------

    private void checkRegisters() throws MalformedChunkException {
        outside = -1;
        RegisterEffects.visit(code[pc], this);
        if (Instruction.op(code[pc]) == Opcode.CLOSE && Instruction.a(code[pc]) > maxStack) {
            outside = Instruction.a(code[pc]);
        }
        if (outside >= 0) {
            throw refuse("register " + outside + " is beyond the frame of " + maxStack);
        }
    }

    @Override
    public void reads(int first, int count) {
        touch(first, count);
    }

    @Override
    public void clobbers(int first, int count) {
        touch(first, count);
    }

    @Override
    public void writes(int first, int count) {
        touch(first, count);
    }

    /** An empty range may stand at the very end of the frame; an open one has at least a place to start. */
    private void touch(int first, int count) {
        int needed = count == RegisterEffects.OPEN ? 1 : count;
        if (outside < 0 && first + needed > maxStack) {
            outside = Math.max(first, maxStack);
        }
    }

    private void checkCounts() throws MalformedChunkException {
        long instruction = code[pc];
        switch (Instruction.op(instruction)) {
            case CONCAT -> require(Instruction.b(instruction) >= 2, "B", Instruction.b(instruction), "is below 2");
            case TFORCALL -> require(Instruction.b(instruction) >= 1, "B", 0, "leaves the loop without a variable");
            case SETLIST -> require(Instruction.j(instruction) <= (long) pc * Instruction.MAX_REGISTER, "J",
                    Instruction.j(instruction), "is more than the constructor can have stored before");
            case VARARG -> {
                if (!prototype.vararg()) {
                    throw refuse("the function is not vararg");
                }
            }
            case VARARGPREP -> {
                if (pc != 0 || !prototype.vararg()) {
                    throw refuse("not the first instruction of a vararg function");
                }
                require(Instruction.a(instruction) == prototype.parameters(), "A", Instruction.a(instruction),
                        "is not the number of parameters");
            }
            default -> {
            }
        }
    }

    // ---- jumps ---------------------------------------------------------------------------------------------------

    private void checkJump() throws MalformedChunkException {
        Opcode op = Instruction.op(code[pc]);
        if (!op.jumps()) {
            return;
        }
        int distance = Instruction.j(code[pc]);
        boolean backward = op == Opcode.LOOP || op == Opcode.FORLOOP || op == Opcode.TFORLOOP;
        if (backward != distance < 0) {
            throw refuse("jumps " + (backward ? "forward" : "backward"));
        }
        long target = (long) pc + 1 + distance;
        if (target < 0 || target >= code.length) {
            throw refuse("jumps to " + target + ", out of the code");
        }
        isTarget[(int) target] = true;
    }

    private void checkEnds() throws MalformedChunkException {
        pc = code.length - 1;
        if (!Instruction.op(code[pc]).endsBlock()) {
            throw refuse("control runs off the end");
        }
        pc = 0;
        if (prototype.vararg()) {
            if (Instruction.op(code[0]) != Opcode.VARARGPREP) {
                throw refuse("a vararg function does not start with VARARGPREP");
            }
            if (isTarget[0]) {
                throw refuse("a jump leads to it");
            }
        }
    }

    // ---- open lists ----------------------------------------------------------------------------------------------

    private void checkOpenLists() throws MalformedChunkException {
        int taken = RegisterEffects.openListTaken(code[pc]);
        if (taken >= 0) {
            if (isTarget[pc]) {
                throw refuse("a jump leads into an open list");
            }
            if (pc == 0 || !RegisterEffects.producesOpenList(code[pc - 1])) {
                throw refuse("takes an open list that the instruction before does not leave");
            }
            int left = RegisterEffects.openListLeft(code[pc - 1]);
            if (taken > left) {
                throw refuse("the open list starts at register " + left + ", below " + taken);
            }
        }
        if (RegisterEffects.producesOpenList(code[pc])) {
            if (pc + 1 == code.length || RegisterEffects.openListTaken(code[pc + 1]) < 0) {
                throw refuse("leaves an open list that the instruction after does not take");
            }
            if (Instruction.op(code[pc]) == Opcode.TAILCALL) {
                checkTailCall();
            }
        }
    }

    private void checkTailCall() throws MalformedChunkException {
        long next = code[pc + 1];
        if (Instruction.op(next) != Opcode.RETURN || Instruction.a(next) != Instruction.a(code[pc])) {
            throw refuse("no RETURN of its results follows");
        }
    }

    // ---- loops ---------------------------------------------------------------------------------------------------

    private void checkLoops() throws MalformedChunkException {
        switch (Instruction.op(code[pc])) {
            // target is past the FORLOOP that leads back behind this one
            case FORPREP -> checkPartner(target() - 1, Opcode.FORLOOP, pc + 1);
            // target is behind the FORPREP that leads past this one
            case FORLOOP -> checkPartner(target() - 1, Opcode.FORPREP, pc + 1);
            case TFORPREP -> {
                checkPartner(target(), Opcode.TFORCALL, -1);
                checkPartner(target() + 1, Opcode.TFORLOOP, pc + 1);
            }
            case TFORCALL -> checkPartner(pc + 1, Opcode.TFORLOOP, -1);
            case TFORLOOP -> {
                checkPartner(pc - 1, Opcode.TFORCALL, -1);
                checkPartner(target() - 1, Opcode.TFORPREP, pc - 1);
                if (isTarget[pc]) {
                    throw refuse("a jump leads to it, past the TFORCALL");
                }
            }
            default -> {
            }
        }
    }

    private int target() {
        return pc + 1 + Instruction.j(code[pc]);
    }

    /** There must be this opcode with the same A at {@code at}, with this jump target unless that is -1. */
    private void checkPartner(int at, Opcode op, int target) throws MalformedChunkException {
        boolean there = at >= 0 && at < code.length && Instruction.op(code[at]) == op
                && Instruction.a(code[at]) == Instruction.a(code[pc])
                && (target < 0 || at + 1 + Instruction.j(code[at]) == target);
        if (!there) {
            throw refuse("no matching " + op + " at " + at);
        }
    }

    private MalformedChunkException refuse(String reason) {
        return MalformedChunkException.at(prototype, pc, reason);
    }
}
