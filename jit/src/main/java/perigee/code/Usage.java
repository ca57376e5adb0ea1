package perigee.code;

/** What installed code takes: a sum that its owner adds to and subtracts from. */
public final class Usage {
    private int objects;
    private long codeBytes;
    private long metadataBytes;

    Usage() {
    }

    /** Pieces of code. */
    public int objects() {
        return objects;
    }

    /** Bytes of the cache, with the rounding up. */
    public long codeBytes() {
        return codeBytes;
    }

    /** Bytes of sites and of what the client keeps. */
    public long metadataBytes() {
        return metadataBytes;
    }

    void add(CodeObject code) {
        objects++;
        codeBytes += code.allocatedBytes();
        metadataBytes += code.metadataBytes();
    }

    void subtract(CodeObject code) {
        objects--;
        codeBytes -= code.allocatedBytes();
        metadataBytes -= code.metadataBytes();
        assert objects >= 0 && codeBytes >= 0 && metadataBytes >= 0;
    }
}
