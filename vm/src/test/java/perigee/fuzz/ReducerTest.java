package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A reduced program has what makes it interesting, and nothing else that can go. */
class ReducerTest {
    private static final String PROGRAM = """
            local a = 1
            for i = 1, 10 do
              if a < i then
                a = a + 1
                note(f(a, g(i) * 2, "text"))
              elseif a == 3 then
                a = 2
              else
                a = 7
              end
            end
            print(a)
            """;

    private static String reduce(String pattern) {
        return Reducer.reduce(PROGRAM, Pattern.compile(pattern, Pattern.DOTALL).asPredicate(), 10);
    }

    @Test
    void statementsAndTokensGo() {
        assertEquals("g(", reduce("g\\(").strip());
    }

    @Test
    void whatIsNeededStaysWhereItIs() {
        assertEquals("for if a else 7 end", reduce("for.*\\bif a.*\\belse\\b.*7.*\\bend").replaceAll("\\s+", " ").strip());
    }

    @Test
    void programThatIsNotInterestingAfterAllIsLeftAlone() {
        assertEquals("return\n\n", Reducer.reduce("return\n\n", candidate -> false, 10));
    }
}
