package perigee.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page of a small file as JMH writes it. */
class ReportTest {
    @TempDir
    private Path directory;

    private static String sample() throws IOException {
        try (InputStream in = ReportTest.class.getResourceAsStream("results.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** The page that the command writes, which an XML parser takes. */
    private Document page() throws Exception {
        Path results = Files.writeString(directory.resolve("results.json"), sample());
        Path page = directory.resolve("page.html");
        Report.main(new String[] {results.toString(), page.toString()});
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(page)));
    }

    @Test
    void tablesHaveTheNumbers() throws Exception {
        List<List<String>> rows = elements(page(), "tr").stream().map(row -> {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.getChildNodes().getLength(); i++) {
                cells.add(row.getChildNodes().item(i).getTextContent());
            }
            return cells;
        }).toList();
        for (List<String> row : List.of(
                List.of("benchmark", "tier", "score", "±", "fastest", "over the loop", "unit"),
                List.of("get shapes=1", "baseline", "4.500", "0.500", "4.250", "1.375", "ns/op"),
                List.of("get shapes=1", "optimized", "2.000", "", "2.000", "", "ns/op"),
                List.of("callOfMany", "baseline", "9.000", "9.000", "4.000", "ns/op"),
                List.of("callOfManyLoop", "baseline", "5.000", "5.000", "", "ns/op"),
                List.of("compile program=queens", "baseline", "1.250", "1.250", "ms/op", "12345"),
                List.of("request mebibytes=16", "10.00", "1.000", "10.00", "9.000", "200.0", "3000", "4096", "us/op"),
                List.of("iteration program=json", "interp", "60.00", "90.00", "50.00", "40.00", "ms/op"))) {
            assertTrue(rows.contains(row), () -> row + " is not in " + rows);
        }
    }

    @Test
    void barsAreAsLongAsTheirScores() throws Exception {
        List<Element> bars = elements(page(), "rect");
        assertEquals(7 + 4, bars.size(), "one for each result that is no curve, four for percentiles");
        assertEquals("bar baseline", bars.get(0).getAttribute("class"));
        assertEquals("bar optimized", bars.get(1).getAttribute("class"));
        assertEquals("get shapes=1 baseline: 4.500 ns/op", bars.get(0).getTextContent());
        assertEquals(4.5 / 2, width(bars.get(0)) / width(bars.get(1)), 0.01);
        assertEquals(4.5 / 3, width(bars.get(0)) / width(bars.get(2)), 0.01);
        assertEquals("bar none", bars.getLast().getAttribute("class"), "without a tier");
        assertEquals(4096.0 / 200, width(bars.get(10)) / width(bars.get(8)), 0.1, "of percentiles 100 and 99");
    }

    private static double width(Element bar) {
        return Double.parseDouble(bar.getAttribute("width"));
    }

    @Test
    void curvesGoThroughTheIterations() throws Exception {
        List<Element> curves = elements(page(), "polyline");
        assertEquals(List.of("curve interp", "curve auto"),
                curves.stream().map(curve -> curve.getAttribute("class")).toList());
        double[] interp = points(curves.get(0));
        double[] auto = points(curves.get(1));
        assertEquals(6, interp.length);
        assertEquals(interp[2] - interp[0], interp[4] - interp[2], 0.2, "iterations at the same distances");
        assertEquals(auto[3], auto[5], "ten both times");
        assertTrue(auto[1] < interp[1] && interp[3] > interp[5] && auto[3] > interp[3], "higher is slower");
        // On a logarithmic scale the distance of 100 and 10 is that of 90 and 9.
        assertEquals(Math.log(10) / Math.log(90.0 / 40), (auto[3] - auto[1]) / (interp[3] - interp[1]), 0.01);
    }

    private static double[] points(Element curve) {
        return Arrays.stream(curve.getAttribute("points").strip().split("[ ,]")).mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void thePageStandsAlone() throws Exception {
        Document page = page();
        for (String name : List.of("script", "link", "img", "iframe")) {
            assertEquals(List.of(), elements(page, name));
        }
        String text = Files.readString(directory.resolve("page.html"));
        assertFalse(text.replace("http://www.w3.org/", "").contains("://"), "names of XML only");
        assertTrue(text.contains("JDK 25, A &lt;VM&gt;, JMH 1.37"), text);
    }

    @Test
    void whatIsNotOfJmhIsRefused() {
        for (String text : List.of("", "{}", "[]", "[{}]", "[{\"benchmark\": \"a.B.c\"}]", "no json")) {
            assertThrows(IOException.class, () -> Results.parse(text), text);
        }
    }
}
