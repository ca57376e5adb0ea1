package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions and what the reference gives for them, results or messages: files of lines, expression and answer
 * separated by a tab. They are made by running {@link #PROLOGUE} and the same loop on the reference.
 */
class AnswersTest {
    private static final String PROLOGUE = """
            local function show(...)
                local values = table.pack(...)
                for i = 1, values.n do
                    local value = values[i]
                    values[i] = type(value) == "string"
                        and string.format("%q", value):gsub("\\\\\\n", "\\\\n")
                            :gsub("[\\128-\\255]", function(c) return "\\\\" .. c:byte() end)
                        or tostring(value)
                end
                return table.concat(values, " ", 1, values.n)
            end
            """;

    @ParameterizedTest
    @ValueSource(strings = {"patterns", "formats", "packing"})
    void answersAreTheReferences(String name) throws IOException {
        String[] lines;
        try (InputStream file = AnswersTest.class.getResourceAsStream(name + ".txt")) {
            lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("\n");
        }
        StringBuilder program = new StringBuilder(PROLOGUE);
        for (String line : lines) {
            String expression = line.substring(0, line.indexOf('\t'));
            program.append("print(show(pcall(load([==[return ").append(expression).append("]==], '=expression'))))\n");
        }
        String[] answers;
        try (Program lua = new Program()) {
            answers = lua.run(program.toString()).split("\n");
        }
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            found.append(lines[i], 0, lines[i].indexOf('\t') + 1).append(answers[i]).append('\n');
        }
        assertEquals(String.join("\n", lines) + "\n", found.toString());
    }
}
