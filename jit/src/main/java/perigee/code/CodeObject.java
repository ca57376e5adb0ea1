package perigee.code;

/**
 * A piece of installed code. The description never changes; what does is only how far its life has come, which
 * {@link CodeCache} decides.
 */
public final class CodeObject {
    /** The life of installed code, in this order. */
    public enum State {
        /** May be entered. */
        INSTALLED,
        /** Is not entered any more; frames may still return into it. */
        RETIRED,
        /** Its memory is free or belongs to other code. */
        FREED
    }

    private final String name;
    private final CodeKind kind;
    private final CodeOwner owner;
    private final long start;
    private final int size;
    private final Sites sites;
    private final long metadataBytes;
    private State state = State.INSTALLED;

    CodeObject(UnlinkedCode code, CodeOwner owner, long start) {
        name = code.name();
        kind = code.kind();
        this.owner = owner;
        this.start = start;
        size = code.bytes().length;
        sites = code.sites();
        metadataBytes = code.metadataBytes() + sites.metadataBytes();
    }

    public String name() {
        return name;
    }

    public CodeKind kind() {
        return kind;
    }

    public CodeOwner owner() {
        return owner;
    }

    /** Address of the first byte, where it runs. */
    public long start() {
        return start;
    }

    public int size() {
        return size;
    }

    /** One past the last byte. */
    public long end() {
        return start + size;
    }

    /** What it takes of the cache. */
    public long allocatedBytes() {
        return CodeCache.rounded(size);
    }

    public Sites sites() {
        return sites;
    }

    /** The site of a kind at an address, or {@link Sites#ABSENT}. */
    public int site(SiteKind kind, long address) {
        assert address >= start && address <= end();
        return sites.find(kind, (int) (address - start));
    }

    /** Address of a site. */
    public long address(int site) {
        return start + sites.offset(site);
    }

    public long metadataBytes() {
        return metadataBytes;
    }

    public State state() {
        return state;
    }

    void become(State next) {
        if (next.ordinal() != state.ordinal() + 1) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        state = next;
    }

    @Override
    public String toString() {
        return name + " at 0x" + Long.toHexString(start) + ", " + size + " bytes, " + state;
    }
}
