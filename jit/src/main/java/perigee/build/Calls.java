package perigee.build;

import static perigee.layout.StackLayout.HEADER_WORDS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import perigee.build.CallRequest.Use;
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
import perigee.ir.RuntimeCall;
import perigee.layout.HeapType;
import perigee.object.Event;
import perigee.runtime.Intrinsic;

/** Calls: open-coded, inlined, or made; and returns. */
final class Calls {
    /** A library function that is called like any other. */
    private static final String LIBRARY = "library function";
    /** From the iterator of a generic loop to its first variable. */
    private static final int ITERATION_VARIABLES = 4;
    private static final Node[] NO_EXTRA = {};
    private static final double LIKELY = 0.95;

    private final Context c;
    private final GraphBuilder builder;
    private final Intrinsics intrinsics;
    private final MetamethodGuards guards;
    private final OpenLists lists;
    private final InlinePolicy policy = new InlinePolicy();

    Calls(Context context, GraphBuilder builder, Intrinsics intrinsics, MetamethodGuards guards, OpenLists lists) {
        c = context;
        this.builder = builder;
        this.intrinsics = intrinsics;
        this.guards = guards;
        this.lists = lists;
    }

    // ---- instructions ----------------------------------------------------------------------------------------------------

    void call(long i) {
        int at = Instruction.a(i);
        Node[] results = results(new CallRequest(c.register(at), arguments(i), at, Instruction.c(i) - 1, Use.CALL));
        deliver(at, Instruction.c(i) - 1, results);
    }

    /** TFORCALL */
    void iterate(long i) {
        int iterator = Instruction.a(i);
        int at = iterator + ITERATION_VARIABLES;
        Node[] arguments = {c.register(iterator + 1), c.register(iterator + 2)};
        int wanted = Instruction.b(i);
        deliver(at, wanted, results(new CallRequest(c.register(iterator), arguments, at, wanted, Use.CALL)));
    }

    /** The first result of a metamethod that the instruction calls. */
    Node metamethod(Node function, Node... arguments) {
        Node[] results = closure(ofMetamethod(function, arguments));
        return c.block == null ? null : results[0];
    }

    /** Likewise, of a metamethod that has been this function so far. */
    Node usualMetamethod(int usual, Node function, Node... arguments) {
        FunctionFacts callee = c.hasFailed(Reason.WRONG_TARGET) ? null : c.request.functions().get(usual);
        Node[] results = closure(ofMetamethod(function, arguments), callee);
        return c.block == null ? null : results[0];
    }

    private CallRequest ofMetamethod(Node function, Node[] arguments) {
        return new CallRequest(function, arguments, c.facts().prototype().maxStack(), 1, Use.FINISH);
    }

    /** Calls a metamethod, which is a closure, one that is known perhaps, or whose code is. */
    private Node[] closure(CallRequest request) {
        Node function = request.function();
        Integer known = function.is(Op.WORD) ? c.request.closures().get(function.number()) : null;
        return known != null ? lua(request, known, null) : closure(request, usualMetamethod());
    }

    /** Calls a closure, which is of a function if that is not null. */
    private Node[] closure(CallRequest request, FunctionFacts callee) {
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE);
        }
        Node proof = c.guard(hasCode(request.function(), callee, null), true, Reason.WRONG_TARGET);
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
        return lists.registers(Instruction.a(i) + HEADER_WORDS, Instruction.b(i) - 1);
    }

    private void deliver(int at, int wanted, Node[] results) {
        c.frame.list = null;
        if (c.block == null) {
            return;
        }
        if (wanted < 0) {
            lists.begin(at, results);
            return;
        }
        for (int n = 0; n < wanted; n++) {
            c.set(at + n, n < results.length ? results[n] : c.nil());
        }
        c.frame.openEnd = 0;
    }

    // ---- which function ------------------------------------------------------------------------------------------------

    /** Makes the call in whatever way is best; the results, if there is a block. */
    private Node[] results(CallRequest request) {
        Node function = request.function();
        Integer known = closureOf(function);
        if (known != null) {
            return lua(request, known, null);
        }
        Intrinsic intrinsic = function.is(Op.WORD) ? c.request.nativeObjects().get(function.number()) : null;
        if (intrinsic != null) {
            return java(request, intrinsic);
        }
        if (request.list() != null && request.list().isOpenCall()) {
            return made(request, CallSite.Kind.ANY);
        }
        List<Long> closures = meetingClosures(function);
        if (closures.size() > 1 && request.wanted() >= 0 && request.list() == null) {
            return dispatched(request, closures);
        }
        if (function.rep() != Rep.WORD) {
            c.exit(Reason.NOT_FUNCTION);
            return null;
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
            return made(request, CallSite.Kind.ANY);
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

    /** The closures that are known among the values of which a function is one: methods of receivers of several shapes. */
    private List<Long> meetingClosures(Node function) {
        return !function.is(Op.PHI) || function.block().isLoopHead() ? List.of()
                : IntStream.range(0, function.count()).mapToObj(function::input).filter(this::isKnownClosure)
                        .map(Node::number).distinct().toList();
    }

    private boolean isKnownClosure(Node value) {
        return value.is(Op.WORD) && closureOf(value) != null;
    }

    /** Tells closures apart; what may be another value is called as such. */
    private Node[] dispatched(CallRequest request, List<Long> closures) {
        boolean all = IntStream.range(0, request.function().count()).mapToObj(request.function()::input)
                .allMatch(this::isKnownClosure);
        ResultMeeting meeting = new ResultMeeting(c, request.wanted());
        int left = closures.size() + (all ? 0 : 1);
        for (long word : closures) {
            Node closure = c.word(word);
            Block others = null;
            if (left > 1) {
                List<Block> ways = c.branch(c.op(Op.SAME, request.function(), closure), 1.0 / left--);
                c.block = ways.getFirst();
                others = ways.getLast();
            }
            CallRequest one = new CallRequest(closure, request.arguments(), request.at(), request.wanted(), request.use());
            meeting.arrive(lua(one, closureOf(closure), null));
            c.block = others;
        }
        if (!all) {
            meeting.arrive(made(request, CallSite.Kind.ANY));
        }
        return meeting.meet();
    }

    /** Number of the function, if it is known to be a closure. */
    private Integer closureOf(Node function) {
        if (function.is(Op.WORD)) {
            return c.request.closures().get(function.number());
        }
        if (function.is(Op.NEW_CLOSURE)) {
            for (FunctionFacts facts : c.request.functions().values()) {
                if (facts.code() == function.number()) {
                    return facts.id();
                }
            }
        }
        return null;
    }

    /** A call of an object: its {@code __call} metamethod gets it before the arguments. */
    private Node[] byCall(CallRequest request) {
        Node function = callOf(request.function());
        return c.block == null ? null : closure(new CallRequest(function, withObject(request.function(), request.arguments()),
                request.at(), request.wanted(), request.use()));
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

    private Node[] monomorphic(CallRequest request, CallTarget target) {
        if (target.isNative()) {
            Intrinsic intrinsic = c.request.natives().get(target.number());
            if (intrinsic == null || intrinsic == Intrinsic.NONE) {
                c.checkType(request.function(), HeapType.NATIVE, Reason.NOT_FUNCTION);
                return made(request, CallSite.Kind.NATIVE);
            }
            c.checkIntrinsic(request.function(), intrinsic);
            return java(request, intrinsic);
        }
        Node isClosure = c.checkType(request.function(), HeapType.CLOSURE, Reason.NOT_FUNCTION);
        FunctionFacts callee = c.request.functions().get(target.number());
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE);
        }
        Node proof = c.guard(hasCode(request.function(), callee, isClosure), true, Reason.WRONG_TARGET);
        return lua(request, callee.id(), proof);
    }

    private Node hasCode(Node function, FunctionFacts callee, Node isClosure) {
        return c.op(Op.HAS_CODE, callee.code(), function).setProof(isClosure);
    }

    /** Several functions: those that are known are told apart, the last way is a call of whatever it is. */
    private Node[] polymorphic(CallRequest request, CallFeedback feedback) {
        List<FunctionFacts> known = new ArrayList<>();
        for (CallTarget target : feedback.targets()) {
            FunctionFacts callee = target.isNative() ? null : c.request.functions().get(target.number());
            if (callee != null && callee.prototype().code().length <= 60 && InlinePolicy.isSuitable(callee)) {
                known.add(callee);
            }
        }
        if (known.isEmpty() || request.wanted() < 0 || request.list() != null) {
            return made(request, CallSite.Kind.ANY);
        }
        Node isClosure = c.checkType(request.function(), HeapType.CLOSURE, Reason.NOT_FUNCTION);
        ResultMeeting meeting = new ResultMeeting(c, request.wanted());
        for (FunctionFacts callee : known) {
            List<Block> ways = c.branch(hasCode(request.function(), callee, isClosure), 1.0 / (known.size() + 0.2));
            c.block = ways.getFirst();
            meeting.arrive(lua(request, callee.id(), c.block.begin()));
            c.block = ways.getLast();
        }
        boolean all = feedback.isComplete() && known.size() == feedback.targets().size();
        if (all) {
            c.exit(Reason.WRONG_TARGET);
        } else {
            meeting.arrive(made(request, CallSite.Kind.CLOSURE));
        }
        return meeting.meet();
    }

    // ---- ways of calling -----------------------------------------------------------------------------------------------

    private Node[] java(CallRequest request, Intrinsic intrinsic) {
        Node list = request.list();
        if (intrinsic == Intrinsic.TYPE && list == null && request.arguments().length > 0) {
            consider("type", Verdict.INTRINSIC, 0);
            return new Node[] {c.add(c.graph.runtime(RuntimeCall.TYPE_NAME, request.function(), c.asWord(request.arguments()[0])))};
        }
        Node[] results = list == null ? intrinsics.results(intrinsic, request.arguments(), request.wanted())
                : !list.isOpenCall() && intrinsic == Intrinsic.SELECT ? lists.select(request.arguments(), request.wanted()) : null;
        if (results != null || c.block == null) {
            consider(name(intrinsic), Verdict.INTRINSIC, 0);
            return results;
        }
        consider(name(intrinsic), Verdict.LIBRARY, 0);
        return call(request.returning(returnsOne(intrinsic) ? 1 : request.wanted()),
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

    /** @param proof that the function has this code; null if that is known */
    private Node[] lua(CallRequest request, int function, Node proof) {
        FunctionFacts callee = c.request.functions().get(function);
        if (callee == null) {
            return made(request, CallSite.Kind.CLOSURE);
        }
        Verdict verdict = request.list() != null || builder.isKept(c.frame) ? Verdict.UNSUITABLE
                : policy.consider(c.frame, callee, c.block.frequency());
        ControlFlow flow = verdict == Verdict.INLINED ? builder.flowOf(callee) : null;
        if (flow != null && flow.isIrreducible()) {
            verdict = Verdict.UNSUITABLE;
        }
        InlineTree tree = consider(callee.name(), verdict, callee.prototype().code().length);
        if (verdict != Verdict.INLINED) {
            int count = request.wanted() >= 0 ? request.wanted() : builder.flowOf(callee).resultCount();
            return call(request.returning(count), CallSite.Kind.CLOSURE, callee.code());
        }
        FrameState.InlinedCall call = new FrameState.InlinedCall(request.at(), request.wanted(), flags(request),
                request.arguments().length, extra(request, callee));
        return inline(request, new Frame(callee, flow, c.frame, waiting(request), call, request.function(), proof, tree));
    }

    private static Node[] extra(CallRequest request, FunctionFacts callee) {
        int parameters = callee.prototype().parameters();
        return !callee.prototype().vararg() || request.arguments().length <= parameters ? NO_EXTRA
                : Arrays.copyOfRange(request.arguments(), parameters, request.arguments().length);
    }

    /** Of the link of an inlined frame. */
    private long flags(CallRequest request) {
        return switch (request.use()) {
            case CALL -> 0;
            case FINISH -> Link.CONTINUES;
            case TAIL -> c.frame.call.flags() | Link.TAIL_CALLED;
        };
    }

    /** The state of the frames while they wait for the results of a call. */
    private FrameState waiting(CallRequest request) {
        return switch (request.use()) {
            case CALL -> {
                Node[] kept = Arrays.copyOf(c.frame.registers, Math.max(c.frame.registers.length, request.at()));
                Arrays.fill(kept, request.at(), kept.length, null);
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

    private Node[] inline(CallRequest request, Frame callee) {
        Frame caller = c.frame;
        int parameters = callee.facts.prototype().parameters();
        for (int n = 0; n < parameters; n++) {
            callee.registers[n] = n < request.arguments().length ? request.arguments()[n] : c.nil();
        }
        c.frame = callee;
        builder.body(0);
        c.frame = caller;
        int count = request.wanted();
        if (count < 0 && callee.returns.size() == 1) {
            c.block = callee.returns.getFirst().from();
            return callee.returns.getFirst().values();
        }
        if (count < 0 && !callee.returns.isEmpty()) {
            count = callee.returns.getFirst().values().length;
            for (Frame.Return one : callee.returns) {
                if (one.values().length != count || OpenLists.of(one.values()) != null) {
                    builder.keep(c.frame);
                    c.bailOut(BailOut.OPERATION);
                    return null;
                }
            }
        }
        ResultMeeting meeting = new ResultMeeting(c, Math.max(count, 0));
        for (Frame.Return one : callee.returns) {
            c.block = one.from();
            meeting.arrive(lists.first(count, one.values()));
        }
        return meeting.meet();
    }

    /** Notes what has become of a call. */
    private InlineTree consider(String callee, Verdict verdict, int instructions) {
        return c.frame.tree.add(callee, c.frame.line(), verdict, instructions, c.block.frequency());
    }

    private static String name(Intrinsic intrinsic) {
        return intrinsic == Intrinsic.NONE ? LIBRARY : intrinsic.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A call of a function of which no more is known than its kind. */
    private Node[] made(CallRequest request, CallSite.Kind kind) {
        switch (kind) {
            case ANY -> consider("any function", Verdict.POLYMORPHIC, 0);
            case CLOSURE -> consider("any closure", Verdict.POLYMORPHIC, 0);
            case NATIVE, CALLING -> consider(LIBRARY, Verdict.LIBRARY, 0);
        }
        return call(request, kind, 0);
    }

    /** A call that is made. */
    private Node[] call(CallRequest request, CallSite.Kind kind, long code) {
        if (OpenLists.isTooLong(request.arguments())) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        FrameState waiting = waiting(request);
        Node call = c.add(c.graph.node(Op.CALL, 0, site(kind, code, request), inputs(request))).setState(waiting);
        if (request.wanted() < 0) {
            return new Node[] {call};
        }
        Node[] results = new Node[request.wanted()];
        for (int n = 0; n < results.length; n++) {
            results[n] = n == 0 ? call : c.op(Op.RESULT, n, call);
        }
        return results;
    }

    private static CallSite site(CallSite.Kind kind, long code, CallRequest request) {
        int passed = request.arguments().length - (request.list() == null ? 0 : 1);
        return new CallSite(kind, code, passed, request.wanted());
    }

    private Node[] inputs(CallRequest request) {
        Node[] words = lists.words(request.arguments());
        Node[] inputs = new Node[1 + words.length];
        inputs[0] = c.asWord(request.function());
        System.arraycopy(words, 0, inputs, 1, words.length);
        return inputs;
    }

    // ---- returns -----------------------------------------------------------------------------------------------------------

    void returnValues(int first, int count) {
        returnValues(lists.registers(first, count));
    }

    private void returnValues(Node[] values) {
        c.frame.list = null;
        if (c.frame.isInlined()) {
            c.frame.returns.add(new Frame.Return(c.block, values));
        } else if (OpenLists.isTooLong(values)) {
            c.bailOut(BailOut.OPERATION);
        } else {
            c.op(Op.RETURN, lists.words(values));
        }
        c.block = null;
    }

    /**
     * TAILCALL: in an inlined function, the caller calls. A library function is called like by any call, as its caller does not
     * vanish before it, and its results are returned.
     */
    void tailCall(long i) {
        int at = Instruction.a(i);
        Node function = c.register(at);
        Node[] arguments = arguments(i);
        boolean isNative = isNative(function);
        CallRequest request = !c.frame.isInlined() ? new CallRequest(function, arguments, at, Link.MULTIPLE, Use.CALL)
                // The frame stays below that of a function in Java.
                : isNative ? new CallRequest(function, arguments, at, c.frame.call.wanted(), Use.CALL)
                : new CallRequest(function, arguments, c.frame.call.at(), c.frame.call.wanted(), Use.TAIL);
        if (!c.frame.isInlined() && !isNative) {
            tail(request);
            return;
        }
        Node[] results = results(request);
        if (c.block != null) {
            returnValues(results);
        }
    }

    /** Whether a library function is called, as far as is known. */
    private boolean isNative(Node function) {
        if (function.is(Op.WORD)) {
            return c.request.nativeObjects().containsKey(function.number());
        }
        CallFeedback feedback = CallFeedback.of(c.feedback());
        return feedback.isMonomorphic() && feedback.targets().getFirst().isNative() && !c.hasFailed(Reason.WRONG_TARGET)
                && !c.hasFailed(Reason.NOT_FUNCTION);
    }

    /**
     * A tail call in the function that is compiled: closures take its place. Objects are called by the interpreter, in
     * that place, too; with the results of another call as arguments it could not: they are called like library functions.
     */
    private void tail(CallRequest request) {
        if (OpenLists.isTooLong(request.arguments())) {
            c.bailOut(BailOut.OPERATION);
            return;
        }
        Integer known = closureOf(request.function());
        if (known != null) {
            FunctionFacts callee = c.request.functions().get(known);
            jump(request, callee == null ? 0 : callee.code());
            return;
        }
        if (request.list() == null && request.function().rep() == Rep.WORD && isByCall(CallFeedback.of(c.feedback()))) {
            Node function = callOf(request.function());
            if (c.block != null) {
                jump(new CallRequest(function, withObject(request.function(), request.arguments()), request.at(), request.wanted(),
                        request.use()), 0);
            }
            return;
        }
        Node list = lists.place(request.arguments());
        boolean mayLeave = list == null || !list.isOpenCall();
        FrameState state = mayLeave ? c.state() : null;
        Node function = c.asWord(request.function());
        List<Block> ways = c.branch(c.op(Op.IS_OBJECT, function), LIKELY);
        Block noObject = ways.getLast();
        c.block = ways.getFirst();
        Node isObject = c.block.begin();
        ways = c.branch(c.op(Op.HAS_TYPE, HeapType.CLOSURE, function).setProof(isObject), LIKELY);
        c.block = ways.getFirst();
        jump(request, 0);
        c.block = ways.getLast();
        if (mayLeave) {
            ways = c.branch(c.op(Op.HAS_TYPE, HeapType.NATIVE, function).setProof(isObject), LIKELY);
            c.block = ways.getFirst();
            returnValues(made(request, CallSite.Kind.NATIVE));
            c.block = ways.getLast();
            c.exit(Reason.TAIL_CALL, state);
            c.block = noObject;
            c.exit(Reason.TAIL_CALL, state);
        } else {
            returnValues(made(request, CallSite.Kind.ANY));
            c.block = noObject;
            returnValues(made(request, CallSite.Kind.ANY));
        }
    }

    private void jump(CallRequest request, long code) {
        c.op(Op.TAIL_CALL, 0, site(CallSite.Kind.CLOSURE, code, request), inputs(request));
        c.block = null;
    }
}
