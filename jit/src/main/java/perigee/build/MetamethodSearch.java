package perigee.build;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.feedback.CallFeedback;
import perigee.feedback.FieldCache;
import perigee.interp.FieldAccess;
import perigee.layout.HeapType;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.value.ValueType;

/**
 * Which shapes the operands of an operator may have, and the metamethods that these have. Operators do not note shapes, but
 * metamethods read fields of their arguments, and the caches there know shapes; so do those of the function with the
 * operator.
 */
final class MetamethodSearch {
    /** Shapes that one operator tells apart. */
    private static final int MAX_SHAPES = 4;

    private final LuaState state;
    private final FieldAccess access;
    private final Map<Event, List<Shape>> withMetamethod = new EnumMap<>(Event.class);
    private final Map<LoadedFunction, Set<Integer>> seen = new HashMap<>();

    MetamethodSearch(LuaState state, FieldAccess access) {
        this.state = state;
        this.access = access;
    }

    /**
     * The shapes that are likely; none if there are too many.
     *
     * @param called what the instruction has called; null: it does not note that
     * @param fits   which shapes are in question
     */
    List<Shape> find(LoadedFunction function, Event event, CallFeedback called, Predicate<Shape> fits) {
        if (called != null && !called.isMonomorphic()) {
            return List.of();
        }
        LoadedFunction usual = called == null ? null : luaFunction(called);
        List<Shape> all = new ArrayList<>();
        List<Shape> likely = new ArrayList<>();
        for (Shape shape : withMetamethod.computeIfAbsent(event, this::search)) {
            if (!fits.test(shape)) {
                continue;
            }
            boolean isByPlace = shape.behaviour.isByPlace();
            LoadedFunction metamethod = isByPlace ? usual : state.functions().ofClosure(shape.behaviour.metamethod(event));
            if (metamethod == null || called != null && metamethod != usual) {
                continue;
            }
            boolean isLikely = seenBy(metamethod).contains(shape.id) || seenBy(function).contains(shape.id);
            if (isLikely || !isByPlace) {
                all.add(shape);
            }
            if (isLikely) {
                likely.add(shape);
            }
        }
        List<Shape> found = likely.isEmpty() ? all : likely;
        if (event == Event.CALL) {
            found = found.stream().filter(shape -> all.stream().noneMatch(other -> extendsShape(other, shape))).toList();
        }
        return found.size() > MAX_SHAPES ? List.of() : found;
    }

    /** The only function that has been called, if it is written in Lua; else null. */
    private LoadedFunction luaFunction(CallFeedback called) {
        return called.targets().getFirst().isNative() ? null : state.functions().ofId(called.targets().getFirst().number());
    }

    /** Whether tables of a shape have been of the other one: a class gets its metatable before its methods. */
    private static boolean extendsShape(Shape shape, Shape before) {
        if (shape.slotCount() <= before.slotCount() || shape.kind != before.kind || shape.kind != Shape.Kind.RECORD
                || shape.behaviour != before.behaviour || shape.inlineSlots != before.inlineSlots) {
            return false;
        }
        for (int slot = 0; slot < before.slotCount(); slot++) {
            if (shape.key(slot) != before.key(slot)) {
                return false;
            }
        }
        return true;
    }

    private List<Shape> search(Event event) {
        List<Shape> shapes = new ArrayList<>();
        for (int id = HeapType.FIRST_SHAPE; id < state.shapes().limit(); id++) {
            Shape shape = state.shapes().byId(id);
            if (shape.behaviour.isPrecise() ? ValueType.isClosure(shape.behaviour.metamethod(event))
                    : shape.behaviour.isByPlace() && shape.behaviour.has(event)) {
                shapes.add(shape);
            }
        }
        return shapes;
    }

    /** Shapes that the field accesses of a function have met. */
    private Set<Integer> seenBy(LoadedFunction function) {
        return seen.computeIfAbsent(function, one -> {
            Set<Integer> shapes = new HashSet<>();
            Prototype prototype = one.prototype();
            for (int pc = 0; pc < prototype.code().length; pc++) {
                long word = Memory.getLong(Functions.instruction(one.code(), pc) + Instruction.FEEDBACK);
                switch (Instruction.op(prototype.code()[pc])) {
                    case GETFIELD, SELF, SETFIELD -> {
                        if (word != 0) {
                            for (FieldCache.Entry entry : access.known(word)) {
                                shapes.add(entry.shape());
                            }
                        }
                    }
                    default -> {
                    }
                }
            }
            return shapes;
        });
    }
}
