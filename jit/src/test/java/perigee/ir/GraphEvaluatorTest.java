package perigee.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.value.Word;

class GraphEvaluatorTest {
    private static final String SUM = """
            graph sum parameters 2
            b0 1.0:
              v0 = begin
              v1:w = parameter 0
              v2:w = parameter 1
              v3:i = int 0
              v4:i = int 4
              v5:b = is_object v1
              v6 = guard true not-table v5 [0x1 1 execute v1 v3]
              v7:w = load array 16 v1 | v6
              v8 = anchor [0x1 2 execute v1 v3 v2]
              v9 = jump b1
            b1 5.0 loop <- b0 b2:
              v10 = begin
              v11:i = phi v3 v20
              v12:w = phi v2 v19
              v13:b = lt v11 v4
              v14 = branch v13 ? b2 : b3
            b2 4.0 <- b1:
              v15 = begin
              v16:w = load_at element 16 v7 v11 | v6
              v17:b = is_float v16
              v18 = guard true not-float v17 [0x1 3 execute v1 v11 v12]
              v19:w = runtime add_words v12 v16 [0x1 4 execute v12]
              v20:i = add v11 v21
              v22 = safepoint [0x1 2 execute v1 v20 v19]
              v23 = jump b1
            b3 1.0 <- b1:
              v24 = begin
              v25 = return v12
            """.replace("v4:i = int 4\n", "v4:i = int 4\n  v21:i = int 1\n");

    private final Arena arena = new Arena();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void runsAndLeaves() {
        Graph graph = GraphParser.parse(SUM);
        GraphVerifier.require(graph, "at first");
        Outcome none = GraphEvaluator.run(graph, arena, Word.NIL, Word.ofInteger(1));
        assertTrue(none.left());
        assertEquals("1 w0 i0\n", none.end().text());
        Outcome run = GraphEvaluator.run(graph, arena, arena.table(2), Word.ofInteger(1));
        assertTrue(run.points().size() > 1);
        arena.reset();
        run.refines(GraphEvaluator.run(graph, arena, arena.table(2), Word.ofInteger(1)), "the same");
        assertThrows(AssertionError.class, () -> run.refines(none, "other parameters"));
    }

    @Test
    void whatHasNotBeenProvedIsAnError() {
        Graph graph = GraphParser.parse(SUM.replace("v5:b = is_object v1", "v5:b = bool 1"));
        assertThrows(AssertionError.class, () -> GraphEvaluator.run(graph, arena, Word.NIL, Word.NIL));
    }
}
