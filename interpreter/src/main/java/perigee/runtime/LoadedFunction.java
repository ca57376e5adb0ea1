package perigee.runtime;

import java.util.List;
import perigee.bytecode.Prototype;

/**
 * A prototype that has its place in guest memory.
 *
 * @param id       number of the function in its state
 * @param code     the CODE block: instructions with feedback, and constants
 * @param children the nested prototypes, loaded
 */
public record LoadedFunction(int id, Prototype prototype, long code, List<LoadedFunction> children) {
}
