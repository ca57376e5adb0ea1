package perigee.runtime;

import perigee.value.Word;

/** What a call in protected mode gives: true and the results, or false and the error. */
public class ProtectedOutcome implements Continuation {
    @Override
    public int resume(Call call, long first, int count) {
        return call.resultsAfter(Word.TRUE, first, count);
    }

    @Override
    public boolean catchesErrors() {
        return true;
    }

    @Override
    public int caught(Call call, long error) {
        return call.results(Word.FALSE, error);
    }
}
