package perigee.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * The programs of patterns that machine code has met, by their text, an interned string that does not move any more. The
 * thread block has the address of a table of {@link #COUNT} entries of two words, the string and its program or 0; a string's
 * entry is told by its address, and what comes last has it.
 *
 * <pre>
 *   program ──► anchored or not:32 | captures:32, address of the set of first bytes or 0, steps of two words:
 *               number of the kind, address of a set or 8 * capture
 *   set     ──► 256 bytes, not 0 for a member
 * </pre>
 */
public final class PatternPrograms implements AutoCloseable {
    public static final int COUNT = 256;
    /** Entries are told by the address, shifted right by it. */
    public static final int SHIFT = 4;
    /** An entry of the table: the pattern, and where its program is. */
    public static final int ENTRY_SHIFT = 4;
    public static final int PROGRAM = 8;

    // Offsets in a program.
    public static final int ANCHORED = 0;
    public static final int CAPTURES = 4;
    public static final int FIRST = 8;
    public static final int STEPS = 16;
    // A step begins with its kind.
    public static final int STEP_OPERAND = 8;
    public static final int STEP_BYTES = 16;

    private static final int SET_BYTES = 256;
    private static final long TABLE_BYTES = (long) COUNT << ENTRY_SHIFT;

    private final LuaState state;
    private final long table;
    private final Map<Long, Long> programs = new HashMap<>();

    PatternPrograms(LuaState state) {
        this.state = state;
        table = Memory.reserve(TABLE_BYTES);
        Memory.clearWords(table, table + TABLE_BYTES);
        Memory.putLong(state.stack().threadBlock() + ThreadLayout.PATTERNS, table);
        state.heapConnection().addDeathListener(this::dropDead);
    }

    /** Makes the program of a pattern known to machine code, if the pattern does not move any more. */
    public void expose(long pattern, PatternProgram program) {
        long entry = table + ((pattern >>> SHIFT & COUNT - 1) << ENTRY_SHIFT);
        if (Memory.getLong(entry) == pattern || state.heap().isYoung(pattern)) {
            return;
        }
        Long known = programs.get(pattern);
        if (known == null) {
            if (programs.size() == COUNT) {
                clear();
            }
            known = write(program);
            programs.put(pattern, known);
        }
        Memory.putLong(entry, pattern);
        Memory.putLong(entry + PROGRAM, known);
    }

    private static long write(PatternProgram program) {
        List<PatternProgram.Step> steps = program.steps();
        int sets = program.first() == null ? 0 : 1;
        for (PatternProgram.Step step : steps) {
            sets += step.set() == null ? 0 : 1;
        }
        long address = Memory.reserve(STEPS + (long) STEP_BYTES * steps.size() + (long) SET_BYTES * sets);
        long set = address + STEPS + (long) STEP_BYTES * steps.size();
        Memory.putInt(address + ANCHORED, program.anchored() ? 1 : 0);
        Memory.putInt(address + CAPTURES, program.captures());
        Memory.putLong(address + FIRST, 0);
        if (program.first() != null) {
            Memory.putLong(address + FIRST, set);
            set = write(program.first(), set);
        }
        long place = address + STEPS;
        for (PatternProgram.Step step : steps) {
            Memory.putLong(place, step.kind().ordinal());
            Memory.putLong(place + STEP_OPERAND, step.set() == null ? 8L * step.capture() : set);
            if (step.set() != null) {
                set = write(step.set(), set);
            }
            place += STEP_BYTES;
        }
        return address;
    }

    /** Returns the address behind the set. */
    private static long write(boolean[] members, long address) {
        for (int b = 0; b < SET_BYTES; b++) {
            Memory.putByte(address + b, (byte) (members[b] ? 1 : 0));
        }
        return address + SET_BYTES;
    }

    private void dropDead(LongPredicate isDead) {
        if (programs.keySet().stream().anyMatch(isDead::test)) {
            clear();
        }
    }

    private void clear() {
        programs.values().forEach(Memory::release);
        programs.clear();
        Memory.clearWords(table, table + TABLE_BYTES);
    }

    @Override
    public void close() {
        clear();
        Memory.release(table);
    }
}
