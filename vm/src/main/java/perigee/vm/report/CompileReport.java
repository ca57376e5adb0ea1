package perigee.vm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import perigee.build.CompileRequest;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.vm.replay.CompileRecorder;
import perigee.vm.tier.CompileListener;

/** Writes a page for each compile. Compiles on several threads share the index alone. */
public final class CompileReport implements CompileListener {
    private final Path directory;
    private final Consumer<String> warnings;
    private final ReportIndex index;
    private final String style = resource("page.css");
    private final String script = resource("page.js");
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Makes the directory if it is not there, and the index.
     *
     * @param warnings told of files that cannot be written; the program goes on
     */
    public CompileReport(Path directory, Consumer<String> warnings) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.warnings = warnings;
        index = new ReportIndex(directory.resolve("index.html"), style);
    }

    private static String resource(String name) {
        try (InputStream in = CompileReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        int number = count.incrementAndGet();
        return new ReportStages(request, (panes, result) -> write(number, request, panes, result));
    }

    private void write(int number, CompileRequest request, List<Pane> panes, CompileResult result) {
        String file = CompileRecorder.fileName(request, number) + ".html";
        String title = Html.decode(request.root().name())
                + (request.isForLoop() ? ", loop at instruction " + request.loop() : "");
        String outcome = switch (result) {
            case CompileResult.Code(var code, _, _, _, _) -> code.code().codeSize() + " bytes of code";
            case CompileResult.BailOut(String reason, _) -> "no code: " + Html.decode(reason);
        };
        StringBuilder page = new StringBuilder(Html.head(title, style)).append(Html.escape(outcome)).append(" · <a href=\"index.html\">all compiles</a></header>\n<main>\n");
        panes.forEach(pane -> page.append(pane.html()));
        page.append("</main>\n<script>\n").append(script).append("</script></body></html>\n");
        try {
            Files.writeString(directory.resolve(file), page);
            index.add(number, file, title, outcome);
        } catch (IOException failure) {
            warnings.accept("a compile is not reported: " + failure);
        }
    }
}
