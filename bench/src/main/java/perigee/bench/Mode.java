package perigee.bench;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is measured of a program: one way to call the Lua driver, and one way to read a time from the run. */
enum Mode {

    /** Seconds per iteration once warm, as the driver measures and prints them. */
    STEADY("per iteration, once warm") {
        @Override
        List<String> driverArguments(LuaProgram program, CompareOptions options) {
            return List.of("steady", program.path().toString(),
                    Double.toString(options.warmupSeconds()), Double.toString(options.measuredSeconds()));
        }

        @Override
        Outcome read(String output, double wallSeconds) {
            Matcher line = MEDIAN.matcher(output);
            return line.find()
                    ? new Outcome.Time(Double.parseDouble(line.group(1)))
                    : new Outcome.Failure("no result line in the output: " + Outcome.firstLines(output));
        }
    },

    /** Seconds on the wall clock from the start of the process to its end, for a fixed number of iterations. */
    WHOLE("per process, start-up included") {
        @Override
        List<String> driverArguments(LuaProgram program, CompareOptions options) {
            return List.of("whole", program.path().toString(), Integer.toString(options.iterations()));
        }

        @Override
        Outcome read(String output, double wallSeconds) {
            return output.startsWith("whole ")
                    ? new Outcome.Time(wallSeconds)
                    : new Outcome.Failure("no result line in the output: " + Outcome.firstLines(output));
        }
    };

    private static final Pattern MEDIAN = Pattern.compile("(?m)^steady .* median=([0-9.]+) ");

    private final String explanation;

    Mode(String explanation) {
        this.explanation = explanation;
    }

    /** The name as the command line and the reports spell it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String explanation() {
        return explanation;
    }

    /** The arguments after the driver's own path. */
    abstract List<String> driverArguments(LuaProgram program, CompareOptions options);

    /**
     * The time of a process that ended with status 0.
     *
     * @param output      its standard output
     * @param wallSeconds how long it ran
     */
    abstract Outcome read(String output, double wallSeconds);
}
