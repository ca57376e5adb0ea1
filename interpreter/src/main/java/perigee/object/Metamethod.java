package perigee.object;

/**
 * What a metatable has for one event.
 *
 * @param location of its slot, as of {@link Shape#location}
 * @param value    that is there; it moves with collections
 */
public record Metamethod(int location, long value) {
}
