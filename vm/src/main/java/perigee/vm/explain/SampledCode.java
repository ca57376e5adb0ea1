package perigee.vm.explain;

import perigee.asm.MachineCode;
import perigee.asm.Site;
import perigee.code.CodeKind;
import perigee.code.CodeObject;

/** Installed code as samples need it: whose it is, and which source lines it comes from. */
final class SampledCode {
    private final CodeObject object;
    /** Null: all functions share it. */
    private final FunctionParts function;
    /** The part that the code was made for. */
    private final Part part;
    /** Where the code of another line begins, ascending, and which. */
    private final int[] offsets;
    private final int[] lines;

    /**
     * @param code     whose marks say the lines
     * @param function null for code that all functions share
     * @param part     of the function that the code was made for
     */
    SampledCode(CodeObject object, MachineCode code, FunctionParts function, Part part) {
        this.object = object;
        this.function = function;
        this.part = part;
        Site[] marks = code.sites().stream().filter(site -> site.kind() == Site.Mark.LINE).toArray(Site[]::new);
        offsets = new int[marks.length];
        lines = new int[marks.length];
        for (int i = 0; i < marks.length; i++) {
            offsets[i] = marks[i].offset();
            lines[i] = (Integer) marks[i].payload();
        }
    }

    boolean isShared() {
        return function == null;
    }

    boolean has(long address) {
        return address >= object.start() && address < object.end();
    }

    Where tier() {
        return object.kind() == CodeKind.OPTIMISED ? Where.OPTIMISED : Where.BASELINE;
    }

    /** What the instruction at an address works for. */
    Part at(long address) {
        int offset = (int) (address - object.start());
        int line = 0;
        for (int i = 0; i < offsets.length && offsets[i] <= offset; i++) {
            line = lines[i];
        }
        return line == 0 ? part : function.atLine(line, part);
    }
}
