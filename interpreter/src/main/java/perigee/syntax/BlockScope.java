package perigee.syntax;

/** A block while the parser is in it. */
final class BlockScope {
    final BlockScope previous;
    final boolean isLoop;
    /** Variables in scope at its beginning, compile-time constants included. */
    final int activeBefore;
    /** Registers they occupy. */
    final int registersBefore;
    /** How many labels were visible at its beginning. */
    final int firstLabel;
    /** How many gotos waited for their labels at its beginning. */
    final int firstGoto;
    /** Register of the innermost variable in scope that is to be closed, or -1. */
    int innermostToClose;
    /** Whether the block itself declares a variable to be closed. */
    boolean closes;

    BlockScope(FunctionScope function, boolean isLoop, int firstLabel, int firstGoto) {
        this.previous = function.block;
        this.isLoop = isLoop;
        this.activeBefore = function.activeCount();
        this.registersBefore = function.registerLevel();
        this.firstLabel = firstLabel;
        this.firstGoto = firstGoto;
        this.innermostToClose = previous == null ? -1 : previous.innermostToClose;
    }
}
