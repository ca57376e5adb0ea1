package perigee.vm.explain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation for a person: the hottest parts, each with what there is to say of it. A char for each byte. */
public final class ExplanationText {
    /** More parts than these are not worth their lines; so are more sites of one of them. */
    private static final int MOST_ITEMS = 20;
    private static final int MOST_SITES = 8;
    private static final int LONGEST_SOURCE = 60;

    private ExplanationText() {
    }

    public static String of(Explanation explanation) {
        long all = explanation.items().stream().mapToLong(Explanation.Item::allMicros).sum() + explanation.collector()
                + explanation.compilers() + explanation.elsewhere();
        StringBuilder text = new StringBuilder("---- why is it not faster? ----\n");
        if (explanation.isTimed()) {
            text.append(String.format(Locale.ROOT, "%.1f ms: collector %s, compilers %s, outside of functions %s%s\n",
                    all / 1e3, share(explanation.collector(), all), share(explanation.compilers(), all),
                    share(explanation.elsewhere(), all),
                    explanation.lost() == 0 ? "" : "; " + explanation.lost() + " samples lost"));
        } else {
            text.append("(no times: this system cannot take samples)\n");
        }
        List<Explanation.Item> items = explanation.items();
        for (Explanation.Item item : items.subList(0, Math.min(MOST_ITEMS, items.size()))) {
            text.append('\n');
            append(text, item, all);
        }
        if (items.size() > MOST_ITEMS) {
            text.append("\n(").append(items.size() - MOST_ITEMS).append(" cooler parts are not shown; --explain=json has them)\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Explanation.Item item, long all) {
        text.append(String.format(Locale.ROOT, "%6s  ", share(item.allMicros(), all)))
                .append(item.loop() == 0 ? item.function().endsWith(":0") ? "main chunk " : "function " : "loop at line "
                + item.loop() + " of ").append(item.function()).append(source(item.source())).append('\n');
        if (!item.micros().isEmpty()) {
            line(text, "time", item.micros().entrySet().stream().map(entry ->
                    entry.getKey() + " " + share(entry.getValue(), item.allMicros())).collect(Collectors.joining(", ")));
        }
        line(text, "tier", item.tier() + (item.obstacle() == null ? "" : "; " + item.obstacle()));
        for (Explanation.Site site : item.sites().subList(0, Math.min(MOST_SITES, item.sites().size()))) {
            line(text, "site", "line " + site.line() + ": " + site.what() + source(site.source()));
        }
        for (Explanation.Guard guard : item.guards().subList(0, Math.min(MOST_SITES, item.guards().size()))) {
            line(text, "guard", guard.place() + ": " + guard.reason() + ", failed " + (guard.count() == 1 ? "once" : guard.count() + " times")
                    + kinds(guard.kinds()) + source(guard.source()));
        }
        item.advice().forEach(advice -> line(text, "try", advice));
    }

    private static void line(StringBuilder text, String title, String rest) {
        text.append(String.format(Locale.ROOT, "        %-6s", title)).append(rest).append('\n');
    }

    private static String kinds(Map<String, Long> kinds) {
        return kinds.isEmpty() ? "" : kinds.entrySet().stream().map(entry -> entry.getValue() + " of (" + entry.getKey() + ")")
                .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String source(String source) {
        return source == null || source.isEmpty() ? "" : "   | " + (source.length() <= LONGEST_SOURCE ? source
                : source.substring(0, LONGEST_SOURCE) + "...");
    }

    private static String share(long part, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
    }
}
