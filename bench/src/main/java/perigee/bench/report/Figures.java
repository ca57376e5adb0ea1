package perigee.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The table of one class's results: a row a result, columns as its results need them. */
final class Figures {
    private record Column(String title, Function<Result, String> cell) {
    }

    private final List<Result> rows;
    private final List<Column> columns = new ArrayList<>();

    Figures(Results results, List<Result> rows) {
        this.rows = rows;
        columns.add(new Column("benchmark", Result::label));
        columns.add(new Column(Result.TIER, Result::tier));
        columns.add(new Column("score", result -> number(result.score())));
        columns.add(new Column("±", result -> number(result.error())));
        if (rows.stream().anyMatch(Result::isCurve)) {
            columns.add(new Column("first", result -> number(result.iterations()[0])));
            columns.add(new Column("last", result -> number(result.iterations()[result.iterations().length - 1])));
        }
        columns.add(new Column("fastest", result -> number(result.fastest())));
        if (rows.stream().anyMatch(result -> results.loopOf(result).isPresent())) {
            columns.add(new Column("over the loop",
                    result -> results.overLoop(result).map(Figures::number).orElse("")));
        }
        if (rows.stream().anyMatch(Result::isSampled)) {
            for (double percent : Result.PERCENTILES) {
                columns.add(new Column(Result.percentText(percent), result -> number(result.percentile(percent))));
            }
        }
        columns.add(new Column("unit", Result::unit));
        Set<String> others = new TreeSet<>();
        rows.forEach(row -> others.addAll(row.others().keySet()));
        others.forEach(other -> columns.add(new Column(other,
                result -> number(result.others().getOrDefault(other, Double.NaN)))));
        columns.removeIf(column -> rows.stream().allMatch(row -> column.cell().apply(row).isEmpty()));
    }

    /** With four digits that count, or none after the point if there are more before it; nothing if it is no number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        int before = value == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(4 - before, 0, 3) + "f", value);
    }

    String html() {
        StringBuilder html = new StringBuilder("<table>\n<tr>");
        columns.forEach(column -> html.append("<th>").append(Svg.escape(column.title())).append("</th>"));
        html.append("</tr>\n");
        for (Result row : rows) {
            html.append("<tr>");
            columns.forEach(column -> html.append("<td>").append(Svg.escape(column.cell().apply(row))).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</table>\n").toString();
    }
}
