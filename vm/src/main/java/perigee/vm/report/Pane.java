package perigee.vm.report;

import java.util.regex.Pattern;

/** One column of a page: rows of text, each with the source line that it belongs to. */
final class Pane {
    private static final Pattern EXIT = Pattern.compile("\\bexit #?([0-9]+)\\b");

    private final String title;
    private final boolean isWide;
    private final StringBuilder html = new StringBuilder();
    private final StringBuilder links = new StringBuilder();
    private boolean isOpen;

    Pane(String title, boolean isWide) {
        this.title = title;
        this.isWide = isWide;
    }

    /** Begins a part that has a link at the top of the pane. */
    void part(String id, String name) {
        close();
        links.append("<a href=\"#").append(id).append("\">").append(Html.escape(name)).append("</a>\n");
        html.append("<pre class=\"pass\" id=\"").append(id).append("\">");
        isOpen = true;
    }

    /** What would be a part, but is equal to the one before. */
    void noPart(String name) {
        links.append("<span class=\"remark\">").append(Html.escape(name)).append(" (no change)</span>\n");
    }

    private void open() {
        if (!isOpen) {
            html.append("<pre>");
            isOpen = true;
        }
    }

    private void close() {
        if (isOpen) {
            html.append("</pre>\n");
            isOpen = false;
        }
    }

    void heading(String text) {
        element(0, null, "<span class=\"heading\">" + Html.escape(text) + "</span>");
    }

    /** @param line of the source; 0: none */
    void row(int line, String text) {
        element(line, null, Html.escape(text));
    }

    /** A row whose second part is of less interest. */
    void row(int line, String text, String remark) {
        element(line, null, Html.escape(text) + "<span class=\"remark\">" + Html.escape(remark) + "</span>");
    }

    /** A row with links to the rows of the exits that it names. */
    void rowWithExits(int line, String text) {
        element(line, null, EXIT.matcher(Html.escape(text)).replaceAll("<a href=\"#exit-$1\">$0</a>"));
    }

    /** The row of an exit, to which others have links. */
    void exit(int line, int number, String text) {
        element(line, "exit-" + number, Html.escape(text));
    }

    private void element(int line, String id, CharSequence content) {
        open();
        html.append("<div");
        if (id != null) {
            html.append(" id=\"").append(id).append('"');
        }
        if (line > 0) {
            html.append(" data-line=\"").append(line).append('"');
        }
        html.append('>').append(content).append("</div>");
    }

    /** The whole, empty if there are no rows. */
    String html() {
        close();
        return html.isEmpty() ? "" : "<section" + (isWide ? " class=\"wide\"" : "") + "><h2>" + Html.escape(title) + "</h2>\n"
                + (links.isEmpty() ? "" : "<nav>" + links + "</nav>\n") + html + "</section>\n";
    }
}
