package perigee.heap;

/** The heap's limit is reached. The runtime turns it into the Lua error "not enough memory". */
public final class HeapExhaustedException extends RuntimeException {
    public static final HeapExhaustedException INSTANCE = new HeapExhaustedException();

    private HeapExhaustedException() {
        super("not enough memory", null, false, false);
    }
}
