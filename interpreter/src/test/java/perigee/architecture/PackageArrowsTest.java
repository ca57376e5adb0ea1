package perigee.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import perigee.memory.Memory;

/** Which package of this module may use which: the way of the data, and nothing backwards. */
class PackageArrowsTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("memory", Set.of()),
            Map.entry("layout", Set.of()),
            Map.entry("number", Set.of()),
            Map.entry("stream", Set.of("memory", "number")),
            Map.entry("frame", Set.of()),
            Map.entry("value", Set.of("memory", "layout")),
            Map.entry("heap", Set.of("memory", "layout", "value")),
            Map.entry("object", Set.of("memory", "layout", "value", "heap")),
            Map.entry("bytecode", Set.of("number")),
            Map.entry("syntax", Set.of("number", "bytecode", "value")),
            Map.entry("compile", Set.of("number", "bytecode", "value", "syntax")),
            Map.entry("runtime", Set.of("memory", "layout", "number", "stream", "frame", "value", "heap", "object", "bytecode")),
            Map.entry("feedback", Set.of("memory", "layout", "value", "heap", "object", "bytecode", "runtime")),
            Map.entry("interp", Set.of("memory", "layout", "frame", "value", "heap", "object", "bytecode", "feedback",
                    "runtime")));

    @Test
    void noPackageUsesOneThatItShouldNotKnow() throws IOException, URISyntaxException {
        Path root = Path.of(Memory.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("perigee");
        Set<String> violations = new TreeSet<>();
        int[] classes = new int[1];
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(file -> {
                classes[0]++;
                String from = root.relativize(file).getName(0).toString();
                for (String to : usedPackages(file)) {
                    if (!to.equals(from) && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
                        violations.add(root.relativize(file) + " uses " + to);
                    }
                }
            });
        }
        assertTrue(classes[0] > 50, "found only " + classes[0] + " classes");
        assertEquals(Set.of(), violations);
    }

    private static Set<String> usedPackages(Path file) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> packages = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry used && used.asInternalName().startsWith("perigee/")) {
                packages.add(used.asInternalName().split("/")[1]);
            }
        }
        return packages;
    }
}
