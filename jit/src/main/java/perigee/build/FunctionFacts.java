package perigee.build;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.ir.TableSite;

/**
 * What a compile knows of one function, taken at one moment; nothing of it changes.
 *
 * @param id        its number
 * @param name      for dumps
 * @param code      address of its CODE block
 * @param constants words of its constants
 * @param feedback  feedback words, by instruction
 * @param fields    by instruction: what inline caches of field accesses know; null: nothing; empty: too many
 * @param keyed     by instruction: what accesses by computed keys know, by key, an interned string, in the order
 *                  in which they were met, which code tells them apart in; null: nothing
 * @param globals   by instruction: the global variable, or null
 * @param tables    by instruction: how tables are made, or null
 * @param metamethods by instruction: what operands of an operator may have; null: nothing is known
 * @param children  CODE blocks of the nested functions
 * @param failed    by instruction: why guards have failed often; null: they have not
 * @param embeds    by number of the constant: whether its word is good for ever
 */
public record FunctionFacts(int id, String name, Prototype prototype, long code, long[] constants, long[] feedback,
        FieldFact[][] fields, Map<Long, FieldFact[]>[] keyed, GlobalFact[] globals, TableSite[] tables,
        MetamethodFact[][] metamethods, long[] children, Set<Reason>[] failed, BitSet embeds) {
    /** Whether guards of this kind have failed often at an instruction. */
    public boolean hasFailed(int pc, Reason reason) {
        return failed[pc] != null && failed[pc].contains(reason);
    }

    @Override
    public String toString() {
        return name;
    }
}
