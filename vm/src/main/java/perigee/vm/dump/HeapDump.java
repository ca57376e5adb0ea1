package perigee.vm.dump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import perigee.heap.Heap;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.runtime.LuaState;

/** Which objects the heap holds: how many and how large, by type and by shape. What is dead and not yet found so counts. */
public final class HeapDump {
    private static final int MOST_SHAPES = 30;
    /** Names by {@link HeapType}. */
    static final String[] TYPES = {"free", "string", "rope", "table", "closure", "native", "userdata", "coroutine",
        "box", "cell", "array", "hash", "slots", "code"};

    /** Objects of one kind. */
    private static final class Group {
        private long count;
        private long bytes;
        private long young;

        void add(Heap heap, long object) {
            count++;
            bytes += Heap.sizeOf(object);
            young += heap.isYoung(object) ? 1 : 0;
        }
    }

    private final LuaState state;
    private final Map<Integer, Group> types = new TreeMap<>();
    private final Map<Integer, Group> shapes = new TreeMap<>();

    private HeapDump(LuaState state) {
        this.state = state;
    }

    /** The statistics as text. */
    public static String of(LuaState state) {
        HeapDump dump = new HeapDump(state);
        state.heap().forEach(dump::add);
        return dump.text();
    }

    private void add(long object) {
        int type = Memory.getByte(object + ObjectHeader.TYPE);
        types.computeIfAbsent(type, fresh -> new Group()).add(state.heap(), object);
        if (type == HeapType.TABLE) {
            int shape = Memory.getInt(object + ObjectHeader.SHAPE);
            shapes.computeIfAbsent(shape, fresh -> new Group()).add(state.heap(), object);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        line(text, "objects", "bytes", "young", "type");
        largestFirst(types).forEach(entry -> line(text, entry.getValue(), TYPES[entry.getKey()]));
        text.append('\n');
        line(text, "objects", "bytes", "young", "shape of tables");
        largestFirst(shapes).stream().limit(MOST_SHAPES)
                .forEach(entry -> line(text, entry.getValue(), ShapeText.of(state.shapes().byId(entry.getKey()))));
        if (shapes.size() > MOST_SHAPES) {
            text.append("and ").append(shapes.size() - MOST_SHAPES).append(" more shapes\n");
        }
        return text.toString();
    }

    private static List<Map.Entry<Integer, Group>> largestFirst(Map<Integer, Group> groups) {
        List<Map.Entry<Integer, Group>> entries = new ArrayList<>(groups.entrySet());
        entries.sort(Comparator.comparingLong((Map.Entry<Integer, Group> entry) -> entry.getValue().bytes).reversed());
        return entries;
    }

    private static void line(StringBuilder text, Group group, String name) {
        line(text, Long.toString(group.count), Long.toString(group.bytes), Long.toString(group.young), name);
    }

    private static void line(StringBuilder text, String count, String bytes, String young, String name) {
        text.append(String.format(Locale.ROOT, "%10s %12s %10s  %s%n", count, bytes, young, name));
    }
}
