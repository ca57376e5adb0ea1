package perigee.baseline;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.stub.NumberStubs.Operation;
import perigee.value.Word;

/**
 * The baseline compiler: one walk over the bytecode, a template an instruction. The code works on the interpreter's
 * frames, which are in order whenever it leaves; what a template has no fast path for is executed by the driver.
 */
public final class BaselineCompiler {
    private final BaselineRequest request;
    private final FrameAssembler f;
    private final MoveTemplates moves;
    private final TextTemplates texts;
    private final ArithmeticTemplates arithmetic;
    private final BitwiseTemplates bits;
    private final BranchTemplates branches;
    private final TableTemplates tables;
    private final FieldTemplates fields;
    private final AllocationTemplates allocations;
    private final CallTemplates calls;
    private final ReturnTemplates returns;
    private final VarargTemplates varargs;
    private final LoopTemplates loops;

    private BaselineCompiler(BaselineRequest request) {
        this.request = request;
        f = new FrameAssembler(request);
        moves = new MoveTemplates(f);
        texts = new TextTemplates(f);
        arithmetic = new ArithmeticTemplates(f);
        bits = new BitwiseTemplates(f);
        branches = new BranchTemplates(f);
        tables = new TableTemplates(f);
        fields = new FieldTemplates(f);
        allocations = new AllocationTemplates(f);
        calls = new CallTemplates(f);
        returns = new ReturnTemplates(f);
        varargs = new VarargTemplates(f);
        loops = new LoopTemplates(f);
    }

    /**
     * Compiles a function. Whatever fails, also for want of memory or of Java's stack, is a bail-out.
     *
     * @param step told before each instruction, each piece out of line, and the assembling: for tests that have compiles fail
     */
    public static BaselineResult compile(BaselineRequest request, Runnable step) {
        try {
            return new BaselineResult.Code(new BaselineCompiler(request).compile(step));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            return new BaselineResult.BailOut(thrown.toString());
        }
    }

    private BaselineCode compile(Runnable step) {
        long[] code = request.prototype().code();
        calls.entry();
        for (int pc = 0; pc < code.length; pc++) {
            step.run();
            f.begin(pc);
            instruction(code[pc], Instruction.op(code[pc]));
        }
        f.emitOutOfLine(step);
        step.run();
        return BaselineCode.of(f.a.finish(), code.length);
    }

    private void instruction(long i, Opcode op) {
        switch (op) {
            case MOVE -> moves.move(i);
            case LOADI -> f.storeWord(Instruction.a(i), Word.ofInteger(Instruction.j(i)));
            case LOADK -> moves.loadConstant(i);
            case LOADNIL -> moves.loadNil(i);
            case LOADTRUE -> f.storeWord(Instruction.a(i), Word.TRUE);
            case LOADFALSE -> f.storeWord(Instruction.a(i), Word.FALSE);
            case NOT -> moves.not(i);
            case GETCELL -> moves.getCell(i);
            case SETCELL -> moves.setCell(i);
            case GETUPVAL -> moves.getUpvalue(i);
            case GETUPCELL -> moves.getUpvalueCell(i);
            case SETUPCELL -> moves.setUpvalueCell(i);

            case NEWCELL -> allocations.cell(i);
            case NEWTABLE -> allocations.table(i);
            case SETLIST -> allocations.elements(i);
            case CLOSURE -> allocations.closure(i);

            case GETGLOBAL -> tables.getGlobal(i);
            case SETGLOBAL -> tables.setGlobal(i);
            case GETFIELD -> fields.get(i);
            case SELF -> fields.self(i);
            case SETFIELD -> fields.set(i);
            case GETINDEX -> tables.getIndex(i);
            case GETI -> tables.getInteger(i);
            case SETINDEX -> tables.setIndex(i);
            case SETI -> tables.setInteger(i);
            case LEN -> tables.length(i);

            case ADD -> arithmetic.registers(Operation.ADD, i);
            case SUB -> arithmetic.registers(Operation.SUB, i);
            case MUL -> arithmetic.registers(Operation.MUL, i);
            case DIV -> arithmetic.registers(Operation.DIV, i);
            case ADDK -> arithmetic.constant(Operation.ADD, i);
            case SUBK -> arithmetic.constant(Operation.SUB, i);
            case MULK -> arithmetic.constant(Operation.MUL, i);
            case DIVK -> arithmetic.constant(Operation.DIV, i);
            case ADDI -> arithmetic.immediate(Operation.ADD, i);
            case SUBI -> arithmetic.subtractImmediate(i);
            case MOD -> arithmetic.divide(true, i);
            case MODK -> arithmetic.divideByConstant(true, i);
            case IDIV -> arithmetic.divide(false, i);
            case IDIVK -> arithmetic.divideByConstant(false, i);
            case POW -> arithmetic.power(i, false);
            case POWK -> arithmetic.power(i, true);
            case UNM -> arithmetic.negate(i);
            case BAND -> bits.bitwise(Operation.BIT_AND, i, false);
            case BOR -> bits.bitwise(Operation.BIT_OR, i, false);
            case BXOR -> bits.bitwise(Operation.BIT_XOR, i, false);
            case BANDK -> bits.bitwise(Operation.BIT_AND, i, true);
            case BORK -> bits.bitwise(Operation.BIT_OR, i, true);
            case BXORK -> bits.bitwise(Operation.BIT_XOR, i, true);
            case SHL -> bits.shift(true, i, false);
            case SHR -> bits.shift(false, i, false);
            case SHLK -> bits.shift(true, i, true);
            case SHRK -> bits.shift(false, i, true);
            case BNOT -> bits.complement(i);

            case JMP -> f.a.jump(f.label(f.target(i)));
            case LOOP -> loops.backEdge(i);
            case JT -> branches.truth(i, true);
            case JF -> branches.truth(i, false);
            case JEQ -> branches.equality(i, true);
            case JNE -> branches.equality(i, false);
            case JEQK -> branches.equalityWithConstant(i, true);
            case JNEK -> branches.equalityWithConstant(i, false);
            case JLT -> branches.order(Operation.LESS, i, true);
            case JNLT -> branches.order(Operation.LESS, i, false);
            case JLE -> branches.order(Operation.LESS_OR_EQUAL, i, true);
            case JNLE -> branches.order(Operation.LESS_OR_EQUAL, i, false);
            case JLTI -> branches.orderImmediate(Operation.LESS, i, true, false);
            case JNLTI -> branches.orderImmediate(Operation.LESS, i, false, false);
            case JLEI -> branches.orderImmediate(Operation.LESS_OR_EQUAL, i, true, false);
            case JNLEI -> branches.orderImmediate(Operation.LESS_OR_EQUAL, i, false, false);
            case JGTI -> branches.orderImmediate(Operation.LESS, i, true, true);
            case JNGTI -> branches.orderImmediate(Operation.LESS, i, false, true);
            case JGEI -> branches.orderImmediate(Operation.LESS_OR_EQUAL, i, true, true);
            case JNGEI -> branches.orderImmediate(Operation.LESS_OR_EQUAL, i, false, true);

            case CALL -> calls.call(i);
            case TAILCALL -> calls.tailCall(i);
            case RETURN0 -> returns.nothing();
            case RETURN1 -> returns.one(i);
            case RETURN -> returns.values(i);
            case VARARGPREP -> varargs.prepare();
            case VARARG -> varargs.load(i);
            case FORPREP -> loops.prepare(i);
            case FORLOOP -> loops.numeric(i);
            case TFORPREP -> loops.prepareGeneric(i);
            case TFORCALL -> calls.iterate(i);
            case TFORLOOP -> loops.generic(i);
            case CLOSE -> loops.close();

            case CONCAT -> texts.concatenate(i);
            case LIFT, TBC -> f.leaveToExecute();
        }
    }
}
