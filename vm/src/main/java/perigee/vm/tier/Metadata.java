package perigee.vm.tier;

/**
 * Bytes that the tiers keep beside machine code. Java objects are estimated.
 *
 * @param code        sites, maps of instructions, inline caches and what they rest on, frame states: what is kept for code, in
 *                    the accounts of its owner and kind as well
 * @param lookups     the lookup cache that all accesses share
 * @param feedback    feedback words of the instructions of all functions
 * @param fieldCaches what feedback words of field accesses refer to
 */
public record Metadata(long code, long lookups, long feedback, long fieldCaches) {
    public long all() {
        return code + lookups + feedback + fieldCaches;
    }
}
