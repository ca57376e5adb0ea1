package perigee.vm.tier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
        removeIf(function -> !used.contains(function.code()));
    }

    /** All that no frame returns into. */
    List<CodeObject> unused(Set<CodeObject> used) {
        return functions.stream().map(InstalledFunction::code).filter(code -> !used.contains(code)).toList();
    }

    /** Code is given up to make room, and is the cache's business; false if it is none of ours. */
    boolean evict(CodeObject code) {
        return functions.removeIf(function -> {
            boolean goes = function.code() == code;
            if (goes) {
                function.close();
                function.stubs().forEach(free);
            }
            return goes;
        });
    }

    /** Dead functions have no frames. */
    void dropDead(LongPredicate isDead) {
        removeIf(function -> isDead.test(function.block()));
    }

    private void removeIf(Predicate<InstalledFunction> isUnused) {
        functions.removeIf(function -> {
            boolean goes = isUnused.test(function);
            if (goes) {
                function.freeAll(free);
            }
            return goes;
        });
    }

    /** As {@link InstalledFunction#forgetFields}. */
    void forgetFields() {
        functions.forEach(function -> function.forgetFields(free));
    }

    @Override
    public void close() {
        functions.forEach(InstalledFunction::close);
        functions.clear();
    }
}
