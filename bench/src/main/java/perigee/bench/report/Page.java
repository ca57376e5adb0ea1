package perigee.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of all results: for each class its pictures, and its numbers below them. */
final class Page {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
            <head>
            <meta charset="UTF-8"/>
            <meta name="viewport" content="width=device-width"/>
            <title>Perigee: JMH benchmarks</title>
            <style>
            %s</style>
            </head>
            <body>
            <h1>Perigee: JMH benchmarks</h1>
            <p>%s</p>
            <p>All are times, so short bars are good. “fastest” is the fastest iteration; “over the loop” is that less
            the fastest iteration of the loop around it, with the same parameters. A thin line on a bar is the error
            that JMH gives, the half width of a confidence interval of 99.9 %%; where it is more than the score, it
            is left out.</p>
            %s""";

    private Page() {
    }

    static String of(Results results) {
        StringBuilder page = new StringBuilder(HEAD.formatted(Palette.STYLE, Svg.escape(results.jvm()),
                Palette.legend(results.all().stream())));
        results.groups().forEach((group, members) -> {
            page.append("<h2>").append(Svg.escape(group)).append("</h2>\n");
            by(Result::label, members.stream().filter(Result::isCurve).toList()).forEach((label, curves) ->
                    page.append("<h3>").append(Svg.escape(label)).append("</h3>\n").append(Curves.of(label, curves)));
            by(Result::unit, members.stream().filter(result -> !result.isCurve())
                    .flatMap(result -> result.bars().stream()).toList())
                    .forEach((unit, bars) -> page.append(BarChart.of(group + ", " + unit, bars)));
            page.append("<details><summary>Numbers</summary>\n").append(new Figures(results, members).html())
                    .append("</details>\n");
        });
        return page.append("</body>\n</html>\n").toString();
    }

    private static Map<String, List<Result>> by(Function<Result, String> key, List<Result> results) {
        return results.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
