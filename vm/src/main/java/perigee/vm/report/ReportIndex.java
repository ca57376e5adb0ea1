package perigee.vm.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that has links to all others. It is complete after each addition: a program may end at any time. */
final class ReportIndex {
    private static final byte[] END = "</table></body></html>\n".getBytes(StandardCharsets.US_ASCII);

    private final Path file;

    ReportIndex(Path file, String style) throws IOException {
        this.file = file;
        Files.writeString(file, Html.head("Compiles", style) + "</header>\n<table>\n"
                + "<tr><th>number</th><th>function</th><th>result</th></tr>\n" + new String(END, StandardCharsets.US_ASCII));
    }

    /** A row, with a link to a page; may be called by any thread. */
    synchronized void add(int number, String page, String title, String outcome) throws IOException {
        String row = "<tr><td>" + number + "</td><td><a href=\"" + Html.escape(page) + "\">" + Html.escape(title)
                + "</a></td><td>" + Html.escape(outcome) + "</td></tr>\n";
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length() - END.length);
            out.write(row.getBytes(StandardCharsets.UTF_8));
            out.write(END);
        }
    }
}
