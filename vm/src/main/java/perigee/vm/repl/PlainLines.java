package perigee.vm.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import perigee.number.ByteBuilder;
import perigee.stream.ByteStream;

/** Lines of a terminal that can do nothing but print: no escape codes. */
final class PlainLines implements LineSource {
    private static final int WIDTH = 80;

    private final ReplHost host;
    private final Printer printer;

    PlainLines(ReplHost host, Printer printer) {
        this.host = host;
        this.printer = printer;
    }

    @Override
    public String read() {
        String text = line(true);
        while (text != null && !TypedText.isCommand(text) && ChunkText.isIncomplete(text)) {
            String more = line(false);
            if (more == null) {
                return text;
            }
            text += "\n" + more;
        }
        return text;
    }

    private String line(boolean isFirst) {
        printer.print(host.prompt(isFirst));
        ByteBuilder line = new ByteBuilder();
        ByteStream in = host.state().streams().in();
        in.forgetEnd();
        try {
            return in.readLine(line) || line.length() > 0
                    ? new String(line.toByteArray(), StandardCharsets.UTF_8) : end();
        } catch (IOException e) {
            return end();
        }
    }

    /** The cursor stands behind the prompt. */
    private String end() {
        printer.print("\n");
        return null;
    }

    @Override
    public Palette palette() {
        return Palette.PLAIN;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void close() {
        // The streams are the state's.
    }
}
