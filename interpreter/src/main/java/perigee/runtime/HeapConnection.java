package perigee.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;
import perigee.heap.CollectorHost;
import perigee.heap.HeapVerifier;
import perigee.heap.Relocation;
import perigee.heap.RootVisitor;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.value.ValueType;

/** What a state tells the collector: roots, weak metatables, and who has to hear of deaths. */
public final class HeapConnection implements CollectorHost {
    private final LuaState state;
    private final List<Consumer<RootVisitor>> roots = new ArrayList<>();
    private final List<Consumer<Relocation>> moveListeners = new ArrayList<>();
    private final List<Consumer<LongPredicate>> deathListeners = new ArrayList<>();
    private final List<ObjLongConsumer<RootVisitor>> codeMarkers = new ArrayList<>();

    HeapConnection(LuaState state) {
        this.state = state;
    }

    /** Adds roots: words that a library keeps in Java, which it shows and replaces by what the visitor returns. */
    public void addRoots(Consumer<RootVisitor> showing) {
        roots.add(showing);
    }

    /** The listener is told after each minor collection where objects are now, and corrects what refers to them. */
    public void addMoveListener(Consumer<Relocation> listener) {
        moveListeners.add(listener);
    }

    /** The listener is told after each marking which objects are dead, and forgets them. */
    public void addDeathListener(Consumer<LongPredicate> listener) {
        deathListeners.add(listener);
    }

    /** Shows, when a CODE block is marked, the old objects that are alive as long as it is. */
    public void addCodeMarker(ObjLongConsumer<RootVisitor> marker) {
        codeMarkers.add(marker);
    }

    @Override
    public void prepare(boolean exact) {
        Stack stack = state.stack();
        state.coroutines().dropMade();
        stack.releaseFreeRegions();
        long current = stack.current();
        Memory.putLong(current + StackLayout.SAVED_BASE, stack.base());
        Memory.putLong(current + StackLayout.SAVED_TOP, Math.max(stack.top(), stack.frameEnd(stack.base())));
        if (exact) {
            clearDead(stack);
        } else if (Stack.isOptimized(stack.base())) {
            // Its code does not write there again, so what is dead would live as long as the frame.
            stack.optimizedFrames().clearDead(stack.base());
        }
    }

    private void clearDead(Stack stack) {
        long bottom = Stack.bottom(stack.current());
        for (long base = stack.base(); base != bottom; base = Stack.caller(base)) {
            if (Stack.isOptimized(base)) {
                stack.optimizedFrames().clearDead(base);
            } else if (base == stack.base() && Stack.isLua(base)) {
                DeadRegisters.clear(state, base);
            }
        }
    }

    @Override
    public long runningCoroutine() {
        return state.stack().current();
    }

    @Override
    public void visitRoots(RootVisitor visitor) {
        state.visitRoots(visitor);
        visitor.visit(state.stack().main());
        for (Consumer<RootVisitor> showing : roots) {
            showing.accept(visitor);
        }
    }

    @Override
    public void visitShapes(RootVisitor visitor) {
        state.shapes().visitRoots(visitor);
    }

    @Override
    public void visitYoungShapes(RootVisitor visitor) {
        state.shapes().visitYoung(visitor);
    }

    @Override
    public void relocate(Relocation relocation) {
        for (Consumer<Relocation> listener : moveListeners) {
            listener.accept(relocation);
        }
        state.identities().relocate(relocation);
        state.strings().relocate(relocation);
    }

    @Override
    public void markCode(RootVisitor visitor, long code) {
        for (LoadedFunction child : state.functions().ofCode(code).children()) {
            visitor.visit(child.code());
        }
        for (ObjLongConsumer<RootVisitor> marker : codeMarkers) {
            marker.accept(visitor, code);
        }
    }

    @Override
    public void verify(HeapVerifier verifier) {
        state.strings().verify(verifier);
        state.shapes().verify(verifier);
    }

    @Override
    public int weakness(long metatable) {
        long mode = state.tables().getString(metatable, state.strings().eventName(Event.MODE.ordinal()));
        if (!ValueType.isFlatString(mode)) {
            return STRONG;
        }
        int result = STRONG;
        for (int i = 0; i < Strings.length(mode); i++) {
            int c = Strings.byteAt(mode, i);
            result |= c == 'k' ? WEAK_KEYS : c == 'v' ? WEAK_VALUES : STRONG;
        }
        return result;
    }

    @Override
    public boolean dropDead(LongPredicate isDead) {
        state.shapes().dropDead(isDead);
        boolean wereFunctions = state.functions().dropDead(isDead);
        for (Consumer<LongPredicate> listener : deathListeners) {
            listener.accept(isDead);
        }
        state.tables().constantCells().dropDead(isDead);
        state.identities().dropDead(isDead);
        state.strings().beginDropping(isDead);
        return wereFunctions;
    }

    @Override
    public boolean dropDeadStrings(int count) {
        return state.strings().dropDead(count);
    }

    @Override
    public void releaseUserdata(long userdata) {
        state.releaseHandle(userdata);
    }

    @Override
    public void releaseCoroutine(long coroutine) {
        state.stack().releaseRegion(coroutine);
    }
}
