package perigee.regalloc;

import java.util.ArrayList;
import java.util.List;
import perigee.lir.Place;

/** Puts moves that happen at once into an order that comes to the same. A cycle is broken through xmm15. */
final class ParallelMove {
    private ParallelMove() {
    }

    static List<Move> order(List<Move> moves) {
        List<Move> pending = new ArrayList<>();
        for (Move move : moves) {
            if (move.from() != move.to()) {
                pending.add(move);
            }
        }
        if (pending.size() < 2) {
            return pending;
        }
        List<Move> ordered = new ArrayList<>();
        while (!pending.isEmpty()) {
            boolean progress = false;
            for (int i = pending.size() - 1; i >= 0; i--) {
                if (!isSource(pending, pending.get(i).to(), i)) {
                    ordered.add(pending.remove(i));
                    progress = true;
                }
            }
            if (!progress) {
                breakCycle(pending, ordered);
            }
        }
        return ordered;
    }

    private static boolean isSource(List<Move> pending, int place, int but) {
        for (int i = 0; i < pending.size(); i++) {
            if (i != but && pending.get(i).from() == place) {
                return true;
            }
        }
        return false;
    }

    /** All that is left are cycles: saves the source of one move, so that another can write it. */
    private static void breakCycle(List<Move> pending, List<Move> ordered) {
        Move saved = pending.getFirst();
        ordered.add(new Move(saved.from(), RegisterSet.SCRATCH_XMM, saved.kind(), saved.register()));
        for (int i = 0; i < pending.size(); i++) {
            Move move = pending.get(i);
            if (move.from() == saved.from()) {
                pending.set(i, new Move(RegisterSet.SCRATCH_XMM, move.to(), move.kind(), move.register()));
            }
        }
        assert Place.isXmm(RegisterSet.SCRATCH_XMM);
    }
}
