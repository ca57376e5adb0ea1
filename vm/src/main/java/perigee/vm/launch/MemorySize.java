package perigee.vm.launch;

/** Sizes of memory, as the command line has them. */
final class MemorySize {
    private MemorySize() {
    }

    /** A number of bytes, or of KiB, MiB or GiB with a suffix k, m or g; 0 when it is none. */
    static long parse(String size) {
        int end = size.length();
        int shift = 0;
        if (end > 0) {
            shift = switch (size.charAt(end - 1)) {
                case 'k', 'K' -> 10;
                case 'm', 'M' -> 20;
                case 'g', 'G' -> 30;
                default -> 0;
            };
        }
        end -= shift == 0 ? 0 : 1;
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = size.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > 1L << 40) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value > Long.MAX_VALUE >> shift ? 0 : value << shift;
    }
}
