package perigee.vm.repl;

import java.nio.charset.StandardCharsets;
import perigee.compile.Compiler;
import perigee.syntax.SyntaxException;

/** Text of the prompt as a chunk: an expression, whose values are asked for, or statements. */
final class ChunkText {
    /** The chunk's name: what it is called in messages. */
    private static final byte[] NAME = "=stdin".getBytes(StandardCharsets.ISO_8859_1);
    /** How messages about incomplete statements end. */
    private static final String END_MARK = "<eof>";

    private ChunkText() {
    }

    /** The chunk's name. */
    static byte[] name() {
        return NAME.clone();
    }

    /** As statements. A leading "=" is an old way to ask for a value. */
    static byte[] statements(String text) {
        String stripped = text.stripLeading();
        return bytes(stripped.startsWith("=") ? "return " + stripped.substring(1) : text);
    }

    /** As an expression. */
    static byte[] expression(String text) {
        return bytes("return " + text + ";");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether more text could make a chunk of this, as an expression or as statements, and this alone is none. */
    static boolean isIncomplete(String text) {
        if (problem(expression(text)) == null) {
            return false;
        }
        String problem = problem(statements(text));
        return isAboutEnd(problem) || problem != null && isAboutEnd(problem(bytes("return " + text)));
    }

    private static boolean isAboutEnd(String problem) {
        return problem != null && problem.endsWith(END_MARK);
    }

    /** Why a text is no chunk; null if it is one. */
    private static String problem(byte[] text) {
        try {
            Compiler.compile(text, 0, text.length, NAME);
            return null;
        } catch (SyntaxException e) {
            return e.getMessage();
        }
    }
}
