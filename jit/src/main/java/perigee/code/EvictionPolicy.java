package perigee.code;

import java.util.List;
import java.util.Set;

/**
 * The client's part in making room when the cache is full. The cache calls it inside {@link CodeCache#install}, on the
 * thread that installs; it must not install anything itself.
 */
public interface EvictionPolicy {
    /** Gives nothing up: code is freed only when the client says so. */
    EvictionPolicy NONE = new EvictionPolicy() {
        @Override
        public List<CodeObject> coldestFirst() {
            return List.of();
        }

        @Override
        public void unlink(CodeObject code) {
            throw new AssertionError("nothing to evict");
        }

        @Override
        public Set<CodeObject> inUse() {
            throw new AssertionError("nothing to evict");
        }
    };

    /**
     * Installed code that may go, the coldest first; the cache takes as many of it as it needs. Code that frames stand in
     * may be among it: that is retired, and freed later.
     */
    List<CodeObject> coldestFirst();

    /** Sees to it that code is entered no more: its function runs in a lower tier, its callers are patched. */
    void unlink(CodeObject code);

    /** All code, installed or retired, that some frame returns into. */
    Set<CodeObject> inUse();
}
