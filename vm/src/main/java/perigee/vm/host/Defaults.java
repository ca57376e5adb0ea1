package perigee.vm.host;

import java.io.FileInputStream;
import java.io.IOException;
import perigee.runtime.LuaState;
import perigee.runtime.StandardStreams;
import perigee.vm.tier.TierPolicy;

/** What a state is given when nobody says otherwise: memory, and threads for its compilers. */
public final class Defaults {
    /** Memory of a machine that does not tell. */
    private static final long UNKNOWN = 4L << 30;
    private static final long SMALLEST_HEAP = 1 << 20;
    private static final int LONGEST_LINE = 64;

    private Defaults() {
    }

    /**
     * A state whose heap may take half of what memory there is, or less when the system refuses that much.
     *
     * @param most    the most that the heap may take
     * @param nursery as of {@link perigee.heap.Heap#Heap(long, long)}
     */
    public static LuaState newState(long most, long nursery, StandardStreams streams) {
        for (long size = Math.min(most, memory() / 2);; size /= 2) {
            try {
                return new LuaState(size, nursery, streams);
            } catch (OutOfMemoryError refused) {
                if (size < SMALLEST_HEAP) {
                    throw refused;
                }
            }
        }
    }

    /** A thread of its own, unless optimised code is to be entered at once or there is no other processor. */
    public static int compilerThreads(TierPolicy policy) {
        return policy.waits() || Runtime.getRuntime().availableProcessors() == 1 ? 0 : 1;
    }

    /** In bytes. Half of it is address space only: memory is taken as it is touched. */
    private static long memory() {
        long physical = firstNumber("/proc/meminfo") << 10;
        long group = firstNumber("/sys/fs/cgroup/memory.max");
        return physical <= 0 ? UNKNOWN : group <= 0 ? physical : Math.min(physical, group);
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
