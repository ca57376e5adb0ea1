package perigee.vm.launch;

import java.io.FileInputStream;
import java.io.IOException;

/** Sizes of memory: as the command line has them, and how much Lua objects may take when it says nothing. */
final class MemorySize {
    /** Where there is no telling. */
    private static final long UNKNOWN = 4L << 30;
    private static final int LONGEST_LINE = 64;

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

    /** Half of what there is, in bytes. Address space only: memory is taken as it is touched. */
    static long defaultHeap() {
        long physical = firstNumber("/proc/meminfo") << 10;
        long group = firstNumber("/sys/fs/cgroup/memory.max");
        long least = physical <= 0 ? UNKNOWN : group <= 0 ? physical : Math.min(physical, group);
        return least / 2;
    }

    /** The first number in a file of the system; 0 when there is no file, or no number in its first line. */
    private static long firstNumber(String file) {
        byte[] text = new byte[LONGEST_LINE];
        int length;
        try (FileInputStream in = new FileInputStream(file)) {
            length = in.read(text);
        } catch (IOException none) {
            return 0;
        }
        long number = 0;
        boolean found = false;
        for (int i = 0; i < length && text[i] != '\n'; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
                found = true;
            } else if (found) {
                break;
            }
        }
        return number;
    }
}
