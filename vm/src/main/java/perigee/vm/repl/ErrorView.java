package perigee.vm.repl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of errors with their positions coloured: in front of the message, and of the lines of the traceback. */
final class ErrorView {
    private static final String TRACEBACK = "stack traceback:";
    /** {@code chunk:line:}; the chunk's name may be that of a text, as in {@code [string "..."]}. */
    private static final Pattern POSITION = Pattern.compile("^(\\s*)(\\[string \".*?\"\\]:\\d+:|[^:\\n]+:\\d+:)");

    private ErrorView() {
    }

    /** @param message a char for each byte */
    static String of(String message, Palette palette) {
        StringBuilder text = new StringBuilder();
        boolean isTraceback = false;
        for (String line : message.split("\n", -1)) {
            isTraceback |= line.equals(TRACEBACK);
            text.append(line(line, isTraceback ? Style.REMARK : Style.ERROR, palette)).append('\n');
        }
        return text.toString();
    }

    private static String line(String line, Style style, Palette palette) {
        Matcher position = POSITION.matcher(line);
        if (!position.find()) {
            return line.isEmpty() ? line : palette.paint(style, line);
        }
        String rest = line.substring(position.end());
        return position.group(1) + palette.paint(Style.POSITION, position.group(2))
                + (rest.isEmpty() ? "" : palette.paint(style, rest));
    }
}
