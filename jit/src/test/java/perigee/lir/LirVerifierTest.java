package perigee.lir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule of the verifier is broken by itself. */
class LirVerifierTest {
    private static final String GOOD = """
            function f parameters 1
            b0 1.0:
              v0:word = parameter #0
              v1:int! = lea [v0 + offset*1]
              v2:int = const #7
              jump b1(v2, v0)
            b1(v3:int, v4:word) 10.0:
              v5:int = add v3, v1
              guard cmp.ne v5, #0 exit 0 zero {v4, int:5}
              safepoint exit 1 poll {v5}
              branch cmp.l v5, v1 ? b2 : b3
            b2 9.0:
              jump b1(v5, v4)
            b3 1.0:
              v6:raw = load [base + -8]
              return v6, v4
            """;

    private static void broken(String line, String by, String problem) {
        assertTrue(GOOD.contains(line), line);
        List<String> problems = LirVerifier.verify(LirParser.parse(GOOD.replace(line, by)));
        assertTrue(problems.stream().anyMatch(text -> text.contains(problem)), problems.toString());
    }

    @Test
    void aGoodFunctionIsGood() {
        assertEquals(List.of(), LirVerifier.verify(LirParser.parse(GOOD)));
        assertEquals(GOOD, LirText.of(LirParser.parse(GOOD)));
    }

    @Test
    void blocksHaveOneEnd() {
        broken("jump b1(v5, v4)", "v7:int = const #1", "b2 has no end");
    }

    @Test
    void jumpsPassWhatIsAskedFor() {
        broken("jump b1(v5, v4)", "jump b1(v5)", "wrong number of arguments");
        broken("jump b1(v5, v4)", "jump b1(v4, v4)", "argument 0 is no int");
        broken("b1(v3:int, v4", "b1(v3:int!, v4", "more than 50 bits");
    }

    @Test
    void noCriticalEdges() {
        broken("? b2 : b3", "? b2 : b1", "critical edge to b1");
    }

    @Test
    void theEntryHasNoPredecessors() {
        broken("jump b1(v5, v4)", "jump b0", "entry has predecessors");
    }

    @Test
    void definitionsDominateUses() {
        broken("v2:int = const #7", "v2:int = copy v5", "v5 is not defined on all ways");
        broken("v5:int = add v3, v1", "v5:int = add v5, v1", "v5 is not defined on all ways");
        broken("v6:raw = load", "v5:raw = load", "v5 is defined again");
        broken("return v6, v4", "return v6, v9", "v9 has no definition");
    }

    @Test
    void operandsAreWhatTheRulesAllow() {
        broken("v2:int = const #7", "v2:float = const #7", "operand 0 is not allowed");
        broken("add v3, v1", "add v3, #3000000000", "operand 2 is not allowed");
        broken("lea [v0 + offset*1]", "lea v0", "operand 1 is not allowed");
    }

    @Test
    void lostRegistersAreNotUsed() {
        broken("v5:int = add v3, v1", "v5:int, ~v7:int = idiv v3, v1\n  v8:int = copy v7", "v7 is lost");
    }

    @Test
    void addressesDoNotLiveAcrossSafepoints() {
        broken("{v5}", "{v7}", "v7 has no definition");
        String raw = "v5:int = add v3, v1\n  v7:raw = lea [thread + 8]";
        broken("v5:int = add v3, v1", raw + "\n  safepoint exit 2 poll {}\n  v8:int = load [v7]", "v7 is raw and alive");
        broken("v5:int = add v3, v1", raw + "\n  safepoint exit 2 poll {v7}", "v7 is raw and alive");
    }

    @Test
    void exitsAndConditions() {
        broken(" exit 0 zero {v4, int:5}", "", "no exit");
        broken("v2:int = const #7", "v2:int = const #7\n  v7:float = constf #0\n  v8:int = select v2, v2 if fcmp.ne v7, v7",
                "select cannot tell");
        broken("v6:raw = load", "v7:word = parameter #0\n  v6:raw = load", "not in the entry block");
        broken("parameter #0", "parameter #1", "no such parameter");
    }
}
