package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.ir.Graph;
import perigee.ir.GraphParser;
import perigee.ir.Node;

/** Which integers are known to fit into words. */
class RangesTest {
    /** A loop whose variable is v9, and v11 the next one. */
    private static final String LOOP = """
            graph f parameters 2
            b0 1.0:
              v0 = begin
              v1:w = parameter 0
              v2:w = parameter 1
              v3:b = is_int v1
              v4 = guard true not-integer v3 [0x1 0 execute v1 v2]
              v5:i = unbox_int v1 | v4
              v30:f = float 1.5
              v6:i = float_to_int v30
              v7:i = int %s
              v8:i = int %s
              v20 = anchor [0x1 1 execute v1 v2]
              v21 = jump b1
            b1 10.0 loop <- b0 b2:
              v22 = begin
              v9:i = phi v7 v11
              v11:i = add v9 v8
              v12:b = %s
              v23 = branch v12 ? b2 : b3
            b2 9.0 <- b1:
              v24 = begin
              v25 = jump b1
            b3 1.0 <- b1:
              v26 = begin
              v27:w = box_int v9
              v28 = return v27
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // counts up to a word's integer, or a constant
        "1 | 1 | le v11 v5 | true",
        "-7 | 3 | lt v11 v5 | true",
        "0 | 1 | le v11 v7 | true",
        // or down
        "7 | -1 | le v5 v11 | true",
        "7 | -3 | lt v5 v11 | true",
        "7 | -3 | le v6 v11 | false",
        // the limit may be any integer
        "1 | 1 | le v11 v6 | false",
        // so may what it begins with, or how far it goes down
        "4611686018427387904 | 1 | le v11 v5 | false",
        "1 | -1 | le v11 v5 | false",
        // what is compared says nothing of it
        "1 | 1 | le v5 v11 | false",
        "1 | 1 | le v5 v6 | false"})
    void variablesOfLoops(String start, String step, String condition, boolean fits) {
        Graph graph = GraphParser.parse(LOOP.formatted(start, step, condition));
        assertEquals(fits, Ranges.fits(node(graph, "v9")));
        // Behind the last round it may be one more than the limit, which may be the last word's.
        assertEquals(fits && condition.endsWith("v7"), Ranges.fits(node(graph, "v11")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // one more than a word's integer is within the limit, since the loop is entered
        "le v6 v11 | true",
        "lt v6 v11 | true",
        "le v11 v6 | false",
        "le v5 v11 | false"})
    void variablesOfLoopsThatBeginWithASum(String condition, boolean fits) {
        Graph graph = GraphParser.parse("""
                graph f parameters 2
                b0 1.0:
                  v0 = begin
                  v1:w = parameter 0
                  v2:w = parameter 1
                  v3:i = int 1
                  v5:i = unbox_int v1 | v0
                  v6:i = add v5 v3
                  v11:i = unbox_int v2 | v0
                  v7:b = %s
                  v8 = branch v7 ? b1 : b3
                b1 1.0 <- b0:
                  v20 = begin
                  v21 = anchor [0x1 1 execute v1 v2]
                  v22 = jump b2
                b2 10.0 loop <- b1 b4:
                  v23 = begin
                  v9:i = phi v6 v10
                  v10:i = add v9 v3
                  v24:b = le v10 v11
                  v25 = branch v24 ? b4 : b3
                b4 9.0 <- b2:
                  v26 = begin
                  v27 = jump b2
                b3 1.0 <- b0 b2:
                  v28 = begin
                  v29 = return v1
                """.formatted(condition));
        assertEquals(fits, Ranges.fits(node(graph, "v9")));
    }

    private static Node node(Graph graph, String name) {
        return graph.blocks().stream().flatMap(block -> block.nodes().stream()).filter(node -> node.toString().equals(name))
                .findFirst().orElseThrow();
    }
}
