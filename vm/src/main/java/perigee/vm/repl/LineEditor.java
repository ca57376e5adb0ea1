package perigee.vm.repl;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.Signals;

/** A terminal that can be drawn on: editing of several lines, history, completion, colours, all by JLine. */
final class LineEditor implements LineSource {
    /** System property of a JVM that records its start-up: the keys come from a file. */
    private static final String TRAINING = "perigee.training";
    /** Of a terminal that does not say its size. */
    private static final Size USUAL_SIZE = new Size(80, 24);
    /** More names than these are listed only if wanted. */
    private static final int LISTED = 200;

    private final ReplHost host;
    private final Printer printer;
    private final Terminal terminal;
    private final LineReader reader;

    private LineEditor(ReplHost host, Printer printer, Terminal terminal) {
        this.host = host;
        this.printer = printer;
        this.terminal = terminal;
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
            terminal.setSize(USUAL_SIZE);
        }
        // While neither the editor waits nor a program runs.
        terminal.handle(Terminal.Signal.INT, signal -> { });
        Completion completion = new Completion(host.state());
        reader = LineReaderBuilder.builder().terminal(terminal).appName("perigee")
                .parser(new InputParser(completion)).completer(new NameCompleter(completion))
                .highlighter(new InputHighlighter())
                .option(Option.DISABLE_EVENT_EXPANSION, true).option(Option.HISTORY_IGNORE_SPACE, false)
                .option(Option.HISTORY_TIMESTAMPED, false).option(Option.INSERT_TAB, false)
                // Programs may leave the cursor anywhere.
                .option(Option.AUTO_FRESH_LINE, true).build();
        reader.setVariable(LineReader.LIST_MAX, LISTED);
        // Highlighting shows the partner of a bracket for as long as the cursor is there.
        reader.setVariable(LineReader.BLINK_MATCHING_PAREN, 0);
        if (terminal.paused()) {
            // Keys come once somebody listens.
            reader.getWidgets().put(LineReader.CALLBACK_INIT, () -> {
                terminal.resume();
                return true;
            });
        }
        Path history = HistoryFile.path(System.getenv());
        if (history != null && HistoryFile.isWritable(history)) {
            reader.setVariable(LineReader.HISTORY_FILE, history);
        }
    }

    /** Null when the terminal is none that JLine can draw on. */
    static LineEditor open(ReplHost host, Printer printer) {
        try {
            Terminal terminal = terminal();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return null;
            }
            return new LineEditor(host, printer, terminal);
        } catch (IOException | IllegalStateException | LinkageError refused) {
            return null;
        }
    }

    private static Terminal terminal() throws IOException {
        // Of the ways to a terminal's settings this one starts fastest.
        TerminalBuilder builder = TerminalBuilder.builder().provider(TerminalBuilder.PROP_PROVIDER_JNI).dumb(true);
        String type = builder.computeType();
        String capabilities = type == null ? null : InfoCmp.getDefaultInfoCmp(type);
        if (capabilities != null) {
            // JLine knows them, and would start a process that says the same.
            InfoCmp.setLoadedInfoCmp(type, capabilities);
        }
        if (System.getProperty(TRAINING) == null) {
            return builder.build();
        }
        // What only terminals of the system need.
        Signals.register("WINCH", () -> { });
        return builder.system(false).paused(true).streams(new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out)).build();
    }

    @Override
    public String read() {
        String prompt = host.prompt(true);
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, host.prompt(false).replace("%", "%%"));
        printer.flush();
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException interrupt) {
            return "";
        } catch (EndOfFileException end) {
            return null;
        }
    }

    @Override
    public Palette palette() {
        return Palette.COLOURED;
    }

    @Override
    public int width() {
        return terminal.getWidth();
    }

    @Override
    public void close() {
        try {
            reader.getHistory().save();
            terminal.close();
        } catch (IOException lost) {
            printer.printError(("history: " + lost.getMessage() + "\n").getBytes());
        }
    }
}
