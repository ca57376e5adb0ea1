package perigee.vm.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** {@link Completion} for the line editor, which picks what begins with the word at the cursor. */
final class NameCompleter implements Completer {
    private final Completion completion;

    NameCompleter(Completion completion) {
        this.completion = completion;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        for (String name : completion.at(line.line(), line.cursor()).names()) {
            candidates.add(new Candidate(name, name, null, null, null, null, false));
        }
    }
}
