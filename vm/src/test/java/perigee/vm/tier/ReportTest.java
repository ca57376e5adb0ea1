package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import perigee.regalloc.RegisterSet;
import perigee.vm.report.CompileReport;

/** Pages of {@code --report}: they are well-formed, have all stages, and their links lead somewhere. */
class ReportTest {
    /** It is its chunk's name too, so its text is known; a function of another chunk is inlined into it. */
    private static final String PROGRAM = """
            local tags = "<b>&amp;\\"</b>"
            local function norm(p)
              return p.x * p.x
                + p.y
            end
            function total(n)
              local s = 0
              for i = 1, n do
                s = s + norm({x = i, y = 2})
                s = s + other(i, #tags)
              end
              return s
            end
            function entwined(n)
              if n % 2 == 0 then goto second end
              ::first:: n = n - 1
              ::second:: n = n - 2
              if n > 0 then goto first end
            end
            for i = 1, 50 do total(20) entwined(i) end
            """;
    private static final List<String> PANES = List.of("source", "bytecode and feedback", "inlining", "graph", "low-level code",
            "machine code", "exits");

    @TempDir
    private static Path directory;
    private static List<Path> pages;

    @BeforeAll
    static void report() throws IOException {
        List<String> warnings = new ArrayList<>();
        CompileReport report = new CompileReport(directory, warnings::add);
        try (TieredProgram program = TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withListener(report))) {
            program.run("function other(a, b) return a * b end", "=elsewhere");
            program.run(PROGRAM, PROGRAM);
        }
        assertEquals(List.of(), warnings);
        try (Stream<Path> files = Files.list(directory)) {
            pages = files.filter(file -> !file.endsWith("index.html")).sorted().toList();
        }
        assertTrue(pages.size() >= 3, pages::toString);
    }

    private static Document parse(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception malformed) {
            throw new AssertionError(file.toString(), malformed);
        }
    }

    private static List<Element> elements(Document page, String tag, Predicate<Element> wanted) {
        List<Element> all = new ArrayList<>();
        NodeList nodes = page.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            if (wanted.test((Element) nodes.item(i))) {
                all.add((Element) nodes.item(i));
            }
        }
        return all;
    }

    private static String title(Document page) {
        return page.getElementsByTagName("title").item(0).getTextContent();
    }

    /** The page of a function's entry code. */
    private static Document page(int line) {
        return pages.stream().filter(file -> file.toString().endsWith("_" + line + "-entry.html")).map(ReportTest::parse)
                .findFirst().orElseThrow(() -> new AssertionError(pages.toString()));
    }

    private static Element pane(Document page, String title) {
        return elements(page, "section", each -> each.getFirstChild().getTextContent().equals(title)).getFirst();
    }

    /** The texts of a pane's rows that belong to a line. */
    private static List<String> rows(Document page, String pane, int line) {
        Element section = pane(page, pane);
        return elements(page, "div", row -> row.getAttribute("data-line").equals(Integer.toString(line))
                && (section.compareDocumentPosition(row) & org.w3c.dom.Node.DOCUMENT_POSITION_CONTAINED_BY) != 0)
                .stream().map(Element::getTextContent).toList();
    }

    @Test
    void eachStageHasItsPane() {
        Document page = page(6);
        assertEquals(PANES, elements(page, "h2", _ -> true).stream().map(Element::getTextContent).toList());
        List<String> passes = elements(page, "nav", _ -> true).getFirst().getTextContent().lines()
                .map(name -> name.replace(" (no change)", "")).toList();
        assertEquals(16, passes.size());
        assertEquals("as built", passes.getFirst());
        assertEquals("BarrierElimination", passes.getLast());
    }

    @Test
    void rowsHaveTheirLines() {
        Document page = page(6);
        assertEquals(List.of("    9      s = s + norm({x = i, y = 2})"), rows(page, "source", 9));
        assertEquals(List.of("    4      + p.y"), rows(page, "source", 4));
        assertTrue(rows(page, "bytecode and feedback", 9).stream().anyMatch(row -> row.matches(".* CALL .* calls .*:2")));
        assertTrue(rows(page, "bytecode and feedback", 4).stream().anyMatch(row -> row.matches(".* ADD .* integers")));
        assertTrue(rows(page, "inlining", 9).getFirst().contains(" at line 9: inlined (runs "));
        for (int line : new int[] {4, 9, 10}) {
            assertFalse(rows(page, "graph", line).isEmpty(), "graph " + line);
        }
        assertFalse(rows(page, "low-level code", 3).isEmpty());
        assertTrue(rows(page, "machine code", 3).stream().anyMatch(row -> row.contains("imul")));
        assertTrue(rows(page, "machine code", 10).stream().anyMatch(row -> row.contains("imul")), "of the other chunk");
        assertTrue(rows(page, "exits", 9).stream().anyMatch(row -> row.startsWith("#")));
    }

    @Test
    void textIsEscaped() {
        Document page = parse(pages.stream().filter(file -> file.toString().contains("_0-loop")).findFirst().orElseThrow());
        assertEquals(List.of("    1  " + PROGRAM.lines().findFirst().orElseThrow()), rows(page, "source", 1));
    }

    @Test
    void whyThereIsNoCodeIsSaid() {
        assertTrue(pages.stream().map(ReportTest::parse).anyMatch(page ->
                page.getElementsByTagName("header").item(0).getTextContent().contains("no code: ")
                        && elements(page, "h2", each -> each.getTextContent().equals("machine code")).isEmpty()));
    }

    @Test
    void linksResolve() {
        List<Path> all = new ArrayList<>(pages);
        Path index = directory.resolve("index.html");
        all.add(index);
        for (Path file : all) {
            Document page = parse(file);
            Set<String> ids = new HashSet<>();
            for (String tag : List.of("div", "pre")) {
                elements(page, tag, each -> each.hasAttribute("id"))
                        .forEach(each -> assertTrue(ids.add(each.getAttribute("id")), () -> file + " has two of "
                                + each.getAttribute("id")));
            }
            for (Element link : elements(page, "a", _ -> true)) {
                String to = link.getAttribute("href");
                assertTrue(to.startsWith("#") ? ids.contains(to.substring(1)) : Files.exists(directory.resolve(to)),
                        () -> file + " has a link to " + to);
            }
        }
        List<String> linked = elements(parse(index), "a", _ -> true).stream().map(link -> link.getAttribute("href")).toList();
        assertEquals(pages.stream().map(file -> file.getFileName().toString()).toList(), linked);
        assertTrue(title(page(6)).endsWith(":6"));
    }
}
