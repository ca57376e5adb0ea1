package perigee.code;

/**
 * Why a piece of code was not installed. Nothing has changed then, but that other code may have been evicted in vain.
 *
 * @param detail for a person: the relocation, the symbol, the system's error
 */
public record Refusal(Reason reason, String detail) {
    public enum Reason {
        /** Empty, or a relocation or site lies outside its bytes. */
        MALFORMED,
        /** A relocation names a symbol that nobody has declared. */
        UNKNOWN_SYMBOL,
        /** A 32-bit displacement does not reach its symbol from where the code would be. */
        OUT_OF_RANGE,
        /** There is room, but not where the code has to go. */
        PLACE_TAKEN,
        /** There is no room, and evicting has made none. */
        FULL,
        /** The operating system refused memory. */
        SYSTEM
    }
}
