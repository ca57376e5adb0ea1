package perigee.baseline;

import perigee.asm.MachineCode;

/**
 * What a baseline compile makes.
 *
 * @param code    to be linked and installed
 * @param entry   offset of the place where the function is called
 * @param offsets by instruction: where it begins
 */
public record BaselineCode(MachineCode code, int entry, int[] offsets) {
    static final String ENTRY = "entry";

    /** The label of the place where an instruction begins. */
    public static String label(int instruction) {
        return "pc" + instruction;
    }

    static BaselineCode of(MachineCode code, int instructions) {
        int[] offsets = new int[instructions];
        for (int i = 0; i < instructions; i++) {
            offsets[i] = code.labels().get(label(i));
        }
        return new BaselineCode(code, code.labels().get(ENTRY), offsets);
    }
}
