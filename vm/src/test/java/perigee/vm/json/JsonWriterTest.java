package perigee.vm.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void valuesStandWhereTheyBelong() {
        String text = new JsonWriter().beginObject().member("a", 1).name("b").beginArray().value("x").value(true)
                .beginObject().endObject().beginArray().endArray().value((String) null).endArray().member("c", "d")
                .endObject().take();
        assertEquals("{\"a\":1,\"b\":[\"x\",true,{},[],null],\"c\":\"d\"}", text);
    }

    @Test
    void linesBeginBehindTheComma() {
        assertEquals("[\n1,\n2]", new JsonWriter().beginArray().newLine().value(1).newLine().value(2).endArray().take());
    }

    @Test
    void decimalsHaveTheirDigits() {
        assertEquals("[1.234,-0.001,20.000]",
                new JsonWriter().beginArray().decimal(1234, 3).decimal(-1, 3).decimal(20_000, 3).endArray().take());
    }

    /** Another reader finds every char in a string as it was. */
    @Test
    void stringsComeBack() throws Exception {
        StringBuilder all = new StringBuilder("\ud83c\udf19");
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        String text = new JsonWriter().value(all.toString()).take();
        assertEquals(all.toString(), new ObjectMapper().readValue(text, String.class));
        assertEquals(text.length(), text.chars().filter(c -> c >= ' ' && c < 127).count());
    }

    @Test
    void bytesAreDecoded() {
        assertEquals("na\u00efve", JsonWriter.decode("na\u00c3\u00afve"));
        assertEquals("\ufffd", JsonWriter.decode("\u00ff"));
    }

    /** What was taken is followed by what comes then. */
    @Test
    void writingGoesOn() {
        JsonWriter json = new JsonWriter();
        assertEquals("[1", json.beginArray().value(1).take());
        assertEquals(0, json.length());
        assertEquals(",2]", json.value(2).endArray().take());
    }
}
