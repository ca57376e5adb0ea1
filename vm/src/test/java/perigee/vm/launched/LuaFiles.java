package perigee.vm.launched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The programs under {@code src/test/lua}, whose README says what they are, and what they print under the VM. They are
 * run once in each tier for all tests.
 */
final class LuaFiles {
    private static final Path ROOT = Path.of("src", "test", "lua").toAbsolutePath();
    /** Programs that follow 5.4.8 where Debian's interpreter, an older one, differs. */
    private static final String NEWER = "v548";

    /** The tiers that everything is forced into. */
    static final List<String> TIERS = List.of("interp", "baseline", "optimized");

    private static final Map<String, Map<Path, Launched.Outcome>> outcomes = new HashMap<>();

    private LuaFiles() {
    }

    /** All programs, relative to the folder of the tests. */
    static List<Path> all() {
        try (var files = Files.walk(ROOT, 2)) {
            return files.filter(file -> file.toString().endsWith(".lua")).map(ROOT::relativize)
                    .filter(file -> file.getNameCount() == 2).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that Debian's interpreter runs with the same output. */
    static List<Path> comparable() {
        return all().stream().filter(file -> !file.startsWith(NEWER)).toList();
    }

    /** What a program prints under the VM in a tier. */
    static Launched.Outcome outcome(String tier, Path file) {
        return outcomeWith("tier=" + tier, file);
    }

    /** What a program prints under the VM with options, as {@link Launched#withOptions} has them. */
    static synchronized Launched.Outcome outcomeWith(String options, Path file) {
        return outcomes.computeIfAbsent(options, some -> run(all(), Launched.VM.toString(), some)).get(file);
    }

    /** Runs programs under an interpreter, as many at once as there are processors. */
    static Map<Path, Launched.Outcome> run(List<Path> files, String interpreter, String options) {
        Map<Path, Launched.Outcome> results = new LinkedHashMap<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Launched.Outcome>> futures = new ArrayList<>();
            for (Path file : files) {
                futures.add(pool.submit(() -> Launched.program(interpreter, file.getFileName().toString())
                        .withOptions(options).in(ROOT.resolve(file).getParent()).merged().run()));
            }
            for (int i = 0; i < files.size(); i++) {
                results.put(files.get(i), futures.get(i).get());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return results;
    }
}
