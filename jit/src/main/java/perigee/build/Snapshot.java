package perigee.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.feedback.ArithmeticFeedback;
import perigee.feedback.BranchFeedback;
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;
import perigee.feedback.Feedback;
import perigee.feedback.FieldCache;
import perigee.feedback.FieldFeedback;
import perigee.feedback.IndexFeedback;
import perigee.interp.FieldAccess;
import perigee.interp.TableCreation;
import perigee.ir.ShapeFact;
import perigee.ir.TableSite;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.object.Behaviour;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Validity;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** Takes what a compile needs to know, on the running thread. */
public final class Snapshot {
    /** Functions with more instructions are not looked at from a caller: they would not be inlined. */
    private static final int MAX_CALLEE = 200;
    private static final int MAX_FUNCTIONS = 60;
    /** Shapes with more fields have no layout. */
    private static final int MAX_LAYOUT = 40;
    /** Of so many constant closures the upvalues are looked at. */
    private static final int MAX_CLOSURES = 200;

    private final LuaState state;
    private final FieldAccess access;
    private final BiFunction<Long, Integer, Set<Reason>> history;
    private final Map<Integer, FunctionFacts> functions = new HashMap<>();
    private final Map<Long, Integer> closures = new HashMap<>();
    private final Map<Long, long[]> upvalues = new HashMap<>();
    private final Map<Integer, Intrinsic> natives = new HashMap<>();
    private final Map<Long, Intrinsic> nativeObjects = new HashMap<>();
    private final List<Validity> rests = new ArrayList<>();
    private final Map<Long, Validity> constancies = new HashMap<>();
    /** By behaviour: one more than the number of its validity. */
    private final Map<Behaviour, Integer> behaviours = new IdentityHashMap<>();
    /** Those of records that facts are about. */
    private final Set<Shape> shapes = new LinkedHashSet<>();
    private final MetamethodSearch search;
    private final List<KnownMetatables.Known> knownMetatables;
    private final List<LoadedFunction> waiting = new ArrayList<>();

    private Snapshot(LuaState state, FieldAccess access, List<KnownMetatables.Known> knownMetatables,
            BiFunction<Long, Integer, Set<Reason>> history) {
        this.state = state;
        this.knownMetatables = knownMetatables;
        this.access = access;
        this.history = history;
        search = new MetamethodSearch(state, access);
    }

    /**
     * A request, and what the assumptions of code that comes of it mean.
     *
     * @param rests       by number
     * @param constancies by constant cell: what says that it is one
     */
    public record Taken(CompileRequest request, List<Validity> rests, Map<Long, Validity> constancies) {
        /** Whatever becomes invalid when the assumption is no longer true. */
        public Validity validity(Assumption assumption) {
            return switch (assumption) {
                case Assumption.Rests(int number) -> rests.get(number);
                case Assumption.ConstantCell(long cell) -> constancies.get(cell);
            };
        }
    }

    /**
     * A request.
     *
     * @param function to be compiled
     * @param loop     first instruction of the loop that is to be entered in the middle, or -1
     * @param closure  of the function that runs now, or 0
     * @param metatables that are known
     * @param history  by CODE block and instruction: why guards have failed often there; null: they have not
     */
    public static Taken of(LuaState state, FieldAccess access, LoadedFunction function, int loop, long closure,
            List<KnownMetatables.Known> metatables, BiFunction<Long, Integer, Set<Reason>> history) {
        return new Snapshot(state, access, metatables, history).take(function, loop, closure);
    }

    private Taken take(LoadedFunction function, int loop, long closure) {
        // Where the frame of a vararg function begins, it is made already: the state there is not that of the interpreter.
        boolean isPlain = loop >= 0 || !function.prototype().vararg();
        if (isPlain && isOnlyOne(function, closure) && !hasFailed(function.code(), Math.max(loop, 0), Reason.WRONG_CLOSURE)) {
            noteFunction(closure);
        }
        FunctionFacts root = facts(function);
        functions.put(function.id(), root);
        while (!waiting.isEmpty() && functions.size() < MAX_FUNCTIONS) {
            LoadedFunction next = waiting.removeFirst();
            if (!functions.containsKey(next.id())) {
                functions.put(next.id(), facts(next));
            }
        }
        int upvaluesRest = rests.size();
        rests.add(state.functions().upvalues());
        Map<Integer, List<MetatableFact>> metatables = metatables();
        CompileRequest request = new CompileRequest(root, loop, closures.containsKey(closure) ? closure : 0,
                Map.copyOf(functions), Map.copyOf(closures), Map.copyOf(upvalues), upvaluesRest, Map.copyOf(natives),
                Map.copyOf(nativeObjects), metatables, layouts(), state.globals(), eventNames());
        return new Taken(request, List.copyOf(rests), Map.copyOf(constancies));
    }

    private List<Long> eventNames() {
        return Arrays.stream(Event.values()).map(event -> state.strings().eventName(event.ordinal())).toList();
    }

    @SuppressWarnings("unchecked")
    private FunctionFacts facts(LoadedFunction function) {
        Prototype prototype = function.prototype();
        long code = function.code();
        int length = prototype.code().length;
        long[] constants = Functions.constants(function);
        BitSet embeds = new BitSet();
        for (int i = 0; i < constants.length; i++) {
            embeds.set(i, isForEver(constants[i]));
        }
        long[] feedback = new long[length];
        FieldFact[][] fields = new FieldFact[length][];
        Map<Long, FieldFact[]>[] keyed = new Map[length];
        GlobalFact[] globals = new GlobalFact[length];
        TableSite[] tables = new TableSite[length];
        MetamethodFact[][] metamethods = new MetamethodFact[length][];
        Set<Reason>[] failed = new Set[length];
        for (int pc = 0; pc < length; pc++) {
            long word = Memory.getLong(Functions.instruction(code, pc) + Instruction.FEEDBACK);
            long i = prototype.code()[pc];
            feedback[pc] = word;
            failed[pc] = history.apply(code, pc);
            switch (Instruction.op(i)) {
                case GETGLOBAL, SETGLOBAL -> globals[pc] = word == 0 ? null : global(word);
                case GETFIELD, SELF, SETFIELD -> {
                    fields[pc] = fields(word, Instruction.op(i) == Opcode.SETFIELD);
                    if (fields[pc] == null && failed[pc] != null && failed[pc].contains(Reason.NEVER_TAKEN)) {
                        metamethods[pc] = ofAbsentField(function, i, constants);
                    }
                }
                case NEWTABLE -> tables[pc] = word == 0 ? null : tableSite(word, i);
                case CALL, TAILCALL -> {
                    targets(CallFeedback.of(word));
                    metamethods[pc] = ofObject(function, CallFeedback.of(word));
                }
                case TFORCALL -> targets(CallFeedback.of(word));
                case GETINDEX, GETI -> {
                    keyed[pc] = keyed(word, false);
                    metamethods[pc] = ofAccess(function, Event.INDEX, IndexFeedback.of(word));
                }
                case SETINDEX, SETI -> {
                    keyed[pc] = keyed(word, true);
                    metamethods[pc] = ofAccess(function, Event.NEWINDEX, IndexFeedback.of(word));
                }
                default -> metamethods[pc] = ofOperands(function, Instruction.op(i), word);
            }
        }
        long[] children = function.children().stream().mapToLong(LoadedFunction::code).toArray();
        String name = new String(ChunkName.display(prototype.source()), java.nio.charset.StandardCharsets.ISO_8859_1) + ":"
                + prototype.lineDefined();
        return new FunctionFacts(function.id(), name, prototype, code, constants, feedback, fields, keyed, globals, tables,
                metamethods, children, failed, embeds);
    }

    /** Whether a word stays what it is whatever the collector does. */
    private boolean isForEver(long word) {
        return !Word.isObject(word) || !state.heap().isYoung(word);
    }

    // ---- constants -------------------------------------------------------------------------------------------------------

    private GlobalFact global(long cell) {
        long value = Memory.getLong(cell + FunctionLayout.CELL_VALUE);
        boolean mutable = isMutable(cell);
        boolean constant = !mutable && value != Word.NIL && isForEver(value);
        if (constant) {
            constancies.computeIfAbsent(cell, state.tables().constantCells()::constancy);
            noteFunction(value);
        }
        return new GlobalFact(cell, value, constant, mutable);
    }

    private static boolean isMutable(long cell) {
        return (Memory.getByte(cell + ObjectHeader.FLAGS) & FunctionLayout.CELL_MUTABLE) != 0;
    }

    /** A constant that is a function may be called. */
    private void noteFunction(long value) {
        if (ValueType.isClosure(value)) {
            LoadedFunction function = state.functions().ofClosure(value);
            boolean isNew = closures.put(value, function.id()) == null;
            consider(function);
            if (isNew && closures.size() < MAX_CLOSURES) {
                noteUpvalues(value);
            }
        } else if (ValueType.isNative(value)) {
            nativeObjects.put(value, Intrinsic.values()[Functions.intrinsicOf(value)]);
        }
    }

    private void noteUpvalues(long closure) {
        long[] words = new long[Memory.getInt(closure + FunctionLayout.UPVALUE_COUNT)];
        upvalues.put(closure, words);
        for (int i = 0; i < words.length; i++) {
            long word = Memory.getLong(closure + FunctionLayout.UPVALUES + 8L * i);
            words[i] = isForEver(word) ? word : CompileRequest.UNKNOWN;
            if (Word.isObject(words[i])) {
                noteFunction(word);
            }
        }
    }

    /** Whether a closure, which does not move, is the only one of its function. */
    private boolean isOnlyOne(LoadedFunction function, long closure) {
        return closure != 0 && isForEver(closure) && Memory.getInt(function.code() + FunctionLayout.CLOSURES) == 1;
    }

    private boolean hasFailed(long code, int pc, Reason reason) {
        Set<Reason> reasons = history.apply(code, pc);
        return reasons != null && reasons.contains(reason);
    }

    private void targets(CallFeedback feedback) {
        for (CallTarget target : feedback.targets()) {
            if (target.isNative()) {
                natives.put(target.number(), state.functions().intrinsicOf(target.number()));
            } else {
                LoadedFunction function = state.functions().ofId(target.number());
                if (function != null) {
                    consider(function);
                }
            }
        }
    }

    /** What an operator may call, if it has met operands that are no numbers and no strings. */
    private MetamethodFact[] ofOperands(LoadedFunction function, Opcode op, long word) {
        Event event = MetamethodGuards.operator(op);
        boolean isBranch = op.feedback == Opcode.Feedback.BRANCH;
        int kinds = event == null ? 0 : isBranch ? BranchFeedback.of(word).kinds() : (int) word;
        if ((kinds & Feedback.OTHER) == 0) {
            return null;
        }
        CallFeedback called = isBranch ? null : ArithmeticFeedback.of(word).metamethods();
        if (called != null) {
            targets(called);
        }
        return facts(event, search.find(function, event, called, _ -> true));
    }

    /** What the call of an object calls, if nothing else is called there. */
    private MetamethodFact[] ofObject(LoadedFunction function, CallFeedback called) {
        boolean isByCall = called.isMonomorphic() && called.targets().getFirst().isByCall();
        return isByCall ? facts(Event.CALL, search.find(function, Event.CALL, called, _ -> true)) : null;
    }

    /** What an access by a computed key calls, the table having no fields. */
    private MetamethodFact[] ofAccess(LoadedFunction function, Event event, IndexFeedback seen) {
        targets(seen.metamethods());
        return seen.metamethods().targets().isEmpty() ? null
                : facts(event, search.find(function, event, seen.metamethods(),
                        shape -> shape.kind == Shape.Kind.RECORD && shape.slotCount() == 0));
    }

    /** What the access to a field calls that no table has had so far: caches learn nothing then. */
    private MetamethodFact[] ofAbsentField(LoadedFunction function, long i, long[] constants) {
        boolean isStore = Instruction.op(i) == Opcode.SETFIELD;
        long key = constants[isStore ? Instruction.b(i) : Instruction.c(i)];
        Event event = isStore ? Event.NEWINDEX : Event.INDEX;
        return facts(event, search.find(function, event, null,
                shape -> shape.kind == Shape.Kind.RECORD && shape.find(key) < 0));
    }

    private MetamethodFact[] facts(Event event, List<Shape> shapes) {
        List<MetamethodFact> facts = new ArrayList<>();
        for (Shape shape : shapes) {
            if (shape.behaviour.isByPlace()) {
                facts.add(new MetamethodFact(fact(shape), 0, place(shape.behaviour.place(event))));
                continue;
            }
            long metamethod = shape.behaviour.metamethod(event);
            if (isForEver(metamethod)) {
                noteFunction(metamethod);
                facts.add(new MetamethodFact(fact(shape), metamethod, null));
            }
        }
        return shapes.isEmpty() ? null : facts.isEmpty() ? MetamethodFact.NOT_YET : facts.toArray(MetamethodFact[]::new);
    }

    private void consider(LoadedFunction function) {
        if (!functions.containsKey(function.id()) && function.prototype().code().length <= MAX_CALLEE) {
            waiting.add(function);
        }
    }

    // ---- fields ----------------------------------------------------------------------------------------------------------

    /** @param isStore whether the access is a write */
    private FieldFact[] fields(long word, boolean isStore) {
        if (word == 0) {
            return null;
        }
        FieldFact[] facts = fields(access.known(word), isStore);
        return facts.length == 0 && !FieldFeedback.isMegamorphic(word) ? null : facts;
    }

    /** What an access by a computed key knows, by key. */
    private Map<Long, FieldFact[]> keyed(long word, boolean isStore) {
        Map<Long, FieldFact[]> facts = new LinkedHashMap<>();
        access.keyed().known(word).forEach((key, entries) -> {
            FieldFact[] ofKey = fields(entries, isStore);
            if (ofKey.length > 0) {
                facts.put(key, ofKey);
            }
        });
        return facts.isEmpty() ? null : facts;
    }

    private FieldFact[] fields(List<FieldCache.Entry> entries, boolean isStore) {
        List<FieldFact> facts = new ArrayList<>();
        entries.forEach(entry -> field(entry, isStore).ifPresent(facts::add));
        return facts.toArray(FieldFact[]::new);
    }

    /** Nothing if it is about a function that may still move. */
    private Optional<FieldFact> field(FieldCache.Entry entry, boolean isStore) {
        FieldCache.Delegate delegate = entry.delegate();
        if (delegate == null) {
            return entry.isFunction() ? byFunction(state.shapes().byId(entry.shape()), entry, isStore)
                    : Optional.of(field(entry, null));
        }
        if (delegate.holder() == null) {
            return Optional.of(field(entry, delegate(delegate, null)));
        }
        return field(delegate.holder(), isStore).map(holder -> field(entry, delegate(delegate, holder)));
    }

    /** A field that is absent, and served by a function; nothing if that may still move. */
    private Optional<FieldFact> byFunction(Shape shape, FieldCache.Entry entry, boolean isStore) {
        Shape asked = entry.cell() == 0 ? shape : state.tables().shape(entry.cell());
        long function = asked.behaviour.metamethod(isStore ? Event.NEWINDEX : Event.INDEX);
        if (!isForEver(function) || entry.cell() != 0 && !isForEver(entry.cell())) {
            return Optional.empty();
        }
        noteFunction(function);
        return Optional.of(new FieldFact(fact(shape), FieldFact.Kind.FUNCTION, 0, entry.cell(), function, false, false, false,
                false, null, rest(entry), null));
    }

    private FieldFact.Delegate delegate(FieldCache.Delegate delegate, FieldFact holder) {
        LoadedFunction function = delegate.function() == 0 ? null : state.functions().ofId(delegate.function());
        if (function != null) {
            consider(function);
        }
        return new FieldFact.Delegate(delegate.isHere() ? null : place(delegate.place()), holder, delegate.function());
    }

    private static MetamethodPlace place(int location) {
        return new MetamethodPlace(FieldFeedback.offset(location), (location & FieldFeedback.OUTSIDE) != 0,
                (location & FieldFeedback.CELL) != 0);
    }

    /** The number of what an entry rests on; -1: nothing. */
    private int rest(FieldCache.Entry entry) {
        if (entry.validity() == null) {
            return -1;
        }
        rests.add(entry.validity());
        return rests.size() - 1;
    }

    private FieldFact field(FieldCache.Entry entry, FieldFact.Delegate delegate) {
        ShapeFact shape = entry.shape() < HeapType.FIRST_SHAPE ? new ShapeFact(entry.shape(), 0, 0, 0)
                : fact(state.shapes().byId(entry.shape()));
        int rest = rest(entry);
        if (entry.isInCell()) {
            GlobalFact cell = global(entry.cell());
            return new FieldFact(shape, FieldFact.Kind.CELL, 0, entry.cell(), cell.value(), cell.constant(), cell.mutable(),
                    false, false, null, rest, null);
        }
        int location = entry.location();
        boolean finalNil = (location & FieldFeedback.FINAL_NIL) != 0;
        if ((location & FieldFeedback.ADDED) != 0) {
            Shape after = state.shapes().byId(FieldFeedback.shapeAfter(location));
            int slot = after.slotCount() - 1;
            boolean inline = slot < after.inlineSlots;
            int offset = inline ? TableLayout.INLINE_SLOTS + 8 * slot : TableLayout.FIRST_SLOT + 8 * (slot - after.inlineSlots);
            return new FieldFact(shape, inline ? FieldFact.Kind.ADDED : FieldFact.Kind.ADDED_OUTER, offset, 0, 0, false, false,
                    finalNil, false, fact(after), rest, null);
        }
        int offset = FieldFeedback.offset(location);
        boolean outside = (location & FieldFeedback.OUTSIDE) != 0;
        FieldFact.Kind kind = (location & FieldFeedback.FUNCTION) != 0 ? FieldFact.Kind.FUNCTION
                : offset == 0 ? FieldFact.Kind.ABSENT
                : (location & FieldFeedback.CELL) == 0 ? outside ? FieldFact.Kind.OUTER : FieldFact.Kind.INLINE
                : outside ? FieldFact.Kind.OUTER_CELL : FieldFact.Kind.INLINE_CELL;
        boolean unchanged = (location & FieldFeedback.UNCHANGED) != 0;
        return new FieldFact(shape, kind, offset, 0, 0, false, false, finalNil, unchanged, null, rest, delegate);
    }

    private Map<Integer, List<MetatableFact>> metatables() {
        Map<Integer, List<MetatableFact>> facts = new HashMap<>();
        for (KnownMetatables.Known known : knownMetatables) {
            if (isForEver(known.metatable()) && known.having().stream().allMatch(one -> isForEver(one.value()))) {
                facts.computeIfAbsent(known.shape(), _ -> new ArrayList<>()).add(metatable(known));
            }
        }
        return facts;
    }

    private MetatableFact metatable(KnownMetatables.Known known) {
        ShapeFact after = fact(state.shapes().byId(known.after()));
        return known.metatable() != 0 ? new MetatableFact(known.metatable(), after, null, null, List.of())
                : new MetatableFact(0, after, fact(state.shapes().byId(known.metatableShape())),
                        fact(state.shapes().byId(known.metatableAfter())), known.having().stream()
                        .map(one -> new MetatableFact.Having(place(one.location()), one.value())).toList());
    }

    /** Where the fields of shapes are that are known, for raw accesses. Events are not to be changed behind a metatable's back. */
    private Map<Integer, Map<Long, Integer>> layouts() {
        Set<Intrinsic> called = new HashSet<>(natives.values());
        called.addAll(nativeObjects.values());
        Map<Integer, Map<Long, Integer>> layouts = new HashMap<>();
        if (called.contains(Intrinsic.RAWGET) || called.contains(Intrinsic.RAWSET)) {
            for (Shape shape : shapes) {
                Map<Long, Integer> layout = new HashMap<>();
                for (int slot = 0; slot < shape.slotCount(); slot++) {
                    layout.put(shape.key(slot), shape.location(slot));
                }
                layouts.put(shape.id, layout);
            }
        }
        return layouts;
    }

    private ShapeFact fact(Shape shape) {
        if (shape.kind == Shape.Kind.RECORD && !shape.isMetatable() && shape.slotCount() <= MAX_LAYOUT) {
            shapes.add(shape);
        }
        int behaviour = 0;
        if (shape.behaviour != state.shapes().none()) {
            behaviour = behaviours.computeIfAbsent(shape.behaviour, one -> {
                rests.add(one.validity());
                return rests.size();
            });
        }
        return new ShapeFact(shape.id, shape.inlineSlots, shape.hasCells() ? 0 : shape.slotCount(), behaviour);
    }

    /** How the tables of a site are made, by what the site has learnt. */
    private TableSite tableSite(long word, long instruction) {
        Shape root = state.shapes().root(TableCreation.slots(word, Instruction.c(instruction)));
        int elements = Instruction.b(instruction);
        return new TableSite(root.id, root.inlineSlots, elements == 0 ? 0 : elements + 1);
    }
}
