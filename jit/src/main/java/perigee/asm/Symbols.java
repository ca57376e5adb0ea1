package perigee.asm;

/** Names for the disassembler, from whoever knows what the code means. Every answer may be null: no name. */
public interface Symbols {
    /** Knows nothing. */
    Symbols NONE = new Symbols() {
        @Override
        public String address(long address) {
            return null;
        }

        @Override
        public String field(long at, long base, int displacement) {
            return null;
        }
    };

    /** The name of a place in memory: the target of a jump or call, or what {@code [rip + ...]} refers to. */
    String address(long address);

    /**
     * What {@code [base + displacement]} is, as {@code table+shape}.
     *
     * @param at   the address of the instruction, since what a register points to depends on where one is
     * @param base a general register
     */
    String field(long at, long base, int displacement);
}
