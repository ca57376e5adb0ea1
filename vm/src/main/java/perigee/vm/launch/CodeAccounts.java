package perigee.vm.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeOwner;
import perigee.code.CodeStatistics;
import perigee.code.Usage;

/** What installed code takes: in all, by kind, and by owner. */
final class CodeAccounts {
    /** Owners that are worth a line. */
    private static final int MOST_OWNERS = 10;

    private CodeAccounts() {
    }

    static String of(CodeCache cache) {
        CodeStatistics all = cache.statistics();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, """
                code cache        %d of %d bytes in use, %d committed, %d free pieces, the largest %d
                code installed    %d pieces, %d freed, %d evicted, %d refused, %d patches
                """, all.capacity() - all.free(), all.capacity(), all.committed(), all.freeRanges(), all.largestFree(),
                all.installs(), all.reclaims(), all.evictions(),
                all.refusals().values().stream().mapToLong(Long::longValue).sum(), all.patches()));
        String title = "code by kind      ";
        for (CodeKind kind : CodeKind.values()) {
            title = line(text, title, kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), cache.usage(kind));
        }
        title = "code by owner     ";
        for (CodeOwner owner : largest(cache)) {
            title = line(text, title, owner.name(), owner.usage());
        }
        return text.toString();
    }

    private static List<CodeOwner> largest(CodeCache cache) {
        Set<CodeOwner> owners = Collections.newSetFromMap(new IdentityHashMap<>());
        cache.map().forEach(code -> owners.add(code.owner()));
        List<CodeOwner> sorted = new ArrayList<>(owners);
        sorted.sort(Comparator.comparingLong((CodeOwner owner) -> owner.usage().codeBytes()).reversed()
                .thenComparing(CodeOwner::name));
        return sorted.subList(0, Math.min(MOST_OWNERS, sorted.size()));
    }

    /** Returns what the next line begins with. */
    private static String line(StringBuilder text, String title, String name, Usage usage) {
        text.append(String.format(Locale.ROOT, "%s%s: %d pieces, %d bytes, %d of metadata%n", title, name, usage.objects(),
                usage.codeBytes(), usage.metadataBytes()));
        return " ".repeat(title.length());
    }
}
