package perigee.asm;

/** What a processor may offer beyond the x86-64 every one has; the names are those of the manual's CPUID column. */
public enum CpuFeature {
    SSE41("sse4_1"), POPCNT("popcnt"), LZCNT("abm"), BMI1("bmi1"), BMI2("bmi2"), AVX("avx"), FMA("fma");

    /** The word for it in the flags line of {@code /proc/cpuinfo}. */
    final String flag;

    CpuFeature(String flag) {
        this.flag = flag;
    }
}
