package perigee.stdlib;

/** From what clocks at this place show to a time: C's {@code mktime}, with its way out of gaps and ambiguities. */
final class LocalClock {
    /** How far, in seconds, to look for a time with the wanted daylight saving, and the steps; as the reference's C library. */
    private static final long SEARCH_RANGE = 457_243_209 / 2 + 601_200;
    private static final long SEARCH_STEP = 601_200;
    private static final int MOST_TRIALS = 6;
    /** Seconds between standard and daylight saving time where no such time is known. */
    private static final int USUAL_DIFFERENCE = 3600;

    private final TimeZone zone;
    /** Where the search for a time starts: the offset of the last one found. An ambiguous time is taken to be like it. */
    private int lastOffset;

    LocalClock(TimeZone zone) {
        this.zone = zone;
    }

    /** Takes a time apart; null when C's int cannot hold the year. */
    CalendarTime at(long time) {
        return CalendarTime.of(time, zone.at(time));
    }

    /**
     * The time at which clocks show this. In a gap, or where daylight saving is not what was meant, a time near by.
     *
     * @param shown    seconds since 1970, as if clocks showed UTC
     * @param daylight 1 when daylight saving time is meant, 0 when standard time, -1 when that is not known
     */
    long timeOf(long shown, int daylight) {
        long time = search(shown, daylight);
        lastOffset = (int) (shown - time);
        return time;
    }

    /** Tries the offset of each trial on the next one, until it is its own. */
    private long search(long shown, int daylight) {
        long time = shown - lastOffset;
        long last = time;
        long lastButOne = time;
        boolean wasDaylight = false;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            ZoneOffset offset = zone.at(time);
            long next = shown - offset.seconds();
            if (next == time) {
                boolean differs = daylight >= 0 && offset.daylight() != (daylight > 0);
                return differs ? withDaylight(shown, daylight > 0, time) : time;
            }
            if (time == lastButOne && time != last && isPreferred(daylight, offset.daylight(), wasDaylight)) {
                // A gap: two times lead to each other for ever.
                return time;
            }
            lastButOne = last;
            last = time;
            time = next;
            wasDaylight = offset.daylight();
        }
        return time;
    }

    /** Whether to stay, of the two times on both sides of a gap, at the one with this daylight saving. */
    private static boolean isPreferred(int wanted, boolean isDaylight, boolean otherIsDaylight) {
        return wanted < 0 ? isDaylight || !otherIsDaylight : isDaylight != (wanted > 0);
    }

    /** The clocks would show this at another daylight saving: the nearest time that has it tells the offset. */
    private long withDaylight(long shown, boolean daylight, long time) {
        for (long distance = SEARCH_STEP; distance < SEARCH_RANGE; distance += SEARCH_STEP) {
            for (int direction = -1; direction <= 1; direction += 2) {
                ZoneOffset offset = zone.at(time + direction * distance);
                if (offset.daylight() == daylight) {
                    return shown - offset.seconds();
                }
            }
        }
        return time + (daylight ? -USUAL_DIFFERENCE : USUAL_DIFFERENCE);
    }
}
