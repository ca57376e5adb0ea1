package perigee.stdlib;

/** Positions in strings as programs give them: from 1, or negative from the end (manual 6.4). */
final class StringPositions {
    private StringPositions() {
    }

    /** The offset, from 0, where something starts; before the string means at its start. May be beyond the end. */
    static long start(long position, int length) {
        if (position > 0) {
            return position - 1;
        }
        return position == 0 || position < -length ? 0 : length + position;
    }

    /** The offset where something ends (exclusive), between 0 and the length. */
    static long end(long position, int length) {
        if (position > length) {
            return length;
        }
        if (position >= 0) {
            return position;
        }
        return position < -length ? 0 : length + position + 1;
    }
}
