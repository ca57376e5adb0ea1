package perigee.vm.launch;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.LuaState;
import perigee.runtime.StandardStreams;
import perigee.value.ValueType;

/** What the launcher itself has to say. All text is {@link HostText}. */
final class Messages {
    static final String VERSION = "Perigee 0.1.0 (Lua 5.4.8), after the language of Lua.org, PUC-Rio";

    private static final String OPTIONS_OF_REFERENCE = """
            usage: %s [options] [script [args]]
            Available options are:
              -e stat   execute string 'stat'
              -i        enter interactive mode after executing 'script'
              -l mod    require library 'mod' into global 'mod'
              -l g=mod  require library 'mod' into global 'g'
              -v        show version information
              -E        ignore environment variables
              -W        turn warnings on
              --        stop handling options
              -         stop handling options and execute stdin
            """;

    private static final String OWN_OPTIONS = """
              -h, --help         show this text
              --max-heap=SIZE    the most memory that Lua objects may take, as in 512m or 4g
              --nursery=SIZE     how much is allocated between two minor collections, from 64k to 64m
              --code-cache=SIZE  the most memory that machine code may take, from 128k to 1g
              --compiler-threads=N  threads of the optimising compiler, up to 16; 0: it has the program wait
              --dump=STAGES[:F]  print stages of functions, of those named F or defined at F (as in script.lua:12) only:
                                 bytecode, before a chunk runs; inline, graph, lir: of the optimising compiler;
                                 asm: machine code; deopt: where optimised code is left; osr: where it is entered in
                                 the middle of a loop. As in --dump=graph,asm:f
              --dump=heap        print at the end what objects there are, by type and by shape
              --report=DIR       write a page of HTML with all stages for each compile of the optimising tier
              --record-compiles=DIR  write what goes into each of these compiles, and what comes out, to a file
              --replay=FILE      make a compile so recorded again, or all those of a directory, and tell whether the
                                 same comes out; no program is run; --dump and --report show the stages
              --verify-ir        check graphs before and after each pass, low-level code, and registers, of each compile
                                 of the optimising tier, also of those made again: what is wrong is told at the end
              --timeline=FILE    write what the virtual machine does in time, to be opened in Perfetto or
                                 chrome://tracing: compiles, installed code, deopts, collections, sizes
              --explain[=json]   print at the end, to standard error, why the program was not faster: time by tier,
                                 what is missing to the next tier, megamorphic sites, failing guards, advice;
                                 as json in one line, the last
              --stats            print counters at the end
              --perf-map         write names of machine code to /tmp/perf-PID.map, for perf
              --gc-stress[=N]    collect at every N-th safepoint, verify the heap each time: slow, for tests
              --stress=bail-out[:SEED]  let compiles fail at random, for tests
              --stress=small-caches     let caches of field accesses have one entry, for tests
              --stress=guards[:N]       let guards of optimised code leave at their N-th execution, 2N later, 4N later,
                                        and so on, although they hold, and check the frames, for tests
              --registers=N      registers of each kind that optimised code may use, from 3 to 15, for tests
              --tier=NAME        auto: compile what is hot; interp, baseline, optimized: only so, and at once
            """;

    private final StandardStreams streams;
    private final String program;

    Messages(StandardStreams streams, String program) {
        this.streams = streams;
        this.program = program;
    }

    /** An option that does not exist, lacks its argument, or has a wrong one. */
    void badOption(String option) {
        String complaint = option.startsWith("--") ? OptionValues.complaint(option.substring(2)) : null;
        if (complaint != null) {
            toError(program + ": " + complaint + "\n");
            return;
        }
        boolean needsArgument = option.equals("-e") || option.equals("-l");
        toError(program + ": " + (needsArgument ? "'" + option + "' needs argument\n"
                : "unrecognized option '" + option + "'\n") + OPTIONS_OF_REFERENCE.replace("%s", program));
    }

    void help() {
        toOutput(OPTIONS_OF_REFERENCE.replace("%s", program) + OWN_OPTIONS);
    }

    void version() {
        toOutput(VERSION + "\n");
    }

    /**
     * Prints an error value.
     *
     * @param isNamed whether the program's name precedes it
     */
    void error(LuaState state, long value, boolean isNamed) {
        ByteBuilder text = new ByteBuilder();
        if (isNamed) {
            text.append(HostText.bytes(program));
            text.append(':');
            text.append(' ');
        }
        if (ValueType.isString(value) || ValueType.isNumber(value)) {
            text.append(Strings.toBytes(state.conversions().toStringOrZero(value)));
        } else {
            text.appendAscii("(error message not a string)");
        }
        text.append('\n');
        toError(text.toString());
    }

    /** Something that was asked for cannot be done; the program runs without, or not at all. */
    void warn(String text) {
        toError(program + ": " + text + "\n");
    }

    void toError(String text) {
        byte[] bytes = HostText.bytes(text);
        try {
            streams.err().write(bytes, 0, bytes.length);
        } catch (IOException unheard) {
            streams.failed(unheard);
        }
    }

    void toOutput(String text) {
        byte[] bytes = HostText.bytes(text);
        try {
            streams.out().write(bytes, 0, bytes.length);
            streams.out().flush();
        } catch (IOException unheard) {
            streams.failed(unheard);
        }
    }
}
