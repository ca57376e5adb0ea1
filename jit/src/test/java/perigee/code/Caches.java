package perigee.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of installed code share: caches, code that returns a number, and a look at the process's mappings. */
final class Caches {
    static final CodeOwner OWNER = new CodeOwner("test");

    private Caches() {
    }

    static CodeCache open(long bytes) {
        return open(bytes, EvictionPolicy.NONE);
    }

    static CodeCache open(long bytes, EvictionPolicy policy) {
        return CodeCache.open(bytes, new SymbolTable(), policy, CodeObserver.NONE).orElseThrow();
    }

    /** Code of so many bytes, at least 6, that returns a number. */
    static UnlinkedCode returning(int number, int bytes) {
        return UnlinkedCode.plain("return " + number, CodeKind.BASELINE,
                new Bytes().movEax(number).ret().padTo(bytes).code());
    }

    static long run(CodeCache cache, CodeObject code) {
        return run(cache, code, 0);
    }

    static long run(CodeCache cache, CodeObject code, long argument) {
        cache.patcher().synchronise();
        return NativeEntry.call(code.start(), argument);
    }

    /** A line of /proc/self/maps. */
    record Mapping(long start, long end, String permissions, String file) {
        static Mapping parse(String line) {
            String[] parts = line.split("\\s+", 6);
            String[] range = parts[0].split("-");
            return new Mapping(Long.parseUnsignedLong(range[0], 16), Long.parseUnsignedLong(range[1], 16), parts[1],
                    parts.length < 6 ? "" : parts[5]);
        }
    }

    static List<Mapping> mappings() {
        try {
            return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(Mapping::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mappings of code caches in this process: nothing else shares anonymous memory. */
    static List<Mapping> codeMappings() {
        return mappings().stream().filter(mapping -> mapping.file.startsWith("/dev/zero")).toList();
    }

    static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
