package perigee.vm.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import perigee.bytecode.Prototype;
import perigee.runtime.LoadedFunction;

/** The source text of chunks, each read once, a char for each byte. */
public final class SourceLines {
    /** By name of a chunk: its lines, none if they cannot be read. */
    private final Map<String, List<String>> sources = new HashMap<>();

    /** The lines of the chunk that a function is of, if that is a file or the text itself; else none. */
    public List<String> of(Prototype prototype) {
        return sources.computeIfAbsent(new String(prototype.source(), StandardCharsets.ISO_8859_1), SourceLines::read);
    }

    /** The text of a line by its number; null if there is none, or no function. */
    IntFunction<String> of(LoadedFunction function) {
        return function == null ? _ -> null : byNumber(of(function.prototype()));
    }

    static IntFunction<String> byNumber(List<String> lines) {
        return line -> line >= 1 && line <= lines.size() ? lines.get(line - 1) : null;
    }

    private static List<String> read(String source) {
        if (source.startsWith("=")) {
            return List.of();
        }
        if (!source.startsWith("@")) {
            return source.lines().toList();
        }
        try {
            return Files.readAllLines(Path.of(source.substring(1)), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException unreadable) {
            return List.of();
        }
    }
}
