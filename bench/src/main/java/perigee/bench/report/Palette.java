package perigee.bench.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Colours of the tiers, which differ for the colour-blind too, and the rest of the page's style. */
final class Palette {
    private static final List<String> TIERS = List.of("interp", "baseline", "optimized", "auto");

    static final String STYLE = """
            body { font: 14px/1.45 system-ui, sans-serif; color: #222; background: #fff; max-width: 960px;
                margin: 24px auto; padding: 0 16px; }
            h1 { font-size: 22px; } h2 { font-size: 18px; margin: 36px 0 8px; }
            h3 { font-size: 14px; margin: 16px 0 4px; }
            p { color: #555; max-width: 720px; }
            svg { display: block; max-width: 100%; height: auto; margin: 8px 0; font: 12px system-ui, sans-serif; }
            svg text { fill: #222; } svg .small { font-size: 11px; } svg .end { text-anchor: end; }
            svg .middle { text-anchor: middle; } .axis { stroke: #888; } .grid { stroke: #e4e4e4; }
            .error { stroke: #000; stroke-opacity: 0.5; }
            .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
            .interp { --tier: #7f7f7f; } .baseline { --tier: #0072b2; } .optimized { --tier: #d55e00; }
            .auto { --tier: #009e73; } .none { --tier: #56799c; }
            rect.bar { fill: var(--tier); } polyline.curve { stroke: var(--tier); }
            svg text.interp, svg text.baseline, svg text.optimized, svg text.auto, svg text.none { fill: var(--tier); }
            .legend span { border-left: 14px solid var(--tier); padding-left: 6px; margin-right: 18px; color: #222; }
            table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
            th, td { padding: 1px 10px 1px 0; text-align: right; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; } th { border-bottom: 1px solid #888; }
            details { margin: 6px 0; overflow-x: auto; } summary { cursor: pointer; color: #555; }
            """;

    private Palette() {
    }

    /** The class of the style sheet that has a tier's colour. */
    static String kind(String tier) {
        return TIERS.contains(tier) ? tier : "none";
    }

    /** Which colour is which tier, of those that results have. */
    static String legend(Stream<Result> results) {
        Set<String> there = results.map(Result::tier).collect(Collectors.toSet());
        return TIERS.stream().filter(there::contains)
                .map(tier -> "<span class=\"" + tier + "\">" + tier + "</span>")
                .collect(Collectors.joining("\n", "<p class=\"legend\">", "</p>\n"));
    }
}
