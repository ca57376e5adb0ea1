package perigee.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed is read back as the same. */
class GraphTextTest {
    static final String ALL = """
            graph f parameters 2
            b0 1.0:
              v0 = begin
              v1:w = parameter 0
              v2:w = parameter 1
              v3:w = closure
              v4:w = word nil
              v5:w = word true
              v6:w = word -12
              v7:w = word 1.5
              v8:w = word 0x7f0012345678
              v9:w = word 0xfffa000000000000
              v10:i = int -9223372036854775808
              v11:f = float -0.0
              v12:f = float 0x7ff8000000000000
              v13:f = float 1.0E300
              v14:b = bool 1
              v15 = anchor [0x7f00 3 execute v1 - v10]
              v16 = jump b1
            b1 10.0 loop <- b0 b2:
              v17 = begin
              v18:w = phi v1 v20
              v19:b = is_object v18
              v20:w = call {closure 0x7e00 1 2} v3 v18 [0x7f00 4 results v18 called v3 at 2 wanted -1 flags 4 arguments 3 extra (v18 v3) < 0x7a00 9 finish v4]
              v21:w = result 1 v20
              v22 = guard true not-table v19 [0x7f00 5 execute v40 v21 {v40 = new_table {64 4 2} contents v10 v10 - (v18 v4) (v6)}]
              v23:b = has_shape 70 {70 4 3 0} v18 | v22
              v24 = branch v23 ? b2 : b3
            b2 9.0 <- b1:
              v25 = begin
              v26:b = has_shape 71 v18 | v25
              v27:b = has_type 3 v18 | v25
              v28:w = load field 48 v18 | v25
              v29:w = load_at element 16 v28 v10 | v25
              v30 = store outer_field 24 v18 v29 | v25
              v31 = store_shape 72 v18 | v25
              v32 = barrier_at 16 v18 v10 v29
              v33:w = runtime concat v18 v28 v29 [0x7f00 6 execute]
              v34:w = new_table {64 4 8}
              v35:w = new_closure 0x7c00 v34
              v36 = safepoint [0x7f00 5 execute v18]
              v37 = jump b1
            b3 1.0 <- b1:
              v38 = begin
              v39 = return v18 v21
            """;

    @Test
    void printAfterParseIsTheIdentity() {
        assertEquals(ALL, GraphText.of(GraphParser.parse(ALL)));
    }

    @Test
    void commentsAreSkippedAndEqualStatesAreOne() {
        Graph graph = GraphParser.parse("; a loop\n" + ALL.replace("b3 1.0", "\n; over\nb3 1.0")
                .replace("v36 = safepoint [0x7f00 5 execute v18]", "v36 = safepoint [0x7f00 6 execute]"));
        List<Node> nodes = graph.blocks().get(2).nodes();
        assertSame(nodes.get(9).state(), nodes.get(12).state());
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        for (String bad : List.of("v4:w = word nil )", "v4:w = wort nil", "v4:w = load field 3 v99", "v4:w = phi v5 -x")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> GraphParser.parse(ALL.replace("v4:w = word nil", bad)));
            assertTrue(e.getMessage().contains(bad), e.getMessage());
        }
    }
}
