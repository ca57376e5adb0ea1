package perigee.runtime;

import perigee.value.Word;

/**
 * The Java function that calls its first argument with the others and catches errors: {@code pcall}, and what Java uses
 * that has to go on after an error. It does not recurse in Java, and coroutines yield across it.
 */
final class ProtectedCall implements NativeFunction, Continuation {
    @Override
    public int call(Call call) {
        call.checkAny(1);
        return call.callThen(this, call.argumentsAsCall(1));
    }

    /** true and the results. */
    @Override
    public int resume(Call call, long first, int count) {
        return call.resultsAfter(Word.TRUE, first, count);
    }

    @Override
    public boolean catchesErrors() {
        return true;
    }

    /** false and the error. */
    @Override
    public int caught(Call call, long error) {
        return call.results(Word.FALSE, error);
    }
}
