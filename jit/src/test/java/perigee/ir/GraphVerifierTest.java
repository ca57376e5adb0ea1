package perigee.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of the verifier is broken by itself. */
class GraphVerifierTest {
    private static final String GOOD = """
            graph f parameters 1
            b0 1.0:
              v0 = begin
              v1:w = parameter 0
              v2:i = int 0
              v3:i = int 10
              v4:b = is_int v1
              v5 = guard true not-integer v4 [0x7f00 1 execute v1]
              v6 = anchor [0x7f00 2 execute v1 v2]
              v7 = jump b1
            b1 10.0 loop <- b0 b2:
              v8 = begin
              v9:i = phi v2 v14
              v10:b = lt v9 v3
              v11 = branch v10 ? b2 : b3
            b2 9.0 <- b1:
              v12 = begin
              v13:i = unbox_int v1 | v5
              v14:i = add v9 v13
              v15 = safepoint [0x7f00 2 execute v1 v14]
              v16 = jump b1
            b3 1.0 <- b1:
              v17 = begin
              v18:w = box_int v9
              v19 = return v18
            """;

    private static void broken(String part, String by, String problem) {
        assertTrue(GOOD.contains(part), part);
        List<String> problems = GraphVerifier.verify(GraphParser.parse(GOOD.replace(part, by)));
        assertTrue(problems.stream().anyMatch(text -> text.contains(problem)), problems.toString());
    }

    @Test
    void goodGraphsAreGood() {
        assertEquals(List.of(), GraphVerifier.verify(GraphParser.parse(GOOD)));
        assertEquals(List.of(), GraphVerifier.verify(GraphParser.parse(GraphTextTest.ALL)));
    }

    @Test
    void blocksHaveTheirForm() {
        broken("v17 = begin\n", "v17 = jump b0\n", "jump at the wrong place");
        broken("v10:b = lt v9 v3", "v10:b = lt v9 v3\n  v20:i = phi v2 v2", "phi at the wrong place");
        broken("  v19 = return v18\n", "", "b3 has no end");
        Graph graph = GraphParser.parse(GOOD);
        Node constant = graph.entry().nodes().get(2);
        constant.replaceBy(graph.entry().nodes().get(3));
        assertTrue(GraphVerifier.verify(graph).toString().contains("v2: has been replaced"));
        graph = GraphParser.parse(GOOD);
        graph.blocks().get(2).nodes().add(1, graph.entry().nodes().get(2));
        assertTrue(GraphVerifier.verify(graph).toString().contains("v2: is in another place, too"));
    }

    @Test
    void edgesAreKnownOnBothSides() {
        broken("<- b0 b2:", "<- b0:", "edge to b1 is known on one side only");
        broken("b3 1.0 <- b1:", "b3 1.0:", "b3 cannot be reached");
        broken("b0 1.0:", "b0 1.0 <- b2:", "edge from b2 is known on one side only");
        broken("v19 = return v18", "v19 = jump b1", "edge to b1 is known on one side only");
        broken("v11 = branch v10 ? b2 : b3", "v11 = branch v10 ? b2 : b1", "critical edge to b1");
    }

    @Test
    void inputsAreWhatTheRowSays() {
        broken("add v9 v13", "add v9", "wrong number of inputs");
        broken("add v9 v13", "add v9 v13 v13", "wrong number of inputs");
        broken("phi v2 v14", "phi v2 v14 v14", "wrong number of inputs");
        broken("add v9 v13", "add v9 v1", "input 1 is w, not i");
        broken("v9:i = phi", "v9:w = phi", "input 0 is i, not w");
        broken("v14:i = add v9 v13", "v14:i = sar v9 v13", "not by a constant");
        broken("v13:i = unbox_int v1 | v5", "v13:i = int 1\n  v20:w = result 1 v1", "not of a call");
        broken("v18:w = box_int v9", "v18:w = runtime concat v2", "input 0 is i, not w");
    }

    @Test
    void openListsAreTakenAtOnce() {
        String end = "v18:w = box_int v9\n  v19 = return v18";
        String list = "v18:i = call {any 0x0 0 -1} v1 [0x7f00 1 execute v1]\n  ";
        assertEquals(List.of(), GraphVerifier.verify(GraphParser.parse(GOOD.replace(end, list + "v19 = return v1 v18"))));
        broken(end, "v19 = return v9", "v9 is no open list");
        broken(end, list + "v19 = return v18 v1", "input 0 is i, not w");
        broken(end, list + "v20:w = call {any 0x0 0 1} v1 [0x7f00 1 execute v1]\n  v19 = return v18",
                "something may happen between v18 and this");
        broken(end, list + "v20 = guard true not-table v10 [0x7f00 1 execute v1]\n  v21:w = result 0 v18\n  v19 = return v21",
                "something may happen between v18 and this");
    }

    @Test
    void valuesDominateTheirUses() {
        broken("v18:w = box_int v9", "v18:w = box_int v14", "v14 is not computed on all ways here");
        broken("v14:i = add v9 v13", "v14:i = add v9 v14", "v14 is not computed on all ways here");
        broken("phi v2 v14", "phi v14 v2", "v14 is not computed on all ways here");
        broken("execute v1 v2]", "execute v1 v13]", "v13 of the state is not computed");
        broken("execute v1 v2]", "execute v1 v0]", "v0 of the state is no value");
    }

    @Test
    void proofsDominateToo() {
        broken("unbox_int v1 | v5", "unbox_int v1 | v17", "proof v17 is not passed on all ways here");
        broken("unbox_int v1 | v5", "unbox_int v1 | v6", "proof v6 is none");
        broken("unbox_int v1 | v5", "unbox_int v1", "no proof");
    }

    @Test
    void whatLeavesHasAState() {
        broken(" [0x7f00 1 execute v1]", "", "no frame state");
        broken("execute v1 v14]", "execute v1 < 0x7e00 3 results v1]", "does not say how it was called");
        broken("v18:w = box_int v9", "v18:w = runtime concat v1", "no frame state");
    }

    @Test
    void infosAreOfTheirTypes() {
        broken("guard true not-integer", "guard true -", "info is no Reason");
        broken("v4:b = is_int v1", "v4:b = has_shape 70 {71 0 0 0} v1", "no fact of the shape");
    }

    @Test
    void parametersAreInTheEntry() {
        broken("parameter 0", "parameter 1", "no such parameter");
        broken("v18:w = box_int v9", "v18:w = parameter 0", "not in the entry");
    }

    @Test
    void loopsHaveHeadsAndAnchors() {
        broken("10.0 loop <-", "10.0 <-", "is no loop head, but has a back edge");
        broken("b3 1.0 <-", "b3 1.0 loop <-", "is a loop head without a back edge");
        broken("  v6 = anchor [0x7f00 2 execute v1 v2]\n", "", "no anchor before the loop");
        broken("v7 = jump b1", "v20 = store field 48 v1 v1\n  v7 = jump b1", "v20 between anchor and loop");
        broken("<- b0 b2:", "<- b2 b0:", "is not the only one that enters the loop");
    }
}
