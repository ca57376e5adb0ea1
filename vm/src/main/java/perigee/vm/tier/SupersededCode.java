package perigee.vm.tier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import perigee.code.CodeObject;

/** Baseline code whose function has better code by now, and that frames may still return into. */
final class SupersededCode implements AutoCloseable {
    private final List<InstalledFunction> functions = new ArrayList<>();
    private final Consumer<CodeObject> free;

    SupersededCode(Consumer<CodeObject> free) {
        this.free = free;
    }

    void add(InstalledFunction function) {
        functions.add(function);
    }

    /** Frees what no frame returns into. */
    void free(Set<CodeObject> used) {
        removeIf(function -> !used.contains(function.code()), InstalledFunction::freeAll);
    }

    /** All that no frame returns into. */
    List<CodeObject> unused(Set<CodeObject> used) {
        return functions.stream().map(InstalledFunction::code).filter(code -> !used.contains(code)).toList();
    }

    /** Code is given up to make room, and is the cache's business; false if it is none of ours. */
    boolean evict(CodeObject code) {
        return removeIf(function -> function.code() == code, function -> {
            function.close();
            function.stubs().forEach(free);
        });
    }

    /** Dead functions have no frames. */
    void dropDead(LongPredicate isDead) {
        removeIf(function -> isDead.test(function.block()), InstalledFunction::freeAll);
    }

    private boolean removeIf(Predicate<InstalledFunction> goes, Consumer<InstalledFunction> end) {
        List<InstalledFunction> gone = functions.stream().filter(goes).toList();
        gone.forEach(end);
        return functions.removeAll(gone);
    }

    /** As {@link InstalledFunction#forget}. */
    void forget(IntPredicate isStale) {
        functions.forEach(function -> function.forget(isStale));
    }

    @Override
    public void close() {
        functions.forEach(InstalledFunction::close);
        functions.clear();
    }
}
