package perigee.code;

import java.util.OptionalLong;
import perigee.asm.Relocation;

/** Makes code for an address out of position-free code: fills in the fields that its relocations name. */
final class CodeLinker {
    private final SymbolTable symbols;

    /** The bytes for one address, or why there are none. */
    sealed interface Result {
    }

    record Linked(byte[] bytes) implements Result {
    }

    record Failed(Refusal refusal) implements Result {
    }

    CodeLinker(SymbolTable symbols) {
        this.symbols = symbols;
    }

    /** What can be said against code before it has a place, or null. */
    Refusal check(UnlinkedCode code) {
        int length = code.bytes().length;
        if (length == 0) {
            return new Refusal(Refusal.Reason.MALFORMED, "no bytes");
        }
        Sites sites = code.sites();
        // a call may be the last instruction: its return address is the end
        if (sites.count() > 0 && sites.offset(sites.count() - 1) > length) {
            return new Refusal(Refusal.Reason.MALFORMED, "a site lies outside");
        }
        for (Relocation relocation : code.relocations()) {
            if (relocation.offset() < 0 || relocation.offset() > length - relocation.kind().bytes()) {
                return new Refusal(Refusal.Reason.MALFORMED, relocation + " lies outside");
            }
            if (!relocation.symbol().equals(Relocation.SELF) && symbols.address(relocation.symbol()).isEmpty()) {
                return new Refusal(Refusal.Reason.UNKNOWN_SYMBOL, relocation.toString());
            }
        }
        return null;
    }

    /** Links code that {@link #check} has passed. */
    Result link(UnlinkedCode code, long address) {
        byte[] bytes = code.bytes().clone();
        for (Relocation relocation : code.relocations()) {
            long target = (relocation.symbol().equals(Relocation.SELF) ? OptionalLong.of(address)
                    : symbols.address(relocation.symbol())).orElseThrow();
            if (!relocation.reaches(address, target)) {
                return new Failed(new Refusal(Refusal.Reason.OUT_OF_RANGE, relocation.toString()));
            }
            put(bytes, relocation.offset(), relocation.value(address, target), relocation.kind().bytes());
        }
        return new Linked(bytes);
    }

    private static void put(byte[] bytes, int offset, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) (value >>> 8 * i);
        }
    }
}
