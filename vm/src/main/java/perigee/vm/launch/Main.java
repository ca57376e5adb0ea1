package perigee.vm.launch;

import java.util.Arrays;
import perigee.heap.Heap;
import perigee.interp.Driver;
import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.runtime.StandardStreams;
import perigee.vm.dump.HeapDump;
import perigee.vm.tier.Tiers;

/** Entry point of the process. */
public final class Main {
    /** System property with the descriptors, of 0 to 2, that are terminals: the shell knows best. */
    private static final String TERMINALS = "perigee.terminals";
    /**
     * System property of a JVM that records its start-up: it does so in an orderly end only, and clears all memory that is
     * reserved.
     */
    private static final String TRAINING = "perigee.training";
    private static final long TRAINING_HEAP = 256 << 20;
    private static final int FAILURE = 1;
    /** How a shell reports a program that died of writing to a pipe without a reader. */
    private static final int BROKEN_PIPE = 141;

    private Main() {
    }

    /** @param arguments the name that the program was called by, then its command line */
    public static void main(String[] arguments) {
        String[] text = HostText.bytesOf(arguments);
        CommandLine line = CommandLine.parse(text[0], Arrays.copyOfRange(text, 1, text.length));
        String terminals = System.getProperty(TERMINALS, "");
        boolean isInputTerminal = terminals.indexOf('0') >= 0;
        StandardStreams streams = StandardStreams.ofProcess(isInputTerminal, terminals.indexOf('1') >= 0);
        streams.onBrokenPipe(() -> Runtime.getRuntime().halt(BROKEN_PIPE));
        Messages messages = new Messages(streams, line.program);
        int status = 0;
        if (line.bad() != null) {
            messages.badOption(line.bad());
            status = FAILURE;
        } else if (line.help()) {
            messages.help();
        } else {
            status = run(line, streams, messages, isInputTerminal);
        }
        streams.pending().flushAll();
        end(status);
    }

    private static int run(CommandLine line, StandardStreams streams, Messages messages, boolean isInputTerminal) {
        LuaState state = newState(line.options(), streams);
        Driver driver = new Driver(state);
        Tiers tiers = new Tiers(state, driver, line.options().tier());
        ProtectedRun run = new ProtectedRun(state, driver);
        if (line.options().gcStress() > 0) {
            state.heap().setStress(line.options().gcStress());
        }
        int status;
        boolean closing = true;
        try {
            status = new Launcher(line, state, messages, run, isInputTerminal).execute() ? 0 : FAILURE;
        } catch (ProgramExit exit) {
            status = exit.status();
            closing = exit.isClosing();
        }
        if (closing) {
            status = new Shutdown(state, run).close(status);
        }
        if (line.options().dumpsHeap()) {
            messages.toOutput(HeapDump.of(state));
        }
        if (line.options().statistics()) {
            messages.toError(Statistics.of(state, tiers.counters()));
        }
        return status;
    }

    /** Without a size in the options, tries smaller ones when the system refuses the first. */
    private static LuaState newState(Options options, StandardStreams streams) {
        long nursery = options.nursery() > 0 ? options.nursery() : Heap.NURSERY;
        if (options.maxHeap() > 0) {
            return new LuaState(options.maxHeap(), nursery, streams);
        }
        long most = System.getProperty(TRAINING) == null ? Long.MAX_VALUE : TRAINING_HEAP;
        for (long size = Math.min(most, MemorySize.defaultHeap());; size /= 2) {
            try {
                return new LuaState(size, nursery, streams);
            } catch (OutOfMemoryError refused) {
                if (size < 1 << 20) {
                    throw refused;
                }
            }
        }
    }

    /** Nothing of Java's has to be wound up. */
    private static void end(int status) {
        if (System.getProperty(TRAINING) != null) {
            System.exit(status);
        }
        Runtime.getRuntime().halt(status);
    }
}
