package perigee.stdlib;

/**
 * A point in time taken apart, with C's ranges (struct tm), in the proleptic Gregorian calendar.
 *
 * @param year      any that C's int can hold with 1900 subtracted
 * @param month     0 to 11
 * @param day       1 to 31
 * @param weekday   0 to 6, from Sunday
 * @param yearDay   0 to 365
 * @param zone      where it is that time
 */
record CalendarTime(long year, int month, int day, int hour, int minute, int second, int weekday, int yearDay,
        ZoneOffset zone) {
    static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;
    /** Days from the first of March of year 0 to the first of January 1970. */
    private static final int EPOCH_DAY = 719_468;

    /**
     * Takes a time apart.
     *
     * @param time seconds since 1970 in UTC
     * @return null when C's int cannot hold the year
     */
    static CalendarTime of(long time, ZoneOffset zone) {
        if (time > Long.MAX_VALUE - SECONDS_PER_DAY || time < Long.MIN_VALUE + SECONDS_PER_DAY) {
            return null;
        }
        long local = time + zone.seconds();
        long days = Math.floorDiv(local, SECONDS_PER_DAY);
        int rest = (int) Math.floorMod(local, SECONDS_PER_DAY);
        // Years from March, so that the leap day is the last.
        long shifted = days + EPOCH_DAY;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) Math.floorMod(shifted, DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayFromMarch + 2) / 153;
        int day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10;
        long year = era * YEARS_PER_ERA + yearOfEra + (month < 2 ? 1 : 0);
        if (year - 1900 != (int) (year - 1900)) {
            return null;
        }
        return new CalendarTime(year, month, day, rest / 3600, rest / 60 % 60, rest % 60,
                (int) Math.floorMod(days + 4, 7L), (int) (days - daysBefore(year, 0)), zone);
    }

    static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int daysIn(long year) {
        return isLeap(year) ? 366 : 365;
    }

    /** Days from 1970 to the first of a month; months beyond 0 to 11 count from other years. */
    static long daysBefore(long year, long month) {
        long realYear = year + Math.floorDiv(month, 12L);
        int realMonth = (int) Math.floorMod(month, 12L);
        long fromMarch = realMonth < 2 ? realYear - 1 : realYear;
        int monthFromMarch = realMonth < 2 ? realMonth + 10 : realMonth - 2;
        long era = Math.floorDiv(fromMarch, (long) YEARS_PER_ERA);
        int yearOfEra = (int) Math.floorMod(fromMarch, (long) YEARS_PER_ERA);
        int dayOfYear = (153 * monthFromMarch + 2) / 5;
        return era * DAYS_PER_ERA + 365L * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - EPOCH_DAY;
    }
}
