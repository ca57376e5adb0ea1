package perigee.stdlib;

import perigee.number.ByteBuilder;

/** The conversions of {@code os.date}: C's {@code strftime} in the C locale. */
final class DateFormat {
    private static final String[] DAYS = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    private static final String[] MONTHS = {"January", "February", "March", "April", "May", "June", "July", "August",
        "September", "October", "November", "December"};
    private static final int ABBREVIATION = 3;

    private static final String PLAIN = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    /** Conversions that a modifier may precede; it changes nothing in the C locale. */
    private static final String WITH_E = "cCxXyY";
    private static final String WITH_O = "deHImMSuUVwWy";

    private DateFormat() {
    }

    /** Length of the conversion specifier, '%' not counted, that begins at an index; 0 when there is no valid one. */
    static int specifierLength(byte[] format, int i) {
        if (i >= format.length) {
            return 0;
        }
        if (PLAIN.indexOf(format[i]) >= 0) {
            return 1;
        }
        String modified = format[i] == 'E' ? WITH_E : format[i] == 'O' ? WITH_O : "";
        return i + 1 < format.length && modified.indexOf(format[i + 1]) >= 0 ? 2 : 0;
    }

    /** Appends what a valid conversion letter stands for. The last years wrap around, as C's int does. */
    static void append(ByteBuilder to, int conversion, CalendarTime time) {
        switch (conversion) {
            case 'a' -> to.appendAscii(DAYS[time.weekday()].substring(0, ABBREVIATION));
            case 'A' -> to.appendAscii(DAYS[time.weekday()]);
            case 'b', 'h' -> to.appendAscii(MONTHS[time.month()].substring(0, ABBREVIATION));
            case 'B' -> to.appendAscii(MONTHS[time.month()]);
            case 'c' -> append(to, "a b e T Y", time);
            case 'C' -> number(to, Math.floorDiv((int) time.year(), 100), 1, '0');
            case 'd' -> number(to, time.day(), 2, '0');
            case 'D', 'x' -> append(to, "m/d/y", time);
            case 'e' -> number(to, time.day(), 2, ' ');
            case 'F' -> append(to, "Y-m-d", time);
            case 'g' -> number(to, Math.floorMod((int) isoYear(time), 100), 2, '0');
            case 'G' -> number(to, (int) isoYear(time), 1, '0');
            case 'H' -> number(to, time.hour(), 2, '0');
            case 'I' -> number(to, (time.hour() + 11) % 12 + 1, 2, '0');
            case 'j' -> number(to, time.yearDay() + 1, 3, '0');
            case 'm' -> number(to, time.month() + 1, 2, '0');
            case 'M' -> number(to, time.minute(), 2, '0');
            case 'n' -> to.append('\n');
            case 'p' -> to.appendAscii(time.hour() < 12 ? "AM" : "PM");
            case 'r' -> append(to, "I:M:S p", time);
            case 'R' -> append(to, "H:M", time);
            case 'S' -> number(to, time.second(), 2, '0');
            case 't' -> to.append('\t');
            case 'T', 'X' -> append(to, "H:M:S", time);
            case 'u' -> number(to, time.weekday() == 0 ? 7 : time.weekday(), 1, '0');
            case 'U' -> number(to, (time.yearDay() + 7 - time.weekday()) / 7, 2, '0');
            case 'V' -> number(to, isoWeek(time), 2, '0');
            case 'w' -> number(to, time.weekday(), 1, '0');
            case 'W' -> number(to, (time.yearDay() + 7 - weekdayFromMonday(time)) / 7, 2, '0');
            case 'y' -> number(to, Math.floorMod(time.year(), 100L), 2, '0');
            case 'Y' -> number(to, (int) time.year(), 1, '0');
            case 'z' -> offset(to, time.zone().seconds());
            case 'Z' -> to.appendAscii(time.zone().name());
            default -> to.append(conversion);
        }
    }

    /** Letters of a pattern are conversions, everything else stands for itself. */
    private static void append(ByteBuilder to, String pattern, CalendarTime time) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (Character.isLetter(c)) {
                append(to, c, time);
            } else {
                to.append(c);
            }
        }
    }

    private static void number(ByteBuilder to, long value, int width, char padding) {
        String digits = Long.toString(value);
        for (int i = digits.length(); i < width; i++) {
            to.append(padding);
        }
        to.appendAscii(digits);
    }

    private static void offset(ByteBuilder to, int seconds) {
        to.append(seconds < 0 ? '-' : '+');
        int minutes = Math.abs(seconds) / 60;
        number(to, minutes / 60 * 100 + minutes % 60, 4, '0');
    }

    private static int weekdayFromMonday(CalendarTime time) {
        return (time.weekday() + 6) % 7;
    }

    // ---- ISO 8601 weeks: the first one of a year is that of its first Thursday -----------------------------------------

    /** Day of the year, from 0, of the Thursday in the week of a day; outside the year at its ends. */
    private static int thursday(CalendarTime time) {
        return time.yearDay() - weekdayFromMonday(time) + 3;
    }

    private static int isoWeek(CalendarTime time) {
        int thursday = thursday(time);
        if (thursday < 0) {
            thursday += CalendarTime.daysIn(time.year() - 1);
        } else if (thursday >= CalendarTime.daysIn(time.year())) {
            thursday -= CalendarTime.daysIn(time.year());
        }
        return thursday / 7 + 1;
    }

    private static long isoYear(CalendarTime time) {
        int thursday = thursday(time);
        return thursday < 0 ? time.year() - 1
                : thursday >= CalendarTime.daysIn(time.year()) ? time.year() + 1 : time.year();
    }
}
