package perigee.syntax;

/** A loop while the parser is in it; for the capture analysis of {@link Variable}. */
final class LoopScope {
    private boolean open = true;

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }
}
