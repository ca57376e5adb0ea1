package perigee.baseline;

import static perigee.asm.Register.*;

import java.util.function.IntFunction;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.MachineCode;
import perigee.feedback.FieldCache;
import perigee.object.Shape;
import perigee.stub.LookupStubs;

/** One case of an inline cache that was attached after its function had been compiled. */
public final class FieldStub {
    /** Symbols of the site: where it goes on, where it misses, and the stub that was the newest so far. */
    public static final String DONE = "done";
    public static final String MISS = "miss";
    public static final String NEXT = "next";

    private FieldStub() {
    }

    /** Serves objects of an entry's shape. */
    public static MachineCode of(FieldCache.Entry entry, boolean isStore, IntFunction<Shape> shapes) {
        Assembler a = new Assembler();
        FieldCode code = new FieldCode(a, shapes);
        Label next = a.newLabel();
        Label miss = a.newLabel();
        code.checkShape(entry, next);
        if (isStore) {
            code.store(entry, miss);
        } else {
            code.load(entry, next);
        }
        a.jump(DONE);
        a.bind(next);
        a.jump(NEXT);
        a.bind(miss);
        a.jump(MISS);
        return a.finish();
    }

    /** Serves writes of objects of any shape likewise. */
    public static MachineCode megamorphicStore(long key) {
        Assembler a = new Assembler();
        a.move(RDI, key);
        a.call(LookupStubs.SET);
        a.jump(Condition.NE, DONE);
        a.jump(MISS);
        return a.finish();
    }

    /** Serves reads of objects of any shape by the cache that all megamorphic sites share. */
    public static MachineCode megamorphic(long key) {
        Assembler a = new Assembler();
        a.move(RDI, key);
        a.call(LookupStubs.GET);
        a.jump(Condition.NE, DONE);
        a.jump(MISS);
        return a.finish();
    }
}
