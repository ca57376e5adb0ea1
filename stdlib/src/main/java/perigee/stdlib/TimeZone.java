package perigee.stdlib;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The local time zone, as C's library finds it: from the variable TZ, a rule or the name of a file of the zoneinfo
 * database, or from the system's setting (tzfile(5)). Java's own classes know the same facts, but neither all the
 * abbreviations nor the rules in TZ, and take longer to load than most scripts run.
 */
final class TimeZone {
    private static final String SYSTEM_SETTING = "/etc/localtime";
    private static final String DATABASE = "/usr/share/zoneinfo/";
    private static final ZoneOffset UNKNOWN = new ZoneOffset(0, false, "UTC");

    /** Times of changes, ascending, and what holds from each on. */
    private final long[] changes;
    private final ZoneOffset[] offsets;
    private final ZoneOffset first;
    /** What holds after the last change; may be null. */
    private final ZoneRule rule;

    private TimeZone(long[] changes, ZoneOffset[] offsets, ZoneOffset first, ZoneRule rule) {
        this.changes = changes;
        this.offsets = offsets;
        this.first = first;
        this.rule = rule;
    }

    /** @param variable the value of TZ; null when it is not set */
    static TimeZone of(String variable) {
        TimeZone zone = null;
        if (variable == null) {
            zone = read(SYSTEM_SETTING);
        } else {
            String name = variable.startsWith(":") ? variable.substring(1) : variable;
            if (!name.isEmpty()) {
                zone = read(name.startsWith("/") ? name : DATABASE + name);
                ZoneRule rule = zone == null ? ZoneRule.parse(name) : null;
                if (rule != null) {
                    zone = new TimeZone(new long[0], new ZoneOffset[0], UNKNOWN, rule);
                }
            }
        }
        return zone != null ? zone : new TimeZone(new long[0], new ZoneOffset[0], UNKNOWN, null);
    }

    /** What the clocks show at a time in seconds since 1970. */
    ZoneOffset at(long time) {
        if (rule != null && (changes.length == 0 || time >= changes[changes.length - 1])) {
            return rule.at(time);
        }
        int low = 0;
        int high = changes.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (changes[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? first : offsets[low - 1];
    }

    // ---- files of the database ---------------------------------------------------------------------------------------

    private static TimeZone read(String file) {
        if (!new File(file).isFile()) {
            return null;
        }
        try (FileInputStream in = new FileInputStream(file)) {
            ByteBuffer data = ByteBuffer.wrap(in.readAllBytes());
            Header header = Header.read(data);
            if (header == null) {
                return null;
            }
            if (header.version < '2') {
                return read(data, header, Integer.BYTES);
            }
            // The old data, with times of 32 bits, come first.
            data.position(data.position() + header.bytes(Integer.BYTES));
            return read(data, Header.read(data), Long.BYTES);
        } catch (IOException | RuntimeException damaged) {
            return null;
        }
    }

    private record Header(int version, int utcFlags, int standardFlags, int leaps, int times, int types, int letters) {
        private static final int MAGIC = 0x545A6966;
        private static final int UNUSED = 15;
        private static final int TYPE_BYTES = 6;

        static Header read(ByteBuffer data) {
            if (data.getInt() != MAGIC) {
                return null;
            }
            int version = data.get();
            data.position(data.position() + UNUSED);
            return new Header(version, data.getInt(), data.getInt(), data.getInt(), data.getInt(), data.getInt(),
                    data.getInt());
        }

        /** Size of the data behind the header. */
        int bytes(int timeBytes) {
            return times * (timeBytes + 1) + types * TYPE_BYTES + letters + leaps * (timeBytes + Integer.BYTES)
                    + standardFlags + utcFlags;
        }
    }

    private static TimeZone read(ByteBuffer data, Header header, int timeBytes) {
        int end = data.position() + header.bytes(timeBytes);
        long[] changes = new long[header.times];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = timeBytes == Long.BYTES ? data.getLong() : data.getInt();
        }
        byte[] typeOfChange = new byte[header.times];
        data.get(typeOfChange);
        ZoneOffset[] types = types(data, header);
        ZoneOffset[] offsets = new ZoneOffset[header.times];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = types[typeOfChange[i]];
        }
        data.position(end);
        return new TimeZone(changes, offsets, firstStandard(types), timeBytes == Long.BYTES ? footer(data) : null);
    }

    private static ZoneOffset[] types(ByteBuffer data, Header header) {
        ZoneOffset[] types = new ZoneOffset[header.types];
        int letters = data.position() + header.types * Header.TYPE_BYTES;
        for (int i = 0; i < types.length; i++) {
            int seconds = data.getInt();
            boolean daylight = data.get() != 0;
            int start = letters + data.get();
            int end = start;
            while (data.get(end) != 0) {
                end++;
            }
            types[i] = new ZoneOffset(seconds, daylight,
                    new String(data.array(), start, end - start, StandardCharsets.ISO_8859_1));
        }
        return types;
    }

    /** What C's library takes for times before the first change. */
    private static ZoneOffset firstStandard(ZoneOffset[] types) {
        for (ZoneOffset type : types) {
            if (!type.daylight()) {
                return type;
            }
        }
        return types[0];
    }

    /** The rule between two line feeds at the end. */
    private static ZoneRule footer(ByteBuffer data) {
        String text = new String(data.array(), data.position(), data.remaining(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n', 1);
        return end <= 1 ? null : ZoneRule.parse(text.substring(1, end));
    }
}
