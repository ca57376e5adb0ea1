package perigee.vm.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both forms of an explanation. */
class ExplanationTest {
    private static final Explanation.Item HOT = new Explanation.Item("na\u00c3\u00afve.lua:3", 5, "for i = 1, n do",
            Map.of("optimised", 6_000L), "optimised", null,
            List.of(new Explanation.Site(6, "field 'x' of tables of more than 4 shapes", "s = s + o.x")),
            List.of(new Explanation.Guard("na\u00c3\u00afve.lua:6", "not-integer", 12, Map.of("integer, float", 11L), "s = s + o.x")),
            List.of("Do less."));
    private static final Explanation.Item COLD = new Explanation.Item("naive.lua:0", 0, null, Map.of(), "interpreter",
            "not hot yet", List.of(), List.of(), List.of());

    private static Explanation of(boolean isTimed, Explanation.Item... items) {
        return new Explanation(isTimed, 2_000, 1_000, 1_000, 0, List.of(items));
    }

    @Test
    void textSaysSharesAndReasons() {
        assertEquals("""
                ---- why is it not faster? ----
                10.0 ms: collector 20.0%, compilers 10.0%, outside of functions 10.0%

                 60.0%  loop at line 5 of na\u00c3\u00afve.lua:3   | for i = 1, n do
                        time  optimised 100.0%
                        tier  optimised
                        site  line 6: field 'x' of tables of more than 4 shapes   | s = s + o.x
                        guard na\u00c3\u00afve.lua:6: not-integer, failed 12 times: 11 of (integer, float)   | s = s + o.x
                        try   Do less.

                  0.0%  main chunk naive.lua:0
                        tier  interpreter; not hot yet
                """, ExplanationText.of(of(true, HOT, COLD)));
    }

    @Test
    void textWithoutTimesSaysSo() {
        String text = ExplanationText.of(new Explanation(false, 0, 0, 0, 0, List.of(COLD)));
        assertTrue(text.contains("(no times: "), text);
        assertTrue(text.contains("     -  main chunk"), text);
    }

    @Test
    void textEndsWithTheCoolerParts() {
        Explanation.Item[] many = Collections.nCopies(23, COLD).toArray(Explanation.Item[]::new);
        String text = ExplanationText.of(of(true, many));
        assertTrue(text.endsWith("\n(3 cooler parts are not shown; --explain=json has them)\n"), text);
        assertFalse(ExplanationText.of(of(true, COLD)).contains("cooler"));
    }

    @Test
    void jsonHasAll() throws Exception {
        String text = ExplanationJson.of(of(true, HOT, COLD));
        assertEquals(text.length() - 1, text.indexOf('\n'), "one line");
        JsonNode json = new ObjectMapper().readTree(text);
        assertEquals(1, json.get("version").asInt());
        assertTrue(json.get("timed").asBoolean());
        assertEquals(1000, json.get("sample_us").asInt());
        assertEquals(2000, json.get("collector_us").asInt());
        assertEquals(2, json.get("parts").size());
        JsonNode hot = json.get("parts").get(0);
        assertEquals("{\"function\":\"na\u00efve.lua:3\",\"loop_line\":5,\"source\":\"for i = 1, n do\","
                + "\"time_us\":{\"optimised\":6000},\"tier\":\"optimised\",\"obstacle\":null,\"megamorphic\":[{\"line\":6,"
                + "\"what\":\"field 'x' of tables of more than 4 shapes\",\"source\":\"s = s + o.x\"}],\"guards\":[{"
                + "\"place\":\"na\u00efve.lua:6\",\"reason\":\"not-integer\",\"count\":12,\"kinds\":{\"integer, float\":11},"
                + "\"source\":\"s = s + o.x\"}],\"advice\":[\"Do less.\"]}", hot.toString());
        JsonNode cold = json.get("parts").get(1);
        assertTrue(cold.get("loop_line").isNull() && cold.get("source").isNull());
        assertEquals("not hot yet", cold.get("obstacle").asText());
    }
}
