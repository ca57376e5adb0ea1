package perigee.vm.launch;

import java.io.FileInputStream;
import java.io.IOException;

/** How much memory Lua objects may take when the command line does not say: half of what there is. */
final class MemorySize {
    /** Where there is no telling. */
    private static final long UNKNOWN = 4L << 30;
    private static final int LONGEST_LINE = 64;

    private MemorySize() {
    }

    /** In bytes. Address space only: memory is taken as it is touched. */
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
