package perigee.asm;

/**
 * A line of the manual, parsed into a {@link Row} when it is first asked for: most of a table is never used in a run,
 * and parsing all of it would take longer than compiling a function.
 */
final class Notation {
    private final String opcode;
    private final String instruction;
    private final CpuFeature feature;
    /** Null until asked for. Threads may race for it: rows are immutable, and it does not matter which one stays. */
    private Row row;

    /**
     * Takes the manual's columns "Opcode", "Instruction" and "CPUID feature flag".
     *
     * @param feature what the processor must have, or null
     */
    Notation(String opcode, String instruction, CpuFeature feature) {
        this.opcode = opcode;
        this.instruction = instruction;
        this.feature = feature;
    }

    Row row() {
        Row known = row;
        if (known == null) {
            known = new Row(opcode, instruction, feature);
            row = known;
        }
        return known;
    }
}
