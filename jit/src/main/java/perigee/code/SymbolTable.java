package perigee.code;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import perigee.asm.Relocation;

/**
 * The names that code may refer to and their addresses: stubs, data cells, functions of the C library. Code is
 * generated against names; {@link CodeLinker} asks for the addresses when it is installed. One table belongs to one VM
 * instance, and only its guest thread uses it.
 */
public final class SymbolTable {
    /** Where names are looked for that are not here; may be null. */
    private final SymbolTable outer;
    private final Map<String, Long> addresses = new HashMap<>();
    private final TreeMap<Long, String> names = new TreeMap<>();

    public SymbolTable() {
        this(null);
    }

    /** Names for one piece of code, besides those of another table. */
    public SymbolTable(SymbolTable outer) {
        this.outer = outer;
    }

    /**
     * Gives a name its address.
     *
     * @throws IllegalArgumentException when the name is taken for another address, or empty
     */
    public void declare(String name, long address) {
        if (name.equals(Relocation.SELF)) {
            throw new IllegalArgumentException("a symbol needs a name");
        }
        Long before = addresses.putIfAbsent(name, address);
        if (before != null && before != address) {
            throw new IllegalArgumentException(name + " is declared already");
        }
        names.putIfAbsent(address, name);
    }

    public OptionalLong address(String name) {
        Long address = addresses.get(name);
        if (address != null) {
            return OptionalLong.of(address);
        }
        return outer == null ? OptionalLong.empty() : outer.address(name);
    }

    /** The first name declared for an address, or null: for dumps. */
    public String nameAt(long address) {
        return names.get(address);
    }
}
