package perigee.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import perigee.heap.CollectorHost;
import perigee.heap.Marker;
import perigee.layout.StackLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.value.ValueType;

/** What a state tells the collector: roots, weak metatables, and who has to hear of deaths. */
public final class HeapConnection implements CollectorHost {
    private final LuaState state;
    private final List<Consumer<Marker>> roots = new ArrayList<>();
    private final List<Consumer<LongPredicate>> deathListeners = new ArrayList<>();

    HeapConnection(LuaState state) {
        this.state = state;
    }

    /** Adds roots: words that a library keeps in Java. */
    public void addRoots(Consumer<Marker> marking) {
        roots.add(marking);
    }

    /** The listener is told after each marking which objects are dead, and forgets them. */
    public void addDeathListener(Consumer<LongPredicate> listener) {
        deathListeners.add(listener);
    }

    @Override
    public void markRoots(Marker marker) {
        state.markRoots(marker);
        Stack stack = state.stack();
        long current = stack.current();
        Memory.putLong(current + StackLayout.SAVED_BASE, stack.base());
        Memory.putLong(current + StackLayout.SAVED_TOP, Math.max(stack.top(), stack.frameEnd(stack.base())));
        if (Stack.isLua(stack.base())) {
            DeadRegisters.clear(state, stack.base());
        }
        marker.mark(current);
        marker.mark(stack.main());
        for (Consumer<Marker> marking : roots) {
            marking.accept(marker);
        }
    }

    @Override
    public void markCode(Marker marker, long code) {
        for (LoadedFunction child : state.functions().ofCode(code).children()) {
            marker.mark(child.code());
        }
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
    public void dropDead(LongPredicate isDead) {
        state.shapes().dropDead(isDead);
        state.functions().dropDead(isDead);
        for (Consumer<LongPredicate> listener : deathListeners) {
            listener.accept(isDead);
        }
        state.strings().dropDead(isDead);
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
