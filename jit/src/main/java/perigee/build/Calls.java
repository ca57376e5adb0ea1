package perigee.build;

import static perigee.layout.StackLayout.HEADER_WORDS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import perigee.build.InlineTree.Verdict;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.IndexFeedback;
import perigee.frame.Link;
import perigee.ir.Block;
import perigee.ir.CallSite;
import perigee.ir.FrameState;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.HeapType;
import perigee.object.Event;
import perigee.runtime.Intrinsic;

/** Calls: open-coded, inlined, or made; and returns. */
final class Calls {
    /** From the iterator of a generic loop to its first variable. */
    private static final int ITERATION_VARIABLES = 4;

    private final Context c;
    private final GraphBuilder builder;
    private final Intrinsics intrinsics;
    private final MetamethodGuards guards;
    private final InlinePolicy policy = new InlinePolicy();

    Calls(Context context, GraphBuilder builder, Intrinsics intrinsics, MetamethodGuards guards) {
        c = context;
        this.builder = builder;
        this.intrinsics = intrinsics;
        this.guards = guards;
    }

    /** What becomes of the results. */
    private enum Use {
        /** The frame waits for them in its CALL or TFORCALL. */
        CALL,
        /** The first finishes an instruction that has called a metamethod. */
        FINISH,
        /** They are those of the frame, an inlined one: its caller waits for them. */
        TAIL
    }

    /** One call, while it is built. */
    private record Request(Node function, Node[] arguments, int at, int wanted, Use use) {
    }

    // ---- instructions ----------------------------------------------------------------------------------------------------

    void call(long i) {
        int at = Instruction.a(i);
        Node[] results = results(new Request(c.register(at), arguments(i), at, Instruction.c(i) - 1, Use.CALL));
        deliver(at, Instruction.c(i) - 1, results);
    }

    /** TFORCALL */
    void iterate(long i) {
        int iterator = Instruction.a(i);
        int at = iterator + ITERATION_VARIABLES;
        Node[] arguments = {c.register(iterator + 1), c.register(iterator + 2)};
        int wanted = Instruction.b(i);
        deliver(at, wanted, results(new Request(c.register(iterator), arguments, at, wanted, Use.CALL)));
    }

    /** The first result of a metamethod that the instruction calls. */
    Node metamethod(Node function, Node... arguments) {
        Request request = new Request(function, arguments, c.facts().prototype().maxStack(), 1, Use.FINISH);
        Node[] results = closure(request);
        return c.block == null ? null : results[0];
    }

    /** Calls a metamethod, which is a closure, one that is known perhaps, or whose code is. */
    private Node[] closure(Request request) {
        Node function = request.function;
        Integer known = function.is(Op.WORD) ? c.request.closures().get(function.number()) : null;
        if (known != null) {
            return lua(request, known, null);
        }
        FunctionFacts callee = usualMetamethod();
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE, 0);
        }
        Node proof = c.guard(hasCode(function, callee, null), true, Reason.WRONG_TARGET);
        return lua(request, callee.id(), proof);
    }

    /** The function that the instruction has always called as a metamethod; null if it is not known. */
    private FunctionFacts usualMetamethod() {
        CallFeedback called = switch (Instruction.op(c.facts().prototype().code()[c.frame.pc]).feedback) {
            case CALL -> CallFeedback.of(c.feedback());
            case ARITHMETIC -> ArithmeticFeedback.of(c.feedback()).metamethods();
            case INDEX -> IndexFeedback.of(c.feedback()).metamethods();
            default -> null;
        };
        if (called == null || !called.isMonomorphic() || called.targets().getFirst().isNative()
                || c.hasFailed(Reason.WRONG_TARGET)) {
            return null;
        }
        return c.request.functions().get(called.targets().getFirst().number());
    }

    private Node[] arguments(long i) {
        int first = Instruction.a(i) + HEADER_WORDS;
        int count = Instruction.b(i) == 0 ? c.frame.openEnd - first : Instruction.b(i) - 1;
        Node[] arguments = new Node[count];
        for (int n = 0; n < count; n++) {
            arguments[n] = c.register(first + n);
        }
        return arguments;
    }

    private void deliver(int at, int wanted, Node[] results) {
        if (c.block == null) {
            return;
        }
        int count = wanted < 0 ? results.length : wanted;
        Node[] registers = c.frame.registers;
        if (at + count > registers.length) {
            c.frame.registers = Arrays.copyOf(registers, at + count);
        }
        for (int n = 0; n < count; n++) {
            c.set(at + n, n < results.length ? results[n] : c.nil());
        }
        c.frame.openEnd = wanted < 0 ? at + count : 0;
    }

    // ---- which function ------------------------------------------------------------------------------------------------

    /** Makes the call in whatever way is best; the results, if there is a block. */
    private Node[] results(Request request) {
        Node function = request.function;
        if (function.rep() != Rep.WORD) {
            c.exit(Reason.NOT_FUNCTION);
            return null;
        }
        if (function.is(Op.WORD)) {
            Integer known = c.request.closures().get(function.number());
            if (known != null) {
                return lua(request, known, null);
            }
            Intrinsic intrinsic = c.request.nativeObjects().get(function.number());
            if (intrinsic != null) {
                return java(request, intrinsic);
            }
        }
        if (function.is(Op.NEW_CLOSURE)) {
            for (FunctionFacts facts : c.request.functions().values()) {
                if (facts.code() == function.number()) {
                    return lua(request, facts.id(), null);
                }
            }
        }
        CallFeedback feedback = CallFeedback.of(c.feedback());
        if (feedback.targets().isEmpty() && feedback.isComplete()) {
            c.exit(Reason.NEVER_TAKEN);
            return null;
        }
        boolean guess = !c.hasFailed(Reason.WRONG_TARGET) && !c.hasFailed(Reason.NOT_FUNCTION);
        if (isByCall(feedback)) {
            return byCall(request);
        }
        if (!guess || feedback.targets().isEmpty() || feedback.targets().stream().anyMatch(CallTarget::isByCall)) {
            return made(request, CallSite.Kind.ANY, 0);
        }
        if (feedback.isMonomorphic()) {
            return monomorphic(request, feedback.targets().getFirst());
        }
        return polymorphic(request, feedback);
    }

    /** Whether only objects have been called, and their {@code __call} metamethods can be found. */
    private boolean isByCall(CallFeedback feedback) {
        return !feedback.targets().isEmpty() && feedback.targets().stream().allMatch(CallTarget::isByCall)
                && !c.hasFailed(Reason.NOT_FUNCTION);
    }

    /** A call of an object: its {@code __call} metamethod gets it before the arguments. */
    private Node[] byCall(Request request) {
        return closure(new Request(callOf(request.function), withObject(request.function, request.arguments), request.at,
                request.wanted, request.use));
    }

    /** The {@code __call} metamethod, a closure. */
    private Node callOf(Node object) {
        MetamethodFact[] known = guards.known();
        return known != null ? guards.function(known, object) : guards.closure(object, Event.CALL, Reason.NOT_FUNCTION);
    }

    private static Node[] withObject(Node object, Node[] arguments) {
        Node[] all = new Node[arguments.length + 1];
        all[0] = object;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private Node[] monomorphic(Request request, CallTarget target) {
        if (target.isNative()) {
            Intrinsic intrinsic = c.request.natives().get(target.number());
            if (intrinsic == null || intrinsic == Intrinsic.NONE) {
                c.checkType(request.function, HeapType.NATIVE, Reason.NOT_FUNCTION);
                return made(request, CallSite.Kind.NATIVE, 0);
            }
            c.checkIntrinsic(request.function, intrinsic);
            return java(request, intrinsic);
        }
        Node isClosure = c.checkType(request.function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        FunctionFacts callee = c.request.functions().get(target.number());
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE, 0);
        }
        Node proof = c.guard(hasCode(request.function, callee, isClosure), true, Reason.WRONG_TARGET);
        return lua(request, callee.id(), proof);
    }

    private Node hasCode(Node function, FunctionFacts callee, Node isClosure) {
        return c.op(Op.HAS_CODE, callee.code(), function).setProof(isClosure);
    }

    /** Several functions: those that are known are told apart, the last way is a call of whatever it is. */
    private Node[] polymorphic(Request request, CallFeedback feedback) {
        List<FunctionFacts> known = new ArrayList<>();
        for (CallTarget target : feedback.targets()) {
            FunctionFacts callee = target.isNative() ? null : c.request.functions().get(target.number());
            if (callee != null && callee.prototype().code().length <= 60 && InlinePolicy.isSuitable(callee)) {
                known.add(callee);
            }
        }
        if (known.isEmpty() || request.wanted < 0) {
            return made(request, CallSite.Kind.ANY, 0);
        }
        Node isClosure = c.checkType(request.function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        List<Block> ends = new ArrayList<>();
        List<Node[]> values = new ArrayList<>();
        for (FunctionFacts callee : known) {
            List<Block> ways = c.branch(hasCode(request.function, callee, isClosure), 1.0 / (known.size() + 0.2));
            c.block = ways.getFirst();
            arrive(ends, values, request, lua(request, callee.id(), c.block.begin()));
            c.block = ways.getLast();
        }
        boolean all = feedback.isComplete() && known.size() == feedback.targets().size();
        if (all) {
            c.exit(Reason.WRONG_TARGET);
        } else {
            arrive(ends, values, request, made(request, CallSite.Kind.CLOSURE, 0));
        }
        return join(ends, values, request.wanted);
    }

    private void arrive(List<Block> ends, List<Node[]> values, Request request, Node[] results) {
        if (c.block == null) {
            return;
        }
        Node[] padded = new Node[request.wanted];
        for (int n = 0; n < padded.length; n++) {
            padded[n] = n < results.length ? results[n] : c.nil();
        }
        ends.add(c.block);
        values.add(padded);
        c.block = null;
    }

    /** Goes on where ways with so many values each meet. */
    private Node[] join(List<Block> ends, List<Node[]> values, int count) {
        if (ends.isEmpty()) {
            c.block = null;
            return null;
        }
        if (ends.size() == 1) {
            c.block = ends.getFirst();
            return values.getFirst();
        }
        Node[][] columns = new Node[count][ends.size()];
        for (int n = 0; n < count; n++) {
            for (int way = 0; way < ends.size(); way++) {
                columns[n][way] = values.get(way)[n];
            }
        }
        return c.merge(ends, columns);
    }

    // ---- ways of calling -----------------------------------------------------------------------------------------------

    private Node[] java(Request request, Intrinsic intrinsic) {
        Node[] results = intrinsics.results(intrinsic, request.arguments);
        if (results != null || c.block == null) {
            c.frame.tree.add(intrinsic.name().toLowerCase(java.util.Locale.ROOT), c.frame.line(), Verdict.INTRINSIC);
            return results;
        }
        return made(returning(request, returnsOne(intrinsic) ? 1 : request.wanted),
                intrinsic.isCalling() ? CallSite.Kind.CALLING : CallSite.Kind.NATIVE, 0);
    }

    /** Whether a library function returns one value for whatever arguments. */
    private static boolean returnsOne(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case GETMETATABLE, RAWEQUAL, RAWGET, RAWLEN, RAWSET, SETMETATABLE, TONUMBER, TOSTRING, TYPE, ABS, CEIL, FLOOR, MAX,
                 MIN, SQRT, TOINTEGER, MATH_TYPE, CHAR, LEN, SUB, CREATE, STATUS, WRAP -> true;
            default -> false;
        };
    }

    /** The same call; if all results are wanted, there are so many. */
    private static Request returning(Request request, int count) {
        return request.wanted >= 0 ? request
                : new Request(request.function, request.arguments, request.at, count, request.use);
    }

    /** @param proof that the function has this code; null if that is known */
    private Node[] lua(Request request, int function, Node proof) {
        FunctionFacts callee = c.request.functions().get(function);
        Verdict verdict = policy.consider(c.frame, callee, c.block.frequency());
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE, 0);
        }
        ControlFlow flow = verdict == Verdict.INLINED ? builder.flowOf(callee) : null;
        if (flow != null && flow.isIrreducible()) {
            verdict = Verdict.UNSUITABLE;
        }
        InlineTree tree = c.frame.tree.add(callee.name(), c.frame.line(), verdict);
        if (verdict != Verdict.INLINED) {
            int count = request.wanted >= 0 ? request.wanted : builder.flowOf(callee).resultCount();
            return made(returning(request, count), CallSite.Kind.CLOSURE, callee.code());
        }
        FrameState.InlinedCall call = new FrameState.InlinedCall(request.at, request.wanted, flags(request),
                request.arguments.length);
        return inline(request, new Frame(callee, flow, c.frame, waiting(request), call, request.function, proof, tree));
    }

    /** Of the link of an inlined frame. */
    private long flags(Request request) {
        return switch (request.use) {
            case CALL -> 0;
            case FINISH -> Link.CONTINUES;
            case TAIL -> c.frame.call.flags() | Link.TAIL_CALLED;
        };
    }

    /** The state of the frames while they wait for the results of a call. */
    private FrameState waiting(Request request) {
        return switch (request.use) {
            case CALL -> {
                Node[] kept = Arrays.copyOf(c.frame.registers, Math.max(c.frame.registers.length, request.at));
                Arrays.fill(kept, request.at, kept.length, null);
                yield c.state(c.frame.pc + 1, Resume.RESULTS, kept);
            }
            case FINISH -> finishing();
            case TAIL -> c.frame.waiting;
        };
    }

    /** The state while a metamethod runs, after which the instruction is finished: it writes R[A], or jumps or not. */
    private FrameState finishing() {
        int next = c.frame.pc + 1;
        long i = c.facts().prototype().code()[c.frame.pc];
        Opcode op = Instruction.op(i);
        BitSet live = (BitSet) c.frame.flow.live(next).clone();
        if (op.feedback == Opcode.Feedback.BRANCH) {
            live.or(c.frame.flow.live(next + Instruction.j(i)));
        } else if (op.a == Operand.DEF) {
            live.clear(Instruction.a(i));
        }
        Node[] registers = c.frame.registers;
        if (op == Opcode.SELF) {
            registers = registers.clone();
            registers[Instruction.a(i) + HEADER_WORDS] = c.register(Instruction.b(i));
        }
        return c.state(next, Resume.FINISH, registers, live);
    }

    private Node[] inline(Request request, Frame callee) {
        Frame caller = c.frame;
        int parameters = callee.facts.prototype().parameters();
        for (int n = 0; n < parameters; n++) {
            callee.registers[n] = n < request.arguments.length ? request.arguments[n] : c.nil();
        }
        c.frame = callee;
        builder.body(0);
        c.frame = caller;
        int count = request.wanted;
        if (count < 0 && !callee.returns.isEmpty()) {
            count = callee.returns.getFirst().values().length;
            for (Frame.Return one : callee.returns) {
                if (one.values().length != count) {
                    c.bailOut(BailOut.OPERATION);
                    return null;
                }
            }
        }
        List<Block> ends = new ArrayList<>();
        List<Node[]> values = new ArrayList<>();
        for (Frame.Return one : callee.returns) {
            c.block = one.from();
            Node[] padded = new Node[count];
            for (int n = 0; n < count; n++) {
                padded[n] = n < one.values().length ? one.values()[n] : c.nil();
            }
            ends.add(c.block);
            values.add(padded);
        }
        return join(ends, values, Math.max(count, 0));
    }

    /** A call that is made. */
    private Node[] made(Request request, CallSite.Kind kind, long code) {
        if (request.wanted < 0) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        Node call = call(request, new CallSite(kind, code, request.arguments.length, request.wanted), waiting(request));
        Node[] results = new Node[request.wanted];
        for (int n = 0; n < results.length; n++) {
            results[n] = n == 0 ? call : c.op(Op.RESULT, n, call);
        }
        return results;
    }

    private Node call(Request request, CallSite site, FrameState state) {
        Node[] inputs = new Node[1 + request.arguments.length];
        inputs[0] = request.function;
        for (int n = 0; n < request.arguments.length; n++) {
            inputs[n + 1] = c.asWord(request.arguments[n]);
        }
        return c.add(c.graph.node(Op.CALL, 0, site, inputs)).setState(state);
    }

    // ---- returns -----------------------------------------------------------------------------------------------------------

    void returnValues(long i, int first, int count) {
        if (Instruction.op(i) == Opcode.RETURN && Instruction.b(i) == 0) {
            count = c.frame.openEnd - first;
        }
        Node[] values = new Node[count];
        for (int n = 0; n < count; n++) {
            values[n] = c.register(first + n);
        }
        returnValues(values);
    }

    private void returnValues(Node[] values) {
        if (c.frame.isInlined()) {
            c.frame.returns.add(new Frame.Return(c.block, values));
        } else {
            for (int n = 0; n < values.length; n++) {
                values[n] = c.asWord(values[n]);
            }
            c.op(Op.RETURN, values);
        }
        c.block = null;
    }

    /** Whether the instruction has called one library function only, which returns one value: its frame is not in the way. */
    private boolean returnsOne() {
        if (!callsJava()) {
            return false;
        }
        Intrinsic intrinsic = c.request.natives().get(CallFeedback.of(c.feedback()).targets().getFirst().number());
        return intrinsic != null && returnsOne(intrinsic);
    }

    /** Whether the instruction has called one function in Java only. */
    private boolean callsJava() {
        CallFeedback feedback = CallFeedback.of(c.feedback());
        return feedback.isMonomorphic() && feedback.targets().getFirst().isNative() && !c.hasFailed(Reason.WRONG_TARGET)
                && !c.hasFailed(Reason.NOT_FUNCTION);
    }

    /** Checks that a function is one in Java which goes on in another frame, if no other was called here; else false. */
    private boolean checkCalling(Node function) {
        if (!callsJava() || function.rep() != Rep.WORD) {
            return false;
        }
        Intrinsic intrinsic = c.request.natives().get(CallFeedback.of(c.feedback()).targets().getFirst().number());
        if (intrinsic == null || !intrinsic.isCalling()) {
            return false;
        }
        c.checkIntrinsic(function, intrinsic);
        return true;
    }

    /** TAILCALL: in an inlined function, the caller calls; but functions in Java are called from where they are. */
    void tailCall(long i) {
        int at = Instruction.a(i);
        Node function = c.register(at);
        Node[] arguments = arguments(i);
        if (!c.frame.isInlined() && returnsOne()) {
            Node[] results = results(new Request(function, arguments, at, Link.MULTIPLE, Use.CALL));
            if (c.block != null) {
                returnValues(results);
            }
            return;
        }
        if (!c.frame.isInlined()) {
            CallSite.Kind kind = CallSite.Kind.ANY;
            if (function.rep() == Rep.WORD && isByCall(CallFeedback.of(c.feedback()))) {
                arguments = withObject(function, arguments);
                function = callOf(function);
                if (c.block == null) {
                    return;
                }
                kind = CallSite.Kind.CLOSURE;
            }
            Node[] inputs = new Node[1 + arguments.length];
            inputs[0] = c.asWord(function);
            for (int n = 0; n < arguments.length; n++) {
                inputs[n + 1] = c.asWord(arguments[n]);
            }
            if (kind == CallSite.Kind.ANY && checkCalling(function)) {
                kind = CallSite.Kind.CALLING;
            }
            CallSite site = new CallSite(kind, 0, arguments.length, Link.MULTIPLE);
            c.add(c.graph.node(Op.TAIL_CALL, 0, site, inputs)).setState(kind != CallSite.Kind.CALLING ? c.state()
                    : waiting(new Request(function, arguments, at, Link.MULTIPLE, Use.CALL)));
            c.block = null;
            return;
        }
        int wanted = c.frame.call.wanted();
        // The frame stays below that of a function in Java.
        Node[] results = results(callsJava() ? new Request(function, arguments, at, wanted, Use.CALL)
                : new Request(function, arguments, c.frame.call.at(), wanted, Use.TAIL));
        if (c.block != null) {
            returnValues(results);
        }
    }
}
