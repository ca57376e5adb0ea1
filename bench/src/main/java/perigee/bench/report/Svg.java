package perigee.bench.report;

import java.util.Locale;

/** A picture that is being drawn, in SVG. Lengths are in pixels. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(String title, double width, double height) {
        text.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%1$.0f\" height=\"%2$.0f\""
                + " viewBox=\"0 0 %1$.0f %2$.0f\">\n", width, height));
        text.append("<title>").append(escape(title)).append("</title>\n");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Text in an XML document, or in an attribute in double quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** @param kind a class of the page's style sheet */
    void rectangle(String kind, double x, double y, double width, double height, String tip) {
        text.append(format("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
                kind, x, y, width, height)).append("<title>").append(escape(tip)).append("</title></rect>\n");
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        text.append(format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
                kind, x1, y1, x2, y2));
    }

    /** @param points x and y in turn */
    void polyline(String kind, double[] points) {
        text.append("<polyline class=\"").append(kind).append("\" points=\"");
        for (int i = 0; i < points.length; i += 2) {
            text.append(format("%.1f,%.1f ", points[i], points[i + 1]));
        }
        text.append("\"/>\n");
    }

    /** @param kind with {@code end} the text ends at x, with {@code middle} its middle is there */
    void text(String kind, double x, double y, String words) {
        text.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", kind, x, y, escape(words)));
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
