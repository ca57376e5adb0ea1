package perigee.vm.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor whether what was typed is complete, and which part of it is to be completed. */
final class InputParser implements Parser {
    private final Completion completion;

    InputParser(Completion completion) {
        this.completion = completion;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !TypedText.isCommand(line) && ChunkText.isIncomplete(line)) {
            throw new EOFError(-1, -1, "the chunk is not complete");
        }
        int from = context == ParseContext.COMPLETE ? completion.at(line, cursor).from() : 0;
        return new Line(line, cursor, line.substring(from, context == ParseContext.COMPLETE ? cursor : line.length()));
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /** The whole is one word: what stands before the cursor. */
    private record Line(String line, int cursor, String word) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return Math.min(cursor, word.length());
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
