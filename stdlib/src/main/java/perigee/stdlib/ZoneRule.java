package perigee.stdlib;

/**
 * A rule for all years, as in the variable TZ (POSIX 8.3): "CET-1CEST,M3.5.0,M10.5.0/3". Immutable.
 */
final class ZoneRule {
    private static final int HOUR = 3600;
    private static final int FIRST_YEAR = 1970;
    /** What the reference's C library assumes where a rule has no dates. */
    private static final String USUAL_DATES = ",M3.2.0,M11.1.0";

    private final ZoneOffset standard;
    /** Null when there is no daylight saving time. */
    private final ZoneOffset daylight;
    private final Change toDaylight;
    private final Change toStandard;

    private ZoneRule(ZoneOffset standard, ZoneOffset daylight, Change toDaylight, Change toStandard) {
        this.standard = standard;
        this.daylight = daylight;
        this.toDaylight = toDaylight;
        this.toStandard = toStandard;
    }

    /** The day of a change, in one of three forms, and the seconds from its midnight. */
    private record Change(char form, int month, int week, int day, int second) {
        /** Seconds from 1970, by the clocks at the place. */
        long in(long year) {
            long first = CalendarTime.daysBefore(year, 0);
            long date = switch (form) {
                // The days from 1 that never count the leap day, and those from 0 that do.
                case 'J' -> first + day - 1 + (day >= 60 && CalendarTime.isLeap(year) ? 1 : 0);
                case 'M' -> weekdayOfMonth(year);
                default -> first + day;
            };
            return date * CalendarTime.SECONDS_PER_DAY + second;
        }

        private long weekdayOfMonth(long year) {
            long first = CalendarTime.daysBefore(year, month - 1);
            long after = CalendarTime.daysBefore(year, month);
            long date = first + Math.floorMod(day - (first + 4), 7L) + 7L * (week - 1);
            return date < after ? date : date - 7;
        }
    }

    /** Null when the text is no rule. */
    static ZoneRule parse(String text) {
        return new Parser(text).rule();
    }

    ZoneOffset at(long time) {
        if (daylight == null) {
            return standard;
        }
        CalendarTime here = CalendarTime.of(time, standard);
        // The reference's C library takes the dates of 1970 for all years before.
        long year = here == null ? FIRST_YEAR : Math.max(FIRST_YEAR, here.year());
        long start = toDaylight.in(year) - standard.seconds();
        long end = toStandard.in(year) - daylight.seconds();
        boolean isDaylight = start < end ? time >= start && time < end : time >= start || time < end;
        return isDaylight ? daylight : standard;
    }

    /** Reads a rule; any method sets {@code failed} when the text does not fit. */
    private static final class Parser {
        private String text;
        private int i;
        private boolean failed;

        Parser(String text) {
            this.text = text;
        }

        ZoneRule rule() {
            String name = name();
            ZoneOffset standard = new ZoneOffset(failed || i == text.length() ? 0 : -time(), false, name);
            if (failed) {
                return null;
            }
            if (i == text.length()) {
                return new ZoneRule(standard, null, null, null);
            }
            String daylightName = name();
            int seconds = standard.seconds() + HOUR;
            if (i < text.length() && text.charAt(i) != ',') {
                seconds = -time();
            }
            if (i == text.length()) {
                text += USUAL_DATES;
            }
            Change start = change();
            Change end = change();
            return failed || i < text.length() ? null
                    : new ZoneRule(standard, new ZoneOffset(seconds, true, daylightName), start, end);
        }

        /** Three letters or more, or anything between angle brackets. */
        private String name() {
            int start = i;
            if (isNext('<')) {
                int end = text.indexOf('>', i);
                failed |= end < 0;
                i = failed ? text.length() : end + 1;
                return failed ? "" : text.substring(start + 1, end);
            }
            while (i < text.length() && Character.isLetter(text.charAt(i))) {
                i++;
            }
            failed |= i - start < 3;
            return text.substring(start, i);
        }

        /** Hours with optional minutes and seconds, in seconds. */
        private int time() {
            int sign = isNext('-') ? -1 : 1;
            if (sign > 0) {
                isNext('+');
            }
            int seconds = number() * HOUR;
            if (isNext(':')) {
                seconds += number() * 60;
                if (isNext(':')) {
                    seconds += number();
                }
            }
            return sign * seconds;
        }

        private Change change() {
            failed |= !isNext(',');
            char form = 'N';
            int month = 0;
            int week = 0;
            if (isNext('J')) {
                form = 'J';
            } else if (isNext('M')) {
                form = 'M';
                month = number();
                failed |= !isNext('.');
                week = number();
                failed |= !isNext('.');
            }
            int day = number();
            int second = isNext('/') ? time() : 2 * HOUR;
            return new Change(form, month, week, day, second);
        }

        private boolean isNext(char c) {
            if (i < text.length() && text.charAt(i) == c) {
                i++;
                return true;
            }
            return false;
        }

        private int number() {
            int start = i;
            int value = 0;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i < start + 5) {
                value = value * 10 + text.charAt(i++) - '0';
            }
            failed |= i == start;
            return value;
        }
    }
}
