package perigee.asm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The features that code may use. Passed to whoever chooses instructions, so that a test switches one off by handing
 * over another set: {@code CpuFeatures.host().without(CpuFeature.AVX)}.
 *
 * @param present the features there are; never changed
 */
public record CpuFeatures(Set<CpuFeature> present) {
    /** What every x86-64 processor has, and no more. */
    public static final CpuFeatures BASELINE = new CpuFeatures(Set.of());

    public CpuFeatures {
        present = Set.copyOf(present);
    }

    /** What this machine has, asked of the operating system once; {@link #BASELINE} where it does not say. */
    public static CpuFeatures host() {
        return Host.FEATURES;
    }

    public boolean has(CpuFeature feature) {
        return present.contains(feature);
    }

    /** These features but for the ones given. FMA goes with AVX, since its instructions have AVX's encoding. */
    public CpuFeatures without(CpuFeature... features) {
        Set<CpuFeature> rest = new HashSet<>(present);
        Arrays.asList(features).forEach(rest::remove);
        if (!rest.contains(CpuFeature.AVX)) {
            rest.remove(CpuFeature.FMA);
        }
        return new CpuFeatures(rest);
    }

    /**
     * Reads the text of {@code /proc/cpuinfo}. Linux shows a flag there only if it also saves the registers that come
     * with it.
     */
    static CpuFeatures parse(String cpuinfo) {
        int flags = cpuinfo.indexOf("\nflags");
        if (flags < 0) {
            return BASELINE;
        }
        int end = cpuinfo.indexOf('\n', flags + 1);
        String line = cpuinfo.substring(flags, end < 0 ? cpuinfo.length() : end);
        Set<String> words = new HashSet<>(Arrays.asList(line.split("[\\s:]+")));
        Set<CpuFeature> present = EnumSet.noneOf(CpuFeature.class);
        for (CpuFeature feature : CpuFeature.values()) {
            if (words.contains(feature.flag)) {
                present.add(feature);
            }
        }
        return new CpuFeatures(present);
    }

    private static final class Host {
        /** Bytes that hold all that is said of the first processor; there may be hundreds more. */
        private static final int FIRST_PROCESSOR = 1 << 14;
        static final CpuFeatures FEATURES = detect();

        private static CpuFeatures detect() {
            try (InputStream cpuinfo = Files.newInputStream(Path.of("/proc/cpuinfo"))) {
                return parse(new String(cpuinfo.readNBytes(FIRST_PROCESSOR), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return BASELINE;
            }
        }
    }
}
