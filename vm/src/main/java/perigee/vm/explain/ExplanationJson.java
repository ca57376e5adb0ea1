package perigee.vm.explain;

import java.util.Map;
import perigee.vm.json.JsonWriter;

/**
 * An explanation for a program: one line of JSON.
 *
 * <pre>
 *   {"version": 1, "timed": true, "sample_us": 1000, "lost_samples": 0,
 *    "collector_us": N, "compiler_us": N, "elsewhere_us": N,
 *    "parts": [{"function": "script.lua:6", "loop_line": N or null, "source": "..." or null,
 *               "time_us": {"optimised": N, ...}, "tier": "...", "obstacle": "..." or null,
 *               "megamorphic": [{"line": N, "what": "...", "source": "..."}],
 *               "guards": [{"place": "script.lua:7", "reason": "...", "count": N, "kinds": {"integer, float": N},
 *                           "source": "..."}],
 *               "advice": ["..."]}]}
 * </pre>
 */
public final class ExplanationJson {
    private ExplanationJson() {
    }

    public static String of(Explanation explanation) {
        JsonWriter json = new JsonWriter().beginObject().member("version", Explanation.VERSION).name("timed")
                .value(explanation.isTimed()).member("sample_us", Sampler.PERIOD / 1_000)
                .member("lost_samples", explanation.lost()).member("collector_us", explanation.collector())
                .member("compiler_us", explanation.compilers()).member("elsewhere_us", explanation.elsewhere()).name("parts")
                .beginArray();
        explanation.items().forEach(item -> write(json, item));
        return json.endArray().endObject().take() + "\n";
    }

    private static void write(JsonWriter json, Explanation.Item item) {
        json.beginObject().member("function", JsonWriter.decode(item.function())).name("loop_line");
        if (item.loop() == 0) {
            json.value((String) null);
        } else {
            json.value(item.loop());
        }
        json.member("source", decoded(item.source())).name("time_us");
        counts(json, item.micros());
        json.member("tier", item.tier()).member("obstacle", decoded(item.obstacle())).name("megamorphic").beginArray();
        for (Explanation.Site site : item.sites()) {
            json.beginObject().member("line", site.line()).member("what", JsonWriter.decode(site.what()))
                    .member("source", decoded(site.source())).endObject();
        }
        json.endArray().name("guards").beginArray();
        for (Explanation.Guard guard : item.guards()) {
            json.beginObject().member("place", JsonWriter.decode(guard.place())).member("reason", guard.reason())
                    .member("count", guard.count()).name("kinds");
            counts(json, guard.kinds());
            json.member("source", decoded(guard.source())).endObject();
        }
        json.endArray().name("advice").beginArray();
        item.advice().forEach(json::value);
        json.endArray().endObject();
    }

    private static void counts(JsonWriter json, Map<String, Long> counts) {
        json.beginObject();
        counts.forEach(json::member);
        json.endObject();
    }

    private static String decoded(String bytes) {
        return bytes == null ? null : JsonWriter.decode(bytes);
    }
}
