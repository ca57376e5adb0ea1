package perigee.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import perigee.asm.Assembler;
import perigee.interp.Driver;
import perigee.stdlib.StandardLibrary;
import perigee.vm.tier.Tiers;

/** Which package uses which, by the class files: between modules, and between the packages of the compilers. */
class PackageArrowsTest {
    /**
     * The packages of the module jit, and which of their own module they use. "any" of the interpreter's is what those may use
     * that work on its structures; the others name what they need of it.
     */
    private static final String JIT = """
            asm:
            code:     asm; memory
            stub:     asm; any
            baseline: asm stub; any
            lir:      asm; value
            regalloc: lir; value
            emit:     asm stub lir regalloc; any
            deopt:    lir emit stub; any
            ir:       deopt; value
            opt:      ir deopt; layout value
            build:    ir deopt; any
            lower:    asm stub lir ir deopt; any
            optimize: asm emit lir regalloc ir opt build lower; bytecode value
            record:   asm emit lir regalloc ir deopt build optimize; bytecode runtime
            """;
    /** The interpreter and its handlers are one thing in two packages. */
    private static final String HANDLERS = "perigee.interp.handler";
    private static final Pattern TYPE = Pattern.compile("L?(perigee/[\\w/$]+)");

    private static Map<String, Set<String>> interpreter;
    private static Map<String, Set<String>> jit;
    private static Map<String, Set<String>> stdlib;
    private static Map<String, Set<String>> vm;

    @BeforeAll
    static void readClasses() throws IOException, URISyntaxException {
        interpreter = arrows(Driver.class);
        jit = arrows(Assembler.class);
        stdlib = arrows(StandardLibrary.class);
        vm = arrows(Tiers.class);
    }

    /** By package of the module that a class is in: the packages that it uses, itself aside. */
    private static Map<String, Set<String>> arrows(Class<?> one) throws IOException, URISyntaxException {
        Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return arrows(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return arrows(jar.getPath("/"));
        }
    }

    private static Map<String, Set<String>> arrows(Path root) throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                String own = packageOf(model.thisClass().asInternalName());
                Set<String> used = arrows.computeIfAbsent(own, name -> new TreeSet<>());
                for (PoolEntry entry : model.constantPool()) {
                    switch (entry) {
                        case ClassEntry type -> addTypes(type.asInternalName(), used);
                        case NameAndTypeEntry member -> addTypes(member.type().stringValue(), used);
                        default -> { }
                    }
                }
                model.fields().forEach(field -> addTypes(field.fieldType().stringValue(), used));
                model.methods().forEach(method -> addTypes(method.methodType().stringValue(), used));
                used.remove(own);
            }
        }
        return arrows;
    }

    private static void addTypes(String descriptor, Set<String> packages) {
        Matcher type = TYPE.matcher(descriptor);
        while (type.find()) {
            packages.add(packageOf(type.group(1)));
        }
    }

    private static String packageOf(String internalName) {
        return internalName.substring(0, internalName.lastIndexOf('/')).replace('/', '.');
    }

    // ---- modules -------------------------------------------------------------------------------------------------------

    @Test
    void modulesKnowThoseBelowThem() {
        onlyUses(interpreter, interpreter.keySet());
        onlyUses(stdlib, interpreter.keySet());
        Set<String> below = new TreeSet<>(interpreter.keySet());
        below.addAll(jit.keySet());
        onlyUses(jit, below);
        below.addAll(stdlib.keySet());
        below.addAll(vm.keySet());
        onlyUses(vm, below);
    }

    private static void onlyUses(Map<String, Set<String>> module, Set<String> allowed) {
        assertTrue(module.size() > 0);
        module.forEach((name, used) -> used.forEach(other ->
                assertTrue(allowed.contains(other), () -> name + " uses " + other)));
    }

    @Test
    void noPackageUsesItselfByOthers() {
        Map<String, Set<String>> all = new TreeMap<>(interpreter);
        all.putAll(jit);
        all.putAll(stdlib);
        all.putAll(vm);
        all.remove(HANDLERS);
        for (String start : all.keySet()) {
            Set<String> reached = new TreeSet<>();
            all.get(start).forEach(next -> reach(next, all, reached));
            assertTrue(!reached.contains(start), () -> start + " uses itself, by some of " + reached);
        }
    }

    private static void reach(String from, Map<String, Set<String>> all, Set<String> reached) {
        if (all.containsKey(from) && reached.add(from)) {
            all.get(from).forEach(next -> reach(next, all, reached));
        }
    }

    // ---- the compilers -------------------------------------------------------------------------------------------------

    @Test
    void compilersAreConnectedAsTheTableSays() {
        Set<String> listed = new TreeSet<>();
        for (String line : JIT.lines().toList()) {
            String name = "perigee." + line.substring(0, line.indexOf(':'));
            String[] parts = (line.substring(line.indexOf(':') + 1) + " ; ").split(";");
            listed.add(name);
            Set<String> own = new TreeSet<>(jit.get(name));
            Set<String> foreign = new TreeSet<>(own);
            own.retainAll(jit.keySet());
            foreign.removeAll(jit.keySet());
            assertEquals(packages(parts[0]), own, name);
            if (!parts[1].strip().equals("any")) {
                assertEquals(packages(parts[1]), foreign, name);
            }
        }
        assertEquals(listed, jit.keySet());
    }

    /** A compile reads what it has been given. Those who take that from guest memory are in build, who use it in deopt. */
    @Test
    void stagesReadNoGuestMemory() {
        for (String stage : List.of("ir", "opt", "lower", "lir", "regalloc", "emit", "optimize", "record")) {
            assertFalse(jit.get("perigee." + stage).contains("perigee.memory"), stage);
        }
    }

    private static Set<String> packages(String names) {
        Set<String> result = new TreeSet<>();
        for (String name : List.of(names.strip().split(" +"))) {
            if (!name.isEmpty()) {
                result.add("perigee." + name);
            }
        }
        return result;
    }
}
