package perigee.stdlib;

import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** {@code os.date}, {@code os.time} and {@code os.difftime} (manual 6.9). */
final class DateFunctions {
    /** Where C's years and months begin. */
    private static final int FIRST_YEAR = 1900;
    private static final int NOON = 12;
    private static final int REQUIRED = -1;

    private final LuaState state;
    /** Made when it is first needed. */
    private LocalClock localClock;

    private DateFunctions(LuaState state) {
        this.state = state;
    }

    static void addTo(LuaState state, LibraryTable library) {
        DateFunctions functions = new DateFunctions(state);
        library.add("date", functions::date)
                .add("difftime", DateFunctions::difference)
                .add("time", functions::time);
    }

    private LocalClock localClock() {
        if (localClock == null) {
            byte[] variable = Environment.get(new byte[] {'T', 'Z'});
            localClock = new LocalClock(TimeZone.of(variable == null ? null : HostFiles.name(variable)));
        }
        return localClock;
    }

    private static long now() {
        return Math.floorDiv(System.currentTimeMillis(), 1000L);
    }

    private static int difference(Call call) {
        return call.result(Word.ofFloat((double) call.checkInteger(1) - (double) call.checkInteger(2)));
    }

    // ---- os.date -----------------------------------------------------------------------------------------------------

    private int date(Call call) {
        byte[] format = call.isNoneOrNil(1) ? new byte[] {'%', 'c'} : Strings.toBytes(call.checkString(1));
        long time = call.isNoneOrNil(2) ? now() : call.checkInteger(2);
        boolean isUtc = format.length > 0 && format[0] == '!';
        int start = isUtc ? 1 : 0;
        CalendarTime taken = isUtc ? CalendarTime.of(time, ZoneOffset.UTC) : localClock().at(time);
        if (taken == null) {
            throw call.error("date result cannot be represented in this installation");
        }
        if (isTableFormat(format, start)) {
            call.push(state.tables().create(0, 0));
            setFields(call, taken);
            return call.result(call.popWord());
        }
        ByteBuilder text = new ByteBuilder();
        for (int i = start; i < format.length; i++) {
            if (format[i] != '%') {
                text.append(format[i]);
                continue;
            }
            int length = DateFormat.specifierLength(format, i + 1);
            if (length == 0) {
                throw call.argumentError(1, "invalid conversion specifier '" + textFrom(format, i) + "'");
            }
            i += length;
            DateFormat.append(text, format[i], taken);
        }
        return call.result(state.strings().of(text.array(), 0, text.length()));
    }

    /** Whether the format is "*t", up to its end or a zero. */
    private static boolean isTableFormat(byte[] format, int start) {
        return format.length >= start + 2 && format[start] == '*' && format[start + 1] == 't'
                && (format.length == start + 2 || format[start + 2] == 0);
    }

    private static String textFrom(byte[] format, int start) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < format.length && format[i] != 0; i++) {
            text.append((char) (format[i] & 0xFF));
        }
        return text.toString();
    }

    /** Sets the fields of the table on top of the stack. */
    private void setFields(Call call, CalendarTime time) {
        setField(call, "year", time.year());
        setField(call, "month", time.month() + 1);
        setField(call, "day", time.day());
        setField(call, "hour", time.hour());
        setField(call, "min", time.minute());
        setField(call, "sec", time.second());
        setField(call, "yday", time.yearDay() + 1);
        setField(call, "wday", time.weekday() + 1);
        call.setIndex(call.fromTop(1), state.strings().internOf("isdst"), Word.ofBoolean(time.zone().daylight()));
    }

    private void setField(Call call, String key, long value) {
        call.setIndex(call.fromTop(1), state.strings().internOf(key), state.integer(value));
    }

    // ---- os.time -----------------------------------------------------------------------------------------------------

    private int time(Call call) {
        if (call.isNoneOrNil(1)) {
            return call.result(state.integer(now()));
        }
        call.push(call.checkTable(1));
        long year = field(call, "year", REQUIRED, FIRST_YEAR) + (long) FIRST_YEAR;
        int month = field(call, "month", REQUIRED, 1);
        int day = field(call, "day", REQUIRED, 0);
        int hour = field(call, "hour", NOON, 0);
        int minute = field(call, "min", 0, 0);
        int second = field(call, "sec", 0, 0);
        long daylight = call.index(call.fromTop(1), state.strings().internOf("isdst"));
        long shown = (CalendarTime.daysBefore(year, month) + day - 1) * CalendarTime.SECONDS_PER_DAY
                + hour * 3600L + minute * 60L + second;
        long time = localClock().timeOf(shown, daylight == Word.NIL ? -1 : Word.isTruthy(daylight) ? 1 : 0);
        CalendarTime normalized = localClock().at(time);
        if (normalized == null || time == -1) {
            throw call.error("time result cannot be represented in this installation");
        }
        setFields(call, normalized);
        return call.result(state.integer(time));
    }

    /**
     * A field of the table on top of the stack.
     *
     * @param otherwise the value of a field that is nil, or {@link #REQUIRED}
     * @param delta     what C subtracts from such fields before they have to fit its int
     */
    private int field(Call call, String key, int otherwise, int delta) {
        long word = call.index(call.fromTop(1), state.strings().internOf(key));
        long integer = state.conversions().toInteger(word);
        if (integer == Word.NIL) {
            if (word != Word.NIL) {
                throw call.error("field '" + key + "' is not an integer");
            }
            if (otherwise == REQUIRED) {
                throw call.error("field '" + key + "' missing in date table");
            }
            return otherwise;
        }
        long value = LuaState.toLong(integer);
        if (value >= 0 ? value - delta > Integer.MAX_VALUE : value < Integer.MIN_VALUE + (long) delta) {
            throw call.error("field '" + key + "' is out-of-bound");
        }
        return (int) (value - delta);
    }
}
