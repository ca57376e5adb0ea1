package perigee.vm.repl;

import perigee.vm.repl.Commands.Outcome;

/** The prompt on a terminal: reads a chunk or a command, carries it out, shows what came of it, and so on. */
public final class Repl {
    private static final String DUMB = "dumb";

    private final ReplHost host;
    private final Printer printer;
    private final boolean isErrorTerminal;

    /** @param isErrorTerminal whether standard error is a terminal, as standard input and output are */
    public Repl(ReplHost host, boolean isErrorTerminal) {
        this.host = host;
        this.isErrorTerminal = isErrorTerminal;
        printer = new Printer(host.state().streams());
    }

    /**
     * Until the user leaves.
     *
     * @return whether the user wants to begin anew, in another state
     */
    public boolean run() {
        try (LineSource source = open()) {
            Palette errors = isErrorTerminal ? source.palette() : Palette.PLAIN;
            Evaluation evaluation = new Evaluation(host, printer, source, errors);
            Commands commands = new Commands(host, printer, evaluation);
            Outcome outcome = Outcome.GO_ON;
            while (outcome == Outcome.GO_ON) {
                String text = source.read();
                if (text == null) {
                    outcome = Outcome.QUIT;
                } else if (TypedText.isCommand(text)) {
                    outcome = commands.execute(text);
                } else if (!text.isBlank()) {
                    evaluation.run(text);
                }
            }
            return outcome == Outcome.RESET;
        }
    }

    private LineSource open() {
        String terminal = System.getenv("TERM");
        LineEditor editor = terminal == null || terminal.equals(DUMB) ? null : LineEditor.open(host, printer);
        return editor != null ? editor : new PlainLines(host, printer);
    }
}
