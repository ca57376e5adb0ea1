package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.StackLayout.HEADER_BYTES;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.stub.Abi;
import perigee.stub.CallStubs;
import perigee.stub.FeedbackStubs;
import perigee.stub.IterationStubs;
import perigee.stub.LibraryStubs;
import perigee.stub.MetamethodStubs;
import perigee.stub.Stubs;
import perigee.value.Word;

/** The beginning of a function, and calls: of functions that have compiled code, and of library functions. */
final class CallTemplates {
    /** From the iterator of a generic loop to its first variable. */
    private static final int ITERATION_VARIABLES = 4;

    private final FrameAssembler f;
    private final Assembler a;

    CallTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    // ---- entry ---------------------------------------------------------------------------------------------------------

    /** Where compiled code calls the function: its frame's header is made, its arguments are there, ecx of them. */
    void entry() {
        Prototype prototype = f.request.prototype();
        int parameters = prototype.parameters();
        Label fill = a.newLabel();
        Label filled = a.newLabel();
        a.bind(a.newLabel(BaselineCode.ENTRY));
        a.move(Abi.CODE_BLOCK, f.request.code());
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        a.jump(Condition.NE, Stubs.EXIT_CALL);
        a.emit(LEA_R64_M, RDX, mem(Abi.BASE, 8 * prototype.maxStack()));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, Stubs.EXIT_CALL);
        if (parameters > 0) {
            a.emit(CMP_RM32_IMM32, RCX, parameters);
            a.jump(Condition.B, fill);
        }
        a.bind(filled);
        a.emit(INC_RM32, mem(Abi.CODE_BLOCK, FunctionLayout.CALLS));
        if (f.request.reports()) {
            a.jump(Condition.E, Stubs.EXIT_HOT_CALL);
        }
        if (prototype.vararg()) {
            a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.ARGUMENT_COUNT), RCX);
            a.emit(LEA_R64_M, RDX, mem(Abi.BASE, RCX, 8, 0));
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.TOP), RDX);
        }
        f.later(() -> {
            a.bind(fill);
            for (int p = 0; p < parameters; p++) {
                Label given = a.newLabel();
                a.emit(CMP_RM32_IMM32, RCX, p);
                a.jump(Condition.A, given);
                f.storeWord(p, Word.NIL);
                a.bind(given);
            }
            a.jump(filled);
        });
    }

    // ---- calls ---------------------------------------------------------------------------------------------------------

    void call(long i) {
        call(i, Instruction.c(i) - 1);
    }

    private void call(long i, int wanted) {
        int at = Instruction.a(i);
        Label slow = f.slow();
        Label other = a.newLabel();
        Label counted = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, at);
        f.checkObject(RAX, slow);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, other);
        loadEntry(slow);
        loadArgumentCount(i);
        a.bind(counted);
        enter(at, wanted, done);
        f.later(() -> {
            Label object = a.newLabel();
            a.bind(other);
            a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.NATIVE);
            a.jump(Condition.NE, object);
            noteLibraryCall();
            loadArgumentCount(i);
            callLibrary(at, wanted, done);
            a.bind(object);
            callObject(i, counted);
        });
    }

    /** Has a compiled {@code __call} metamethod called in place of the object in rax. */
    private void callObject(long i, Label counted) {
        Label learn = a.newLabel();
        loadArgumentCount(i);
        a.emit(LEA_R64_M, RSI, Abi.register(Instruction.a(i)));
        a.call(MetamethodStubs.CALL_OBJECT);
        a.jump(Condition.E, learn);
        a.emit(MOV_R32_RM32, R10, RCX);
        a.emit(MOV_R64_RM64, R9, RDX);
        if (!knowsMore()) {
            a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CODE));
            a.emit(MOV_R32_RM32, RCX, mem(RAX, FunctionLayout.CODE_ID));
            a.emit(OR_RM32_IMM32, RCX, CallTarget.BY_CALL);
            f.feedbackAddress(RDI);
            a.call(FeedbackStubs.NOTE_CALL);
        }
        a.emit(MOV_R64_RM64, RDX, R9);
        a.emit(MOV_R32_RM32, RCX, R10);
        a.jump(counted);
        a.bind(learn);
        f.leaveToLearn();
    }

    /** The entry of the function in rax, in rdx; goes elsewhere if it has no compiled code. */
    private void loadEntry(Label slow) {
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, slow);
        a.emit(MOV_R32_RM32, RCX, mem(RAX, FunctionLayout.CODE_ID));
        noteCall();
    }

    /** Notes that the Java function in rax is called. Uses rcx, rsi, rdi and r8. */
    private void noteLibraryCall() {
        if (!knowsMore()) {
            a.emit(MOV_R32_RM32, RCX, mem(RAX, FunctionLayout.NATIVE_ID));
            a.emit(OR_RM32_IMM32, RCX, CallTarget.IN_JAVA);
            noteCall();
        }
    }

    /** Whether the site has called so many functions that it need not be told of another one. */
    private boolean knowsMore() {
        return !CallFeedback.of(f.feedbackSeen()).isComplete();
    }

    /** Notes that the function with the feedback bits in rcx is called, mostly by finding that no other one ever was. */
    private void noteCall() {
        if (knowsMore()) {
            return;
        }
        Label note = a.newLabel();
        Label noted = a.newLabel();
        a.emit(CMP_RM64_R64, f.feedback(), RCX);
        a.jump(Condition.NE, note);
        a.bind(noted);
        f.later(() -> {
            a.bind(note);
            f.feedbackAddress(RDI);
            a.call(FeedbackStubs.NOTE_CALL);
            a.jump(noted);
        });
    }

    /** The number of arguments of a call instruction, in ecx. Uses rdi. */
    private void loadArgumentCount(long i) {
        if (Instruction.b(i) == 0) {
            a.emit(MOV_R64_RM64, RCX, Abi.thread(ThreadLayout.TOP));
            a.emit(LEA_R64_M, RDI, mem(Abi.BASE, 8 * Instruction.a(i) + HEADER_BYTES));
            a.emit(SUB_R64_RM64, RCX, RDI);
            a.emit(SHR_RM64_IMM8, RCX, 3);
        } else {
            a.move(RCX, Instruction.b(i) - 1);
        }
    }

    /**
     * Calls compiled code, whose address is in rdx, for the function in register {@code at}, with ecx arguments.
     *
     * @param done to be bound where there are results of the same kind from elsewhere
     */
    private void enter(int at, int wanted, Label done) {
        int distance = 8 * at + HEADER_BYTES;
        Label back = a.newLabel();
        a.move(RDI, f.pcWord(f.next()));
        a.emit(MOV_RM64_R64, Abi.PC, RDI);
        a.emit(LEA_R64_M, RDI, a.at(back));
        a.emit(MOV_RM64_R64, mem(Abi.BASE, distance + StackLayout.LINK), RDI);
        a.emit(ADD_RM64_IMM32, Abi.BASE, distance);
        a.emit(JMP_RM64, RDX);
        // Links that return addresses stand for; the first one is for a function tail-called by the one called here, see
        // CallStubs.
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, wanted, Link.TAIL_CALLED));
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(distance, wanted, 0));
        a.bind(back);
        a.emit(SUB_RM64_IMM32, Abi.BASE, distance);
        a.move(Abi.CODE_BLOCK, f.request.code());
        a.bind(done);
        results(at, wanted);
    }

    /** TAILCALL: results of a Java function are all for the RETURN that follows. */
    void tailCall(long i) {
        int at = Instruction.a(i);
        Label slow = f.slow();
        Label other = a.newLabel();
        Label object = a.newLabel();
        Label counted = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, at);
        f.checkObject(RAX, slow);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, other);
        loadEntry(slow);
        loadArgumentCount(i);
        a.bind(counted);
        f.loadFunctionPlace(RDI);
        a.emit(LEA_R64_M, RSI, Abi.register(at));
        a.jump(CallStubs.TAIL_CALL);
        f.later(() -> {
            a.bind(object);
            callObject(i, counted);
        });
        a.bind(other);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.NATIVE);
        a.jump(Condition.NE, object);
        noteLibraryCall();
        loadArgumentCount(i);
        callLibrary(at, Link.MULTIPLE, done);
        a.bind(done);
        results(at, Link.MULTIPLE);
    }

    /** TFORCALL: calls R[A] with two arguments, which is mostly done without a call. */
    void iterate(long i) {
        int iterator = Instruction.a(i);
        int at = iterator + ITERATION_VARIABLES;
        int wanted = Instruction.b(i);
        Label slow = f.slow();
        Label other = a.newLabel();
        Label declined = a.newLabel();
        Label next = f.label(f.next());
        f.load(RAX, iterator);
        f.checkObject(RAX, slow);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.NATIVE);
        a.jump(Condition.NE, other);
        noteLibraryCall();
        f.load(RSI, iterator + 1);
        f.load(RCX, iterator + 2);
        a.call(IterationStubs.ITERATE);
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.S, declined);
        f.store(at, RAX);
        if (wanted > 1) {
            f.store(at + 1, RDX);
        }
        for (int n = 2; n < wanted; n++) {
            f.storeWord(at + n, Word.NIL);
        }
        f.later(() -> {
            a.bind(other);
            a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
            a.jump(Condition.NE, slow);
            placeIterator(iterator);
            loadEntry(slow);
            a.move(RCX, 2);
            enter(at, wanted, a.newLabel());
            a.jump(next);
            a.bind(declined);
            Label done = a.newLabel();
            Label notMatches = a.newLabel();
            f.load(RAX, iterator);
            a.emit(CMP_RM8_IMM8, mem(RAX, ObjectHeader.DETAIL), Intrinsic.MATCHES.ordinal());
            a.jump(Condition.NE, notMatches);
            placeIterator(iterator);
            a.move(RCX, 2);
            callLibrary(at, wanted, done);
            a.bind(notMatches);
            a.emit(CMP_RM8_IMM8, mem(RAX, ObjectHeader.DETAIL), Intrinsic.WRAPPED.ordinal());
            a.jump(Condition.NE, slow);
            placeIterator(iterator);
            a.move(R10, 2);
            leaveForLibrary(at, wanted, done);
            a.bind(done);
            results(at, wanted);
            a.jump(next);
        });
    }

    /** Makes the function in rax, a loop's iterator, and its arguments ready to be called. */
    private void placeIterator(int iterator) {
        int at = iterator + ITERATION_VARIABLES;
        f.store(at, RAX);
        f.load(RSI, iterator + 1);
        f.load(RCX, iterator + 2);
        f.store(at + StackLayout.HEADER_WORDS, RSI);
        f.store(at + StackLayout.HEADER_WORDS + 1, RCX);
    }

    /** Calls the Java function in rax, or has that done, with ecx arguments that follow register {@code at}. */
    private void callLibrary(int at, int wanted, Label done) {
        a.emit(LEA_R64_M, RDI, Abi.register(at));
        a.call(LibraryStubs.CALL);
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.NS, done);
        leaveForLibrary(at, wanted, done);
    }

    /** Has the Java function called that is in register {@code at}, with r10 arguments if it is one that may come back here. */
    private void leaveForLibrary(int at, int wanted, Label done) {
        int distance = 8 * at + HEADER_BYTES;
        Label back = a.newLabel();
        a.move(RDI, f.pcWord(f.next()));
        a.emit(LEA_R64_M, RSI, a.at(back));
        a.jump(Stubs.EXIT_LIBRARY);
        // The link of the frame of a function that comes back here, see CallingStubs.
        a.emit(MOVABS_R64_IMM64, RDX, Link.withContinuation(Link.of(distance, wanted, Link.NATIVE),
                Functions.OWN_CONTINUATION));
        a.bind(back);
        a.emit(SUB_RM64_IMM32, Abi.BASE, distance);
        a.move(Abi.CODE_BLOCK, f.request.code());
        a.jump(done);
    }

    /** The first result is in rax, ecx is their number, further ones are in place. */
    private void results(int at, int wanted) {
        if (wanted == 0) {
            return;
        }
        f.store(at, RAX);
        if (wanted == Link.MULTIPLE) {
            a.emit(LEA_R64_M, RDX, mem(Abi.BASE, RCX, 8, 8 * at));
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.TOP), RDX);
        } else if (wanted > 1) {
            Label fewer = a.newLabel();
            Label done = a.newLabel();
            a.emit(CMP_RM32_IMM32, RCX, wanted);
            a.jump(Condition.B, fewer);
            a.bind(done);
            f.later(() -> {
                a.bind(fewer);
                for (int n = 1; n < wanted; n++) {
                    Label there = a.newLabel();
                    a.emit(CMP_RM32_IMM32, RCX, n);
                    a.jump(Condition.A, there);
                    f.storeWord(at + n, Word.NIL);
                    a.bind(there);
                }
                a.jump(done);
            });
        }
    }
}
