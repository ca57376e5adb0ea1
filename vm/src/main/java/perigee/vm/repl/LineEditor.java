package perigee.vm.repl;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal that can be drawn on: editing of several lines, history, completion, colours, all by JLine. */
final class LineEditor implements LineSource {
    private static final int NARROWEST = 20;
    private static final int USUAL_WIDTH = 80;
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
        // While neither the editor waits nor a program runs.
        terminal.handle(Terminal.Signal.INT, signal -> { });
        Completion completion = new Completion(host.state());
        reader = LineReaderBuilder.builder().terminal(terminal).appName("perigee")
                .parser(new InputParser(completion)).completer(new NameCompleter(completion))
                .highlighter(new InputHighlighter())
                .option(Option.DISABLE_EVENT_EXPANSION, true).option(Option.HISTORY_IGNORE_SPACE, false)
                .option(Option.HISTORY_TIMESTAMPED, false).option(Option.INSERT_TAB, false).build();
        reader.setVariable(LineReader.LIST_MAX, LISTED);
        // Highlighting shows the partner of a bracket for as long as the cursor is there.
        reader.setVariable(LineReader.BLINK_MATCHING_PAREN, 0);
        Path history = HistoryFile.path(System.getenv());
        if (history != null && HistoryFile.isWritable(history)) {
            reader.setVariable(LineReader.HISTORY_FILE, history);
        }
    }

    /** Null when the terminal is none that JLine can draw on. */
    static LineEditor open(ReplHost host, Printer printer) {
        try {
            // Of the ways to a terminal's settings this one starts fastest.
            Terminal terminal = TerminalBuilder.builder().provider(TerminalBuilder.PROP_PROVIDER_JNI).dumb(true).build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return null;
            }
            return new LineEditor(host, printer, terminal);
        } catch (IOException | IllegalStateException | LinkageError refused) {
            return null;
        }
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
        return terminal.getWidth() < NARROWEST ? USUAL_WIDTH : terminal.getWidth();
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
