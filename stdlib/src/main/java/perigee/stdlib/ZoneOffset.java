package perigee.stdlib;

/**
 * How clocks are set at some place and time.
 *
 * @param seconds  east of UTC
 * @param daylight whether that is daylight saving time
 * @param name     abbreviation
 */
record ZoneOffset(int seconds, boolean daylight, String name) {
    /** As C's {@code gmtime} calls it. */
    static final ZoneOffset UTC = new ZoneOffset(0, false, "GMT");
}
