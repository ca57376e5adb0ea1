package perigee.vm.launch;

import java.util.Arrays;
import perigee.runtime.StandardStreams;

/** Entry point of the process. */
public final class Main {
    /** System property with the descriptors, of 0 to 2, that are terminals: the shell knows best. */
    private static final String TERMINALS = "perigee.terminals";
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
        } else if (line.options().compiles().replay() != null) {
            status = new CompileFiles(line.options(), messages).replay() ? 0 : FAILURE;
        } else {
            status = new Session(line, streams, messages).execute(isInputTerminal);
        }
        streams.pending().flushAll();
        end(status);
    }

    /** Nothing of Java's has to be wound up, unless the JVM records something. */
    private static void end(int status) {
        if (System.getProperty(Session.TRAINING) != null || Observers.isRecorded()) {
            System.exit(status);
        }
        Runtime.getRuntime().halt(status);
    }
}
