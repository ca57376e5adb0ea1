package perigee.opt;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The passes' files. */
class PassFilesTest {
    @Test
    void canonicalizer() throws IOException {
        PassCases.check("Canonicalizer", Canonicalizer::new);
    }


    @Test
    void globalValueNumbering() throws IOException {
        PassCases.check("GlobalValueNumbering", GlobalValueNumbering::new);
    }

    @Test
    void phiRepresentation() throws IOException {
        PassCases.check("PhiRepresentation", PhiRepresentation::new);
    }
}
