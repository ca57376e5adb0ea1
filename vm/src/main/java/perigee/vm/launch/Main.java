package perigee.vm.launch;

import java.util.Arrays;
import perigee.heap.HeapExhaustedException;
import perigee.runtime.StandardStreams;

/** Entry point of the process. */
public final class Main {
    private static final int FAILURE = 1;
    /** How a shell reports a program that died of writing to a pipe without a reader. */
    private static final int BROKEN_PIPE = 141;

    private Main() {
    }

    /** @param arguments the name that the program was called by, then its command line */
    public static void main(String[] arguments) {
        String[] text = HostText.bytesOf(arguments);
        CommandLine line = CommandLine.parse(text[0], Arrays.copyOfRange(text, 1, text.length));
        Terminals terminals = Terminals.ofProcess();
        StandardStreams streams = StandardStreams.ofProcess(terminals.in(), terminals.out());
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
            status = execute(line, streams, messages, terminals);
        }
        streams.pending().flushAll();
        end(status);
    }

    /** In a state of its own, and again in another one as often as the user wants that. */
    private static int execute(CommandLine line, StandardStreams streams, Messages messages, Terminals terminals) {
        while (true) {
            Session session;
            int status;
            try {
                session = new Session(line, streams, messages, terminals);
                status = session.execute();
            } catch (HeapExhaustedException | OutOfMemoryError tooLittle) {
                // A program's own errors have ended where they were caught, so there is too little for the libraries.
                messages.warn("cannot create state: not enough memory");
                return FAILURE;
            }
            if (!session.beginsAnew()) {
                return status;
            }
            session.close();
        }
    }

    /** Nothing of Java's has to be wound up, unless the JVM records something. */
    private static void end(int status) {
        if (System.getProperty(Session.TRAINING) != null || Observers.isRecorded()) {
            System.exit(status);
        }
        Runtime.getRuntime().halt(status);
    }
}
