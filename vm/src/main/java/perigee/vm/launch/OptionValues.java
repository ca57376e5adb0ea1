package perigee.vm.launch;

/** What is wrong with an option of Perigee's own that {@link Options} does not take. */
final class OptionValues {
    private static final String NONE = "";

    private OptionValues() {
    }

    /**
     * The complaint, for somebody who typed the option.
     *
     * @param option {@code name} or {@code name=value}
     * @return null if there is no option of that name
     */
    static String complaint(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String values = values(name);
        if (values == null) {
            return null;
        }
        if (values.equals(NONE)) {
            return "option '--" + name + "' takes no value";
        }
        return (equals < 0 ? "option '--" + name + "' needs a value"
                : "bad value '" + option.substring(equals + 1) + "' for option '--" + name + "'") + ": " + values;
    }

    /** What an option may be given; null if there is none of that name. */
    private static String values(String name) {
        return switch (name) {
            case "help", "stats", "perf-map", "verify-ir" -> NONE;
            case "max-heap" -> "a size, as in 512m or 4g";
            case "nursery" -> "a size from 64k to 64m";
            case "code-cache" -> "a size from 128k to 1g";
            case "compiler-threads" -> "a number from 0 to 16";
            case "registers" -> "a number from 3 to 15";
            case "gc-stress" -> "a number from 1 on";
            case "tier" -> "auto, interp, baseline or optimized";
            case "dump" -> "some of bytecode, inline, graph, lir, asm, deopt, osr and heap with commas between, and perhaps :FUNCTION";
            case "stress" -> "bail-out, bail-out:SEED, small-caches, guards or guards:N, with N from 1 on";
            case "explain" -> "json";
            case "report", "record-compiles" -> "a directory";
            case "replay" -> "a file or a directory";
            case "timeline" -> "a file";
            default -> null;
        };
    }
}
