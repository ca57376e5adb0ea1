package perigee.opt;

import java.util.List;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Uses;

/** Finds guards and branches that tell something of a word, by its uses; for passes that ask seldom. */
final class Proofs {
    /** How many uses of a value are looked at. */
    private static final int SEARCH = 32;

    private final Uses uses;
    private final Dominators dominators;

    Proofs(Uses uses, Dominators dominators) {
        this.uses = uses;
        this.dominators = dominators;
    }

    List<Node> someUses(Node node) {
        List<Node> all = uses.of(node);
        return all.subList(0, Math.min(all.size(), SEARCH));
    }

    /** What says that a test holds of a word whenever control comes to the end of a block, or null. */
    Node find(Op test, Node word, Block end) {
        for (Node condition : someUses(word)) {
            if (condition.is(test)) {
                for (Node use : someUses(condition)) {
                    if (use.is(Op.GUARD) && use.number() == 1 && dominators.dominates(use.block(), end)) {
                        return use;
                    } else if (use.is(Op.BRANCH) && dominators.dominates(use.block().successor(0), end)) {
                        return use.block().successor(0).begin();
                    }
                }
            }
        }
        return null;
    }
}
