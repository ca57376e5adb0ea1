package perigee.asm;

import java.util.List;
import java.util.Map;

/**
 * What an {@link Assembler} makes: position-free code, and the data it refers to behind it. Nobody changes it.
 *
 * @param bytes       code, then data; placed at a multiple of the alignment
 * @param codeSize    how many of the bytes are code
 * @param alignment   a power of two, at least 16
 * @param relocations the fields to be filled before the code can run
 * @param sites       in the order of their offsets
 * @param labels      the offsets of labels with a name
 */
public record MachineCode(byte[] bytes, int codeSize, int alignment, List<Relocation> relocations, List<Site> sites,
                          Map<String, Integer> labels) {
    public MachineCode {
        relocations = List.copyOf(relocations);
        sites = List.copyOf(sites);
        labels = Map.copyOf(labels);
    }

    /** The same code as it is in memory now: linked, so without relocations, and perhaps patched. */
    public MachineCode installed(byte[] now) {
        assert now.length == bytes.length;
        return new MachineCode(now, codeSize, alignment, List.of(), sites, labels);
    }
}
