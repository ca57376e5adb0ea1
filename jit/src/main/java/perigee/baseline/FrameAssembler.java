package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.feedback.FieldCache;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.stub.Abi;
import perigee.stub.CallStubs;
import perigee.stub.MetamethodStubs;
import perigee.stub.NumberStubs;
import perigee.stub.Stubs;
import perigee.stub.WordTests;
import perigee.value.Word;

/** The assembler with the idioms that templates share: registers of the frame, tests of kinds, ways out. */
final class FrameAssembler {
    final Assembler a = new Assembler();
    final BaselineRequest request;
    private final Label[] instructions;
    private final List<Runnable> outOfLine = new ArrayList<>();
    /** By the stub that finishes an instruction: where its metamethod returns to. */
    private final Map<String, Label> landings = new LinkedHashMap<>();
    /** The instruction that is being compiled. */
    private int pc;

    FrameAssembler(BaselineRequest request) {
        this.request = request;
        instructions = new Label[request.prototype().code().length];
        for (int i = 0; i < instructions.length; i++) {
            instructions[i] = a.newLabel(BaselineCode.label(i));
        }
    }

    void begin(int instruction) {
        pc = instruction;
        a.bind(instructions[instruction]);
        int[] lines = request.prototype().lines();
        if (lines.length > 0 && (instruction == 0 || lines[instruction] != lines[instruction - 1])) {
            a.line(lines[instruction]);
        }
    }

    Label label(int instruction) {
        return instructions[instruction];
    }

    /** Where the instruction that is being compiled jumps to, with jump distance j. */
    int target(long instruction) {
        return pc + 1 + Instruction.j(instruction);
    }

    /** Number of the instruction that is being compiled. */
    int pc() {
        return pc;
    }

    int next() {
        return pc + 1;
    }

    // ---- registers, constants, feedback --------------------------------------------------------------------------------

    void load(long register, int number) {
        a.emit(MOV_R64_RM64, register, Abi.register(number));
    }

    void store(int number, long register) {
        a.emit(MOV_RM64_R64, Abi.register(number), register);
    }

    /** Stores a word known now; rax is used if it does not fit the instruction. */
    void storeWord(int number, long word) {
        if (word == (int) word) {
            a.emit(MOV_RM64_IMM32, Abi.register(number), word);
        } else {
            a.move(RAX, word);
            store(number, RAX);
        }
    }

    /** The word of a constant, to decide by; code contains those only that are no objects, which may still move. */
    long constant(int number) {
        return request.constantWord(number);
    }

    /** Loads a constant. */
    void loadConstant(long register, int number) {
        long word = constant(number);
        if (Word.isObject(word)) {
            a.emit(MOV_R64_RM64, register, constantInMemory(number));
        } else {
            a.move(register, word);
        }
    }

    /** Loads the operands of an operator with a constant: {@code R[B]} and {@code K[C]}, into rax and rcx, or if D vice versa. */
    void loadWithConstant(long i) {
        boolean swapped = Instruction.d(i) != 0;
        load(swapped ? RCX : RAX, Instruction.b(i));
        loadConstant(swapped ? RAX : RCX, Instruction.c(i));
    }

    private long constantInMemory(int number) {
        return mem(Abi.CODE_BLOCK, FunctionLayout.INSTRUCTIONS + request.prototype().code().length * Instruction.BYTES
                + 8 * number);
    }

    /** The feedback word of the instruction that is being compiled. */
    long feedback() {
        return feedback(0);
    }

    long feedback(int offset) {
        return mem(Abi.CODE_BLOCK, feedbackOffset() + offset);
    }

    private int feedbackOffset() {
        return FunctionLayout.INSTRUCTIONS + pc * Instruction.BYTES + Instruction.FEEDBACK;
    }

    /** Feedback seen so far. */
    long feedbackSeen() {
        return request.feedback()[pc];
    }

    void feedbackAddress(long register) {
        a.emit(LEA_R64_M, register, feedback());
    }

    /** Notes kinds of operands, unless they were seen before. */
    void note(int kinds) {
        if ((feedbackSeen() & kinds) != kinds) {
            a.emit(OR_RM32_IMM8, feedback(), kinds);
        }
    }

    /** The address of the word where the caller put the function that runs; changes no other register. */
    void loadFunctionPlace(long register) {
        if (!request.prototype().vararg()) {
            a.emit(LEA_R64_M, register, Abi.FUNCTION);
            return;
        }
        int below = 1 + 2 * StackLayout.HEADER_WORDS + request.prototype().parameters();
        a.emit(MOV_R64_RM64, register, mem(Abi.BASE, StackLayout.EXTRA_COUNT));
        a.emit(ADD_R64_RM64, register, Abi.FLOAT_OFFSET);
        a.emit(NEG_RM64, register);
        a.emit(LEA_R64_M, register, mem(Abi.BASE, register, 8, -8 * below));
    }

    // ---- out of line, and out -----------------------------------------------------------------------------------------

    /** Has code emitted behind the function. */
    void later(Runnable code) {
        int at = pc;
        outOfLine.add(() -> {
            pc = at;
            code.run();
        });
    }

    /** @param step told before each piece */
    void emitOutOfLine(Runnable step) {
        for (int i = 0; i < outOfLine.size(); i++) {
            step.run();
            outOfLine.get(i).run();
        }
        emitLandings();
    }

    /** The word that the frame saves to go on at an instruction. */
    long pcWord(int instruction) {
        return Link.ofPc(request.code() + FunctionLayout.INSTRUCTIONS + (long) instruction * Instruction.BYTES);
    }

    /** A way out that has the instruction executed by the driver. */
    Label slow() {
        Label label = a.newLabel();
        later(() -> {
            a.bind(label);
            leaveToExecute();
        });
        return label;
    }

    void leaveToExecute() {
        a.move(RDI, pcWord(pc + 1));
        a.jump(Stubs.EXIT_EXECUTE);
    }

    /** Leaves to have the instruction executed, and what caches can learn from it learnt. */
    void leaveToLearn() {
        a.move(RDI, pcWord(pc + 1));
        a.jump(Stubs.EXIT_MISS);
    }

    /** A way out at a safepoint that goes on at an instruction. */
    Label safepoint(int instruction) {
        return leave(instruction, Stubs.EXIT_SAFEPOINT);
    }

    /** The same, which reports that the loop that begins there has become hot. */
    Label hotLoop(int instruction) {
        return leave(instruction, Stubs.EXIT_HOT_LOOP);
    }

    private Label leave(int instruction, String stub) {
        Label label = a.newLabel();
        later(() -> {
            a.bind(label);
            a.move(RDI, pcWord(instruction));
            a.jump(stub);
        });
        return label;
    }

    // ---- numbers and metamethods ---------------------------------------------------------------------------------------

    /**
     * Has a metamethod called by one of {@link MetamethodStubs}, whose operands are loaded; the instruction is finished by
     * another.
     */
    void callMetamethod(String stub, String finish) {
        a.move(RDI, pcWord(pc + 1));
        a.emit(LEA_R64_M, RDX, a.at(landings.computeIfAbsent(finish, name -> a.newLabel())));
        a.jump(stub);
    }

    /**
     * Has an operation on the words in rax and rcx done by its stub.
     *
     * @param done      where to go on, with the result in rax
     * @param noNumbers what is done to words that the stub does not take
     */
    void callNumberStub(NumberStubs.Operation operation, Label done, Runnable noNumbers) {
        feedbackAddress(RDI);
        a.call(operation.symbol());
        a.jump(Condition.NE, done);
        noNumbers.run();
    }

    /** Where metamethods return to; before each place there are the links that it stands for, see {@link CallStubs}. */
    private void emitLandings() {
        int distance = 8 * request.prototype().maxStack() + StackLayout.HEADER_BYTES;
        landings.forEach((finish, landing) -> {
            a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, 1, Link.CONTINUES | Link.TAIL_CALLED));
            a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, 1, Link.CONTINUES));
            a.bind(landing);
            a.emit(SUB_RM64_IMM32, Abi.BASE, distance);
            a.move(Abi.CODE_BLOCK, request.code());
            a.jump(finish);
        });
    }

    // ---- tests ---------------------------------------------------------------------------------------------------------

    /** Goes elsewhere unless two words are integers. Uses rdx. */
    void checkIntegers(long x, long y, Label other) {
        a.emit(MOV_R64_RM64, RDX, x);
        a.emit(AND_R64_RM64, RDX, y);
        checkIntegerIn(RDX, other);
    }

    /** Goes elsewhere if two words are both integers. Uses rdx. */
    void checkIntegersLeaving(long x, long y, Label integers) {
        a.emit(MOV_R64_RM64, RDX, x);
        a.emit(AND_R64_RM64, RDX, y);
        a.emit(SAR_RM64_IMM8, RDX, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, RDX, -1);
        a.jump(Condition.E, integers);
    }

    /** Goes elsewhere unless a word is an integer. Uses rdx. */
    void checkInteger(long x, Label other) {
        a.emit(MOV_R64_RM64, RDX, x);
        checkIntegerIn(RDX, other);
    }

    /** The same, destroying the register. */
    void checkIntegerIn(long register, Label other) {
        a.emit(SAR_RM64_IMM8, register, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, register, -1);
        a.jump(Condition.NE, other);
    }

    /** Makes two words the bits of their floats; goes elsewhere, one or both changed, unless they are floats. */
    void toFloatBits(long x, long y, Label other) {
        a.emit(SUB_R64_RM64, x, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, x, Abi.LAST_FLOAT);
        a.jump(Condition.A, other);
        a.emit(SUB_R64_RM64, y, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, y, Abi.LAST_FLOAT);
        a.jump(Condition.A, other);
    }

    /** Goes elsewhere unless a word is a heap object. Uses rdx. */
    void checkObject(long x, Label other) {
        WordTests.checkObject(a, x, other);
    }

    /** Goes elsewhere unless a word is a table. Uses rdx. */
    void checkTable(long x, Label other) {
        checkObject(x, other);
        a.emit(CMP_RM32_IMM32, mem(x, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, other);
    }

    /** What the cache of the field access knows. */
    List<FieldCache.Entry> entries() {
        return request.entries(pc);
    }

    /** After a value was stored into the object in a register. Uses rdx, rsi and rdi. */
    void barrier(long holder, long value) {
        Barriers.after(a, holder, value);
    }
}
