package perigee.vm.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import perigee.bytecode.Printer;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LoadedFunction;
import perigee.vm.dump.FeedbackDump;

/** How far a function has come: the tier of its next call, its machine code, what it has seen. */
final class TierReport {
    private final ReplHost host;
    private final LoadedFunction function;

    TierReport(ReplHost host, LoadedFunction function) {
        this.host = host;
        this.function = function;
    }

    /** A char for each byte. */
    String text() {
        StringBuilder text = new StringBuilder(Printer.title(function.prototype())).append('\n');
        text.append("next call   ").append(tier()).append('\n');
        for (CodeObject object : objects()) {
            text.append(String.format(Locale.ROOT, "%-12s%s, %d bytes%n", "code",
                    object.kind() == CodeKind.BASELINE ? object.name() + " baseline"
                            : object.kind() == CodeKind.CACHE_STUB ? object.name() + " stub of an inline cache"
                            : object.name(), object.size()));
        }
        text.append("closures    ").append(Memory.getLong(function.code() + FunctionLayout.CLOSURES)).append(" made\n\n");
        return text.append(FeedbackDump.of(host.state(), host.driver(), function)).toString();
    }

    private List<CodeObject> objects() {
        return new ArrayList<>(host.code().of(function));
    }

    private String tier() {
        long entry = Memory.getLong(function.code() + FunctionLayout.NATIVE_ENTRY);
        if (entry == 0) {
            return "interpreted, after " + Memory.getInt(function.code() + FunctionLayout.CALLS) + " calls";
        }
        CodeObject code = host.tiers().cache().map().find(entry);
        return code.kind() == CodeKind.OPTIMISED ? "optimised code" : "baseline code";
    }
}
