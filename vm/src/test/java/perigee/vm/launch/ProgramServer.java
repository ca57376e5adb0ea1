package perigee.vm.launch;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import perigee.runtime.StandardStreams;
import perigee.vm.tier.TierCounters;

/**
 * A process that runs one script after the other, each in a state of its own, as {@code bin/vm} with the same options
 * would: a warm JVM makes short programs ten times cheaper.
 *
 * <p>Each line of standard input names a script. The answer on standard error is the exit status, the numbers of
 * functions that were compiled, of functions and loops that were optimised, and of guards that were made to leave, and
 * what the script wrote to standard output and to standard error, each preceded by its length; all numbers have four
 * bytes. A Java exception ends the process, which is what a crash of it looks like, too. What the JVM has to say of it
 * goes to standard output, for that is where it writes when it crashes.
 */
public final class ProgramServer {
    private ProgramServer() {
    }

    /** @param arguments the name that the interpreter goes by in messages, then the options for all scripts */
    public static void main(String[] arguments) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1));
        DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.err));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.out), true));
        String[] options = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        for (String script = requests.readLine(); script != null; script = requests.readLine()) {
            options[options.length - 1] = script;
            serve(CommandLine.parse(arguments[0], options), answers);
        }
    }

    private static void serve(CommandLine line, DataOutputStream answers) throws IOException {
        if (line.bad() != null) {
            throw new IllegalArgumentException(line.bad());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), out, err);
        int status;
        TierCounters counters;
        try (Session session = new Session(line, streams, new Messages(streams, line.program), Terminals.NONE)) {
            status = session.execute();
            counters = session.counters();
        }
        streams.pending().flushAll();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(answer);
        data.writeInt(status);
        data.writeInt((int) counters.compiled());
        data.writeInt((int) (counters.optimized() + counters.optimizedLoops()));
        data.writeInt((int) counters.leftByForce());
        for (ByteArrayOutputStream stream : new ByteArrayOutputStream[] {out, err}) {
            data.writeInt(stream.size());
            stream.writeTo(data);
        }
        answer.writeTo(answers);
        answers.flush();
    }
}
