package perigee.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes' files. */
class PassFilesTest {
    private static final Map<String, Supplier<Pass>> PASSES = Map.of(
            "Canonicalizer", Canonicalizer::new,
            "GlobalValueNumbering", GlobalValueNumbering::new,
            "PhiRepresentation", PhiRepresentation::new,
            "GuardWidening", GuardWidening::new,
            "LoopInvariantMotion", LoopInvariantMotion::new,
            "CodeSinking", CodeSinking::new,
            "EscapeAnalysis", EscapeAnalysis::new,
            "StoreElimination", StoreElimination::new,
            "BarrierElimination", BarrierElimination::new);

    static Iterable<String> names() {
        return PASSES.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void passesDoWhatTheirFilesSay(String name) throws IOException {
        PassCases.check(name, PASSES.get(name));
    }

    @Test
    void everyFileIsTested() throws IOException {
        try (var files = Files.list(PassCases.DIRECTORY)) {
            assertEquals(PASSES.keySet(), files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .collect(Collectors.toSet()));
        }
    }
}
