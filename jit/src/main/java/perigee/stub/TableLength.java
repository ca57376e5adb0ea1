package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.value.Word;

/** The length of a table, metamethods aside, where it is that of the array part. */
final class TableLength {
    private TableLength() {
    }

    /**
     * Goes elsewhere where it is something else, or has to be searched.
     *
     * @param length  register that gets it, an integer
     * @param scratch register to be used
     */
    static void emit(Assembler a, long table, long length, long scratch, Label other) {
        Label some = a.newLabel();
        Label counted = a.newLabel();
        a.emit(MOV_R32_RM32, length, mem(table, ARRAY_SIZE));
        a.emit(SUB_RM64_IMM8, length, 1);
        a.jump(Condition.G, some);
        a.emit(CMP_RM64_IMM8, mem(table, HASH), 0);
        a.jump(Condition.NE, other);
        a.emit(XOR_R32_RM32, length, length);
        a.jump(counted);
        a.bind(some);
        a.emit(MOV_R64_RM64, scratch, mem(table, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(scratch, length, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, other);
        a.bind(counted);
    }
}
