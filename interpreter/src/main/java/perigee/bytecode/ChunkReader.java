package perigee.bytecode;

/**
 * Gives a chunk piece by piece (lua_Reader). It is asked for the next piece when the byte after the last one is needed and
 * not before, so a chunk that is wrong is not read to its end.
 */
@FunctionalInterface
public interface ChunkReader {
    /**
     * The next piece, which the caller may keep.
     *
     * @param levels how many levels of nesting are in use at this place of the text, see {@link perigee.syntax.Parser}
     * @return no byte at all at the end; then this is not to be called again
     */
    byte[] next(int levels);
}
