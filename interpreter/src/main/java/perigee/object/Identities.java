package perigee.object;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import perigee.heap.Relocation;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.TableLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;

/**
 * Numbers that tell objects apart as long as they live, where programs want to see an address: objects move. Most carry
 * an identity. The others, strings and cells, get a number when somebody asks; it is kept in a table that follows them.
 */
public final class Identities {
    /** Numbers from here on are those of objects without an identity. */
    private static final long FIRST_GIVEN = 1L << 32;

    private Map<Long, Long> given = new HashMap<>();
    private long next = FIRST_GIVEN;

    /** The number of an object, not 0, and below 2^46. */
    public long of(long object) {
        return switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.TABLE -> identity(object + TableLayout.IDENTITY);
            case HeapType.CLOSURE -> identity(object + FunctionLayout.IDENTITY);
            case HeapType.NATIVE -> identity(object + FunctionLayout.NATIVE_IDENTITY);
            case HeapType.USERDATA -> identity(object + UserdataLayout.IDENTITY);
            case HeapType.COROUTINE -> identity(object + StackLayout.IDENTITY);
            default -> given.computeIfAbsent(object, fresh -> next++);
        };
    }

    private static long identity(long address) {
        return Integer.toUnsignedLong(Memory.getInt(address));
    }

    /** Follows objects that a minor collection has moved. */
    public void relocate(Relocation relocation) {
        if (given.isEmpty()) {
            return;
        }
        Map<Long, Long> moved = new HashMap<>();
        given.forEach((object, number) -> {
            long now = relocation.of(object);
            if (now != 0) {
                moved.put(now, number);
            }
        });
        given = moved;
    }

    /** Forgets dead objects. */
    public void dropDead(LongPredicate isDead) {
        given.keySet().removeIf(isDead::test);
    }
}
