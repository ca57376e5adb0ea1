package perigee.vm.repl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import perigee.object.Strings;
import perigee.runtime.LuaState;
import perigee.value.ValueType;

/** Names of files and of modules, for completion. */
final class FileNames {
    private final LuaState state;
    private final Members members;

    FileNames(LuaState state) {
        this.state = state;
        members = new Members(state);
    }

    /** Where the last part of a path begins. */
    static int lastPart(String path) {
        return path.lastIndexOf('/') + 1;
    }

    /** The entries of the directory that a path stands in, directories with a slash. */
    Collection<String> files(String path) {
        Collection<String> names = new TreeSet<>();
        for (Path entry : entries(path.substring(0, lastPart(path)))) {
            String name = entry.getFileName().toString();
            if (!name.startsWith(".") || path.startsWith(".", lastPart(path))) {
                names.add(Files.isDirectory(entry) ? name + "/" : name);
            }
        }
        return names;
    }

    /** What {@code require} would find: modules that are loaded, and files by {@code package.path}. */
    Collection<String> modules(String typed) {
        Collection<String> names = new TreeSet<>();
        long library = members.get(state.globals(), "package");
        members.forEach(members.get(library, "loaded"), (name, _) -> names.add(name));
        members.forEach(members.get(library, "preload"), (name, _) -> names.add(name));
        long path = members.get(library, "path");
        if (ValueType.isString(path)) {
            String parent = typed.substring(0, typed.lastIndexOf('.') + 1);
            String templates = new String(Strings.toBytes(state.strings().flat(path)), StandardCharsets.UTF_8);
            for (String template : templates.split(";")) {
                int mark = template.indexOf('?');
                if (mark >= 0) {
                    addModules(template.substring(0, mark), parent, template.substring(mark + 1), names);
                }
            }
        }
        return names;
    }

    /** @param after what follows the module's name in the name of a file: ".lua", "/init.lua" */
    private void addModules(String before, String parent, String after, Collection<String> names) {
        for (Path entry : entries(before + parent.replace('.', '/'))) {
            String name = entry.getFileName().toString();
            if (after.startsWith("/")) {
                if (Files.exists(Path.of(entry + after))) {
                    names.add(parent + name);
                }
            } else if (name.endsWith(after)) {
                names.add(parent + name.substring(0, name.length() - after.length()));
            } else if (Files.isDirectory(entry) && name.indexOf('.') < 0) {
                names.add(parent + name + ".");
            }
        }
    }

    /** None if the directory cannot be read. */
    private static List<Path> entries(String directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(Path.of(directory))) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException | InvalidPathException unreadable) {
            return entries;
        }
        return entries;
    }
}
