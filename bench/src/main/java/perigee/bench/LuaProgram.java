package perigee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A benchmark program.
 *
 * @param kind        the value of the {@code -- kind:} line among the comments that open the file
 * @param description the first of those comments
 */
record LuaProgram(String name, String kind, String description, Path path) {

    private static final String KIND = "-- kind:";
    private static final String SUFFIX = ".lua";

    static LuaProgram read(Path path) throws IOException {
        String kind = "other";
        String description = "";
        try (Stream<String> lines = Files.lines(path)) {
            for (String line : (Iterable<String>) lines.takeWhile(text -> text.startsWith("--"))::iterator) {
                if (line.startsWith(KIND)) {
                    kind = line.substring(KIND.length()).strip();
                } else if (description.isEmpty()) {
                    description = line.substring(2).strip();
                }
            }
        }
        String file = path.getFileName().toString();
        return new LuaProgram(file.substring(0, file.length() - SUFFIX.length()), kind, description, path);
    }

    /** All programs of a directory, by kind and name. */
    static List<LuaProgram> readAll(Path directory) throws IOException {
        List<LuaProgram> programs = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                programs.add(read(file));
            }
        }
        programs.sort(Comparator.comparing(LuaProgram::kind).thenComparing(LuaProgram::name));
        return programs;
    }

    /**
     * The programs that a selection means, each once, in its order; all of them if it is empty.
     *
     * @param selection names of programs, kinds of programs, or paths of further Lua files
     * @throws IllegalArgumentException if a word of it means nothing
     */
    static List<LuaProgram> select(List<LuaProgram> all, List<String> selection) throws IOException {
        if (selection.isEmpty()) {
            return all;
        }
        List<LuaProgram> selected = new ArrayList<>();
        for (String word : selection) {
            List<LuaProgram> meant = word.endsWith(SUFFIX) ? List.of(read(Path.of(word).toAbsolutePath())) : all.stream()
                    .filter(program -> program.name().equals(word) || program.kind().equals(word)).toList();
            if (meant.isEmpty()) {
                throw new IllegalArgumentException("no program and no kind is called '" + word + "'; try --list");
            }
            selected.addAll(meant);
        }
        return selected.stream().distinct().toList();
    }
}
