package perigee.stdlib;

import perigee.layout.ThreadLayout;
import perigee.runtime.Call;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** {@code math.random} and {@code math.randomseed}, on a generator of their own for each state. */
final class RandomFunctions {
    private final Xoshiro generator;

    private RandomFunctions(LuaState state) {
        generator = new Xoshiro(state.stack().threadBlock() + ThreadLayout.RANDOM);
        generator.seed(System.currentTimeMillis(), System.nanoTime());
    }

    static void addTo(LibraryTable library, LuaState state) {
        RandomFunctions functions = new RandomFunctions(state);
        library.add("random", Intrinsic.RANDOM, functions::random).add("randomseed", functions::seed);
    }

    private int random(Call call) {
        long bits = generator.next();
        long low = 1;
        long high;
        switch (call.count()) {
            case 0 -> {
                return call.result(Word.ofFloat(Xoshiro.toUnit(bits)));
            }
            case 1 -> {
                high = call.checkInteger(1);
                if (high == 0) {
                    return call.result(call.state().integer(bits));
                }
            }
            case 2 -> {
                low = call.checkInteger(1);
                high = call.checkInteger(2);
            }
            default -> throw call.error("wrong number of arguments");
        }
        if (low > high) {
            throw call.argumentError(1, "interval is empty");
        }
        return call.result(call.state().integer(low + generator.project(bits, high - low)));
    }

    /** Returns the two parts of the seed. */
    private int seed(Call call) {
        LuaState state = call.state();
        long first;
        long second;
        if (call.isNone(1)) {
            first = System.currentTimeMillis();
            second = System.nanoTime();
        } else {
            first = call.checkInteger(1);
            second = call.optInteger(2, 0);
        }
        generator.seed(first, second);
        return call.results(state.integer(first), state.integer(second));
    }
}
