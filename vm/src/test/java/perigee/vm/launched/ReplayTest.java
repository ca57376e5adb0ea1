package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import perigee.record.CompileRecord;

/** {@code --record-compiles} in one process and {@code --replay} in another. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ReplayTest {
    private static final String PROGRAM = """
            local Point = {}
            Point.__index = Point
            function Point:norm()
              return self.x * self.x + self.y
            end
            local r = 0
            for i = 1, 1000 do
              r = r + setmetatable({x = i, y = 2}, Point):norm()
            end
            print(r)
            """;

    private static final int FILE_HEADER = 10;
    private static final int SECTION_HEADER = 9;

    @TempDir
    private Path directory;

    @BeforeEach
    void record() throws IOException {
        Files.writeString(directory.resolve("script.lua"), PROGRAM);
        Launched.Outcome outcome = vm("--record-compiles=records/new", "--tier=optimized", "script.lua");
        assertEquals("333835500\n", outcome.out());
        assertEquals("", outcome.err());
    }

    private Launched.Outcome vm(String... arguments) {
        return Launched.vm(arguments).in(directory).run();
    }

    private List<String> records() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("records/new"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String record(String kind) throws IOException {
        return records().stream().filter(name -> name.matches("[0-9]{5}-script.lua_" + kind + ".compile")).findFirst()
                .orElseThrow(() -> new AssertionError(kind));
    }

    @Test
    void compilesComeOutTheSameInAnotherProcess() throws IOException {
        record("3-entry");
        record("0-loop[0-9]+");
        Launched.Outcome outcome = vm("--replay=records/new");
        assertEquals(0, outcome.status(), outcome.out());
        assertEquals(records().size(), outcome.out().lines().count());
        outcome.out().lines().forEach(line -> assertTrue(line.matches("[^:]+\\.compile: same [0-9]+ bytes"), line));
    }

    /** Where no tier is forced, compiles check what they do if that is asked for; and so do those made again. */
    @Test
    void compilesAreVerifiedIfAskedFor() throws Exception {
        for (boolean verifies : new boolean[] {false, true}) {
            String options = "compiler-threads=0;record-compiles=records/" + verifies + (verifies ? ";verify-ir" : "");
            Launched.Outcome outcome = Launched.vm("-e", "local s = 0 for i = 1, 1e8 do s = s + i % 3 end print(s)")
                    .withOptions(options).in(directory).run();
            assertEquals("100000000\n", outcome.out());
            assertEquals("", outcome.err());
            try (Stream<Path> files = Files.list(directory.resolve("records/" + verifies))) {
                List<Path> all = files.toList();
                assertFalse(all.isEmpty());
                for (Path file : all) {
                    assertEquals(verifies, CompileRecord.read(Files.readAllBytes(file)).settings().verifies());
                }
            }
            Launched.Outcome again = vm("--verify-ir", "--replay=records/" + verifies);
            assertEquals(0, again.status(), again.out());
        }
    }

    @Test
    void stagesAreShown() throws IOException {
        Launched.Outcome outcome = vm("--dump=bytecode,inline,graph,lir,asm:script.lua:3", "--replay=records/new");
        assertEquals(0, outcome.status(), outcome.out());
        for (String part : List.of("function <script.lua:3,5>", "; ---- inlining in script.lua:3\n",
                "; ---- graph as built of script.lua:3\n", "; ---- low-level code of script.lua:3\n",
                "; ---- machine code of script.lua:3\n", "exit #0 ", "jmp    exit_guard")) {
            assertTrue(outcome.out().contains(part), () -> part + " is not in " + outcome.out());
        }
        assertFalse(outcome.out().contains("machine code of script.lua:0"), outcome.out());
    }

    @Test
    void compilesAreShownInPages() throws IOException {
        assertEquals(0, vm("--report=pages", "--replay=records/new").status());
        String index = Files.readString(directory.resolve("pages/index.html"));
        for (String record : records()) {
            String page = record.replace(".compile", ".html");
            assertTrue(index.contains("href=\"" + page + "\""), index);
            String text = Files.readString(directory.resolve("pages").resolve(page));
            assertTrue(text.contains("return self.x * self.x + self.y"), page);
        }
    }

    /** A byte of the recorded machine code is another one, as if by another compiler. */
    @Test
    void whatDiffersIsShown() throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve("records/new").resolve(record("3-entry")));
        int content = request(bytes) + SECTION_HEADER;
        bytes[content + 60] ^= 0x7F;
        CRC32C sum = new CRC32C();
        sum.update(bytes, content, bytes.length - content);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(content - 4, (int) sum.getValue());
        Files.write(directory.resolve("other"), bytes);
        Launched.Outcome outcome = vm("--replay=other");
        assertEquals(1, outcome.status(), outcome.out());
        assertTrue(outcome.out().matches("other: differs, of ([0-9]+) and now \\1 bytes first in number 60\n"
                + "  recorded: [0-9a-f]{4}  .+\n  now:      [0-9a-f]{4}  .+\n"), outcome.out());
    }

    /** Bytes up to the result. */
    private static int request(byte[] record) {
        return FILE_HEADER + SECTION_HEADER + ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(FILE_HEADER + 1);
    }

    @Test
    void filesThatAreNoRecordsAreRefused() throws IOException {
        Path record = directory.resolve("records/new").resolve(record("3-entry"));
        byte[] bytes = Files.readAllBytes(record);
        Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, request(bytes) - 1));
        Files.write(directory.resolve("open"), Arrays.copyOf(bytes, request(bytes)));
        fails("cut: truncated\n", "--replay=cut");
        fails("script.lua: not a record of a compile\n", "--replay=script.lua");
        Launched.Outcome open = vm("--replay=open");
        assertEquals(0, open.status());
        assertTrue(open.out().matches("open: no result is recorded; now there are [0-9]+ bytes\n"), open.out());
        assertTrue(vm("--replay=none").out().startsWith("none: cannot be read"));
        Launched.Outcome empty = vm("--replay=");
        assertEquals(1, empty.status());
        assertTrue(empty.err().contains(": bad value '' for option '--replay': a file or a directory\n"), empty.err());
    }

    private void fails(String message, String argument) {
        Launched.Outcome outcome = vm(argument);
        assertEquals(1, outcome.status());
        assertEquals(message, outcome.out());
        assertEquals("", outcome.err());
    }

    @Test
    void directoriesThatCannotBeMadeAreToldOf() {
        Launched.Outcome outcome = vm("--record-compiles=script.lua", "--tier=optimized", "script.lua");
        assertEquals(0, outcome.status());
        assertTrue(outcome.err().contains("compiles are not recorded: "), outcome.err());
    }
}
