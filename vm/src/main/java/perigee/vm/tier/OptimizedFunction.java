package perigee.vm.tier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.bytecode.Liveness;
import perigee.code.CodeObject;
import perigee.code.SiteKind;
import perigee.code.Sites;
import perigee.deopt.DeoptHistory;
import perigee.deopt.DeoptState;
import perigee.emit.OptimizedCode;
import perigee.emit.StateAt;
import perigee.object.Validity;

/** Installed optimised code of one function, or of one of its loops, and how often it failed where. */
final class OptimizedFunction {
    /** Code that has been entered so often and has not failed is good. */
    private static final int PROOF = 4;
    /** What it costs to leave, and to run the rest of a call as baseline code. */
    private static final long NANOS_OF_FAILURE = 25_000;

    final OptimizeRequest request;
    final CodeObject code;
    /** Slots of its frames. */
    final int frameSlots;
    /** Words above a frame's base that are to be there when it is entered. */
    final int words;
    /** Objects that live as long as it. */
    final long[] references;
    /** The only closure that it is for; 0: it is for any. */
    final long closure;
    final GuardCounts guards;
    /** On what it assumes. */
    final List<Validity.Dependent> dependences = new ArrayList<>();
    private final int checked;
    private final int[] failures;
    private int failed;
    private int entries;
    /** Since when failures are counted: {@link System#nanoTime}. */
    private long counted = System.nanoTime();
    /** When it failed, if it has not been entered since, else 0; and for how long that was so before. */
    private long leftAt;
    private long lost;
    private boolean valid = true;
    private BitSet liveAtLoop;

    OptimizedFunction(OptimizeRequest request, CodeObject code, OptimizeResult.Code result, GuardCounts guards) {
        this.request = request;
        this.guards = guards;
        this.code = code;
        frameSlots = result.code().frameSlots();
        words = result.code().words();
        references = result.references();
        closure = result.closure();
        checked = result.code().code().labels().get(OptimizedCode.CHECKED);
        failures = new int[code.sites().count()];
    }

    /** The registers that are live, or hold a variable in scope, where the loop begins. */
    BitSet liveAtLoop() {
        if (liveAtLoop == null) {
            liveAtLoop = Liveness.orInScope(request.function().prototype(), request.loop());
        }
        return liveAtLoop;
    }

    /** The function's CODE block. */
    long block() {
        return request.function().code();
    }

    /** Where it is entered once attention and room have been seen to. */
    long entry() {
        return code.start() + checked;
    }

    /** Whether new frames may enter it, and old ones go on. */
    boolean isValid() {
        return valid;
    }

    void invalidate() {
        valid = false;
    }

    /** Nothing of it will be used any more. */
    void end() {
        guards.close();
        dependences.forEach(Validity.Dependent::end);
    }

    // ---- sites ---------------------------------------------------------------------------------------------------------

    /** The state of the call or safepoint that goes on at an address. */
    StateAt resuming(long address) {
        return (StateAt) code.sites().detail(resumingSite(address));
    }

    private int resumingSite(long address) {
        int site = code.site(SiteKind.CALL, address);
        return site != Sites.ABSENT ? site : code.site(SiteKind.SAFEPOINT, address);
    }

    StateAt guard(long address) {
        return (StateAt) code.sites().detail(code.site(SiteKind.GUARD, address));
    }

    // ---- failures ------------------------------------------------------------------------------------------------------

    /** A guard has failed; returns how often it has by now. */
    int fail(long address) {
        return failAt(code.site(SiteKind.GUARD, address));
    }

    /** What the code waits for at an address has refused; the same. */
    int failWaiting(long address) {
        return failAt(resumingSite(address));
    }

    private int failAt(int site) {
        leftAt = System.nanoTime();
        failed++;
        return ++failures[site];
    }

    /** Whether code of a loop has been entered several times, and nothing was wrong with it. */
    boolean isProven() {
        return failed == 0 && entries >= PROOF;
    }

    /** How often guards have failed. */
    int failed() {
        return failed;
    }

    /** Code of the loop is entered again: so long has it been left. */
    void entered() {
        entries++;
        if (leftAt != 0) {
            lost += System.nanoTime() - leftAt;
            leftAt = 0;
        }
    }

    /**
     * Forgets the failures if they have cost little; whether they have. A call that leaves is over soon, if there is no loop in the
     * function.
     *
     * @param percent of the time that they may cost; 0: nothing
     */
    boolean forgives(int percent) {
        if (percent == 0 || !request.isLoop() && HotLoops.hasLoop(request.function())) {
            return false;
        }
        long now = System.nanoTime();
        long cost = request.isLoop() ? lost + (leftAt == 0 ? 0 : now - leftAt) : failed * NANOS_OF_FAILURE;
        if (cost * 100 > (now - counted) * percent) {
            return false;
        }
        counted = now;
        lost = 0;
        failed = 0;
        Arrays.fill(failures, 0);
        return true;
    }

    /** What has failed, for the next compile. */
    Map<DeoptHistory.Failure, Integer> failures() {
        Map<DeoptHistory.Failure, Integer> result = new HashMap<>();
        for (int site = 0; site < failures.length; site++) {
            if (failures[site] > 0) {
                DeoptState state = (DeoptState) ((StateAt) code.sites().detail(site)).exit().origin();
                result.merge(state.cause(), failures[site], Integer::sum);
            }
        }
        return result;
    }
}
