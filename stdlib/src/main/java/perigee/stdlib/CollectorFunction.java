package perigee.stdlib;

import perigee.heap.Heap;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** {@code collectgarbage} (manual 6.1, 2.5). Parameters that our collector has no use for are kept and given back. */
final class CollectorFunction {
    private static final String[] OPTIONS = {"stop", "restart", "collect", "count", "step", "setpause", "setstepmul",
        "isrunning", "generational", "incremental"};

    /** Bounds of the size of a step, in KB. */
    private static final long SMALLEST_STEP = 1024;
    private static final long LARGEST_STEP = 1 << 30;

    private final LuaState state;
    private int pause = 200;
    private int stepMultiplier = 100;
    /** As the reference's stand-alone interpreter sets it. */
    private boolean generational = true;

    private CollectorFunction(LuaState state) {
        this.state = state;
    }

    static void addTo(LuaState state, LibraryTable library) {
        library.add("collectgarbage", new CollectorFunction(state)::call);
    }

    private int call(Call call) {
        int option = call.checkOption(1, "collect", OPTIONS);
        if (state.finalization().isRunning()) {
            return call.result(Word.NIL);
        }
        Heap heap = state.heap();
        switch (OPTIONS[option]) {
            case "stop" -> heap.setStopped(true);
            case "restart" -> heap.setStopped(false);
            case "collect" -> collect();
            case "count" -> {
                return call.result(Word.ofFloat(heap.usedBytes() / 1024.0));
            }
            case "step" -> {
                boolean ended = heap.step(stepBytes(call.optInteger(2, 0)));
                state.finalization().run();
                return call.result(ended);
            }
            case "setpause" -> {
                return call.result(Word.ofInteger(setPause((int) call.optInteger(2, 0))));
            }
            case "setstepmul" -> {
                int old = stepMultiplier;
                stepMultiplier = (int) call.optInteger(2, 0);
                return call.result(Word.ofInteger(old));
            }
            case "isrunning" -> {
                return call.result(!heap.isStopped());
            }
            case "generational" -> {
                call.optInteger(2, 0);
                call.optInteger(3, 0);
                return setGenerational(call, true);
            }
            default -> {
                int newPause = (int) call.optInteger(2, 0);
                int multiplier = (int) call.optInteger(3, 0);
                call.optInteger(4, 0);
                if (newPause != 0) {
                    setPause(newPause);
                }
                if (multiplier != 0) {
                    stepMultiplier = multiplier;
                }
                return setGenerational(call, false);
            }
        }
        return call.result(Word.ofInteger(0));
    }

    private void collect() {
        state.heap().collect();
        state.finalization().run();
    }

    /** How much a step of so many KB looks at: as much as the program could have allocated meanwhile, and not too little. */
    private static long stepBytes(long kilobytes) {
        return Math.clamp(kilobytes, SMALLEST_STEP, LARGEST_STEP) << 10;
    }

    private int setPause(int percent) {
        int old = pause;
        pause = percent;
        state.heap().setPause(percent);
        return old;
    }

    private int setGenerational(Call call, boolean on) {
        long old = state.strings().of(generational ? "generational" : "incremental");
        generational = on;
        return call.result(old);
    }
}
