package perigee.compile;

import perigee.bytecode.Instruction;

/** The registers of one function, used as a stack: variables below, temporary values above. */
final class Registers {
    private static final int MIN_FRAME = 2;

    private int free;
    private int frame = MIN_FRAME;

    /** The next register. */
    int free() {
        return free;
    }

    /** How many registers were ever in use at once. */
    int frame() {
        return frame;
    }

    int allocate() {
        return allocate(1);
    }

    /**
     * The first of so many registers.
     *
     * @throws LimitExceededException if there are not so many left
     */
    int allocate(int count) {
        int first = free;
        reserve(count);
        free += count;
        return first;
    }

    /** Sees that the frame has so many registers above those in use. */
    void reserve(int count) {
        if (free + count > Instruction.MAX_REGISTER + 1) {
            throw LimitExceededException.tooManyRegisters();
        }
        frame = Math.max(frame, free + count);
    }

    /** Frees all registers from this one on. */
    void release(int to) {
        free = to;
    }
}
