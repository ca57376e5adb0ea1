package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.object.Event;
import perigee.runtime.Intrinsic;
import perigee.runtime.ShapeKeys;

/**
 * One round of a generic loop over a table: {@code next} and the iterator of {@code ipairs}, in the order of
 * {@link perigee.object.TableIteration}.
 *
 * <pre>
 *   rax  the iterator, a function in Java     rax  key, nil at the end
 *   rsi  the invariant state                  rdx  value
 *   rcx  the control variable                 ecx  negative: not done, nothing has been changed
 * </pre>
 *
 * They use rdi and r8 to r11.
 */
public final class IterationStubs {
    public static final String ITERATE = "iterate";

    private final Assembler a;
    private final LibraryAssembler f;
    private final Label decline;
    private final Label end;
    private final Label found;
    private final Label findHolder;

    private IterationStubs(Assembler assembler, Label findHolder) {
        a = assembler;
        this.findHolder = findHolder;
        decline = a.newLabel();
        end = a.newLabel();
        found = a.newLabel();
        f = new LibraryAssembler(a, decline, null);
    }

    /**
     * Returns where it begins.
     *
     * @param findHolder where a stub of {@link RawFieldStubs#emitFinder} begins that finds tables, too
     */
    static Label emit(Assembler a, Label findHolder) {
        return new IterationStubs(a, findHolder).emit();
    }

    private Label emit() {
        Label next = a.newLabel("iterate_next");
        Label start = a.newLabel(ITERATE);
        a.align(16);
        a.bind(start);
        f.checkTable(RSI);
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, ObjectHeader.DETAIL));
        a.emit(MOV_R64_RM64, R8, mem(RSI, ARRAY));
        a.emit(MOV_R32_RM32, R9, mem(RSI, ARRAY_SIZE));
        a.emit(CMP_RM32_IMM8, RDX, Intrinsic.NEXT.ordinal());
        a.jump(Condition.E, next);
        a.emit(CMP_RM32_IMM8, RDX, Intrinsic.IPAIRS_ITERATOR.ordinal());
        a.jump(Condition.NE, decline);
        nextElement();
        a.bind(next);
        next();
        a.bind(end);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.bind(found);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.emit(RET);
        a.bind(decline);
        a.move(RCX, -1);
        a.emit(RET);
        return start;
    }

    /** A value that is absent ends the loop, if no metatable has one instead. */
    private void nextElement() {
        Label absent = a.newLabel();
        f.toInteger(RCX);
        a.emit(INC_RM64, RCX);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.AE, absent);
        a.emit(MOV_R64_RM64, RDX, mem(R8, RCX, 8, ELEMENTS));
        a.emit(LEA_R64_M, RAX, mem(RCX));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.NE, found);
        a.emit(CMP_R64_RM64, RCX, R9); // below
        a.bind(absent);
        Label notHashed = a.newLabel();
        // The key after the last element is nowhere in the table, and there are none in a hash part that is not there.
        a.jump(Condition.BE, notHashed);
        a.emit(CMP_RM64_IMM8, mem(RSI, HASH), 0);
        a.jump(Condition.NE, decline);
        a.bind(notHashed);
        a.emit(CMP_RM64_IMM8, mem(RSI, METATABLE), 0);
        a.jump(Condition.E, end);
        inherited();
    }

    /** The element that is absent may be one of the tables along {@code __index}: it is not, if they have none so far. */
    private void inherited() {
        a.emit(MOV_R64_RM64, R10, RCX);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.move(R11, RawFieldStubs.MAX_CHAIN);
        Label next = a.here();
        a.moveAddress(RDI, MetamethodStubs.nameOf(Event.INDEX));
        a.call(findHolder);
        a.jump(Condition.E, decline);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, end);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, decline);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, decline);
        a.emit(MOV_R32_RM32, R9, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, R9, R10);
        a.jump(Condition.A, decline);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.E, end);
        a.emit(DEC_RM32, R11);
        a.jump(Condition.NE, next);
        a.jump(decline);
    }

    /** With the ARRAY block in r8, its size in r9. */
    private void next() {
        Label slots = a.newLabel("iterate_slots");
        Label hash = a.newLabel("iterate_hash");
        Label notInteger = a.newLabel();
        Label lookUp = a.newLabel("iterate_look_up");
        Label scan = a.newLabel();
        a.move(RDI, 1);
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, scan);
        f.checkInteger(RCX, notInteger);
        a.emit(LEA_R64_M, RDI, mem(RCX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.jump(Condition.E, slots);
        a.jump(Condition.S, lookUp);
        a.emit(INC_RM64, RDI);
        a.emit(CMP_R64_RM64, RDI, R9);
        a.jump(Condition.BE, scan);
        // Beyond the array part's size: in the hash part, or an element that was removed.
        a.emit(CMP_R64_RM64, RDI, mem(R8, ARRAY_CAPACITY));
        a.jump(Condition.A, lookUp);
        a.emit(CMP_RM64_IMM8, mem(RSI, HASH), 0);
        a.jump(Condition.NE, decline);
        scanElements(scan, slots);
        a.bind(notInteger);
        afterOther(slots, hash, lookUp);
    }

    /** From the element whose index is in rdi, and then element 0. */
    private void scanElements(Label scan, Label slots) {
        Label isFound = a.newLabel();
        Label zero = a.newLabel();
        a.bind(scan);
        a.emit(CMP_R64_RM64, RDI, R9);
        a.jump(Condition.AE, zero);
        a.emit(MOV_R64_RM64, RDX, mem(R8, RDI, 8, ELEMENTS));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.NE, isFound);
        a.emit(INC_RM64, RDI);
        a.jump(scan);
        a.bind(zero);
        a.emit(TEST_RM32_R32, R9, R9);
        a.jump(Condition.E, slots);
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.emit(MOV_R64_RM64, RDX, mem(R8, ELEMENTS));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, slots);
        a.bind(isFound);
        a.emit(MOV_R64_RM64, RAX, RDI);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.jump(found);
    }

    /** The address of the shape's keys in r10, their number in r11. */
    private void loadKeys() {
        a.emit(MOV_R32_RM32, R10, mem(RSI, ObjectHeader.SHAPE));
        a.emit(CMP_R32_RM32, R10, Abi.thread(ThreadLayout.SHAPE_KEYS_LIMIT));
        a.jump(Condition.AE, decline);
        a.emit(MOV_R64_RM64, R11, Abi.thread(ThreadLayout.SHAPE_KEYS));
        a.emit(MOV_R64_RM64, R10, mem(R11, R10, 8, 0));
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, decline);
        a.emit(MOV_R64_RM64, R11, mem(R10));
    }

    /** After a key that is no integer: a slot's or one of the hash part. */
    private void afterOther(Label slots, Label hash, Label lookUp) {
        Label scanSlots = a.newLabel();
        Label notString = a.newLabel();
        loadKeys();
        f.checkObject(RCX, lookUp);
        a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, notString);
        a.emit(TEST_RM8_IMM8, mem(RCX, ObjectHeader.FLAGS), StringLayout.INTERNED);
        a.jump(Condition.E, decline);
        a.emit(MOV_R32_RM32, RAX, mem(RCX, StringLayout.HASH));
        a.emit(XOR_R32_RM32, RDI, RDI);
        Label probe = a.newLabel();
        findKey(scanSlots, probe);

        a.bind(slots);
        loadKeys();
        a.emit(XOR_R32_RM32, RDI, RDI);
        scanSlots(scanSlots, hash);

        a.bind(notString);
        a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, decline);
        a.emit(MOV_R32_RM32, RAX, mem(RCX, IDENTITY));
        a.jump(probe);
        a.bind(lookUp);
        IndexStubs.mix(a, RAX);
        a.bind(probe);
        afterHashed(hash);
    }

    /** Sets rdi to the slot after that of the key in rcx and goes there; elsewhere if the shape has no such key. */
    private void findKey(Label there, Label other) {
        Label next = a.here();
        a.emit(CMP_R64_RM64, RDI, R11);
        a.jump(Condition.AE, other);
        a.emit(INC_RM64, RDI);
        a.emit(CMP_RM64_R64, mem(R10, RDI, 8, ShapeKeys.KEYS - 8), RCX);
        a.jump(Condition.NE, next);
        a.jump(there);
    }

    /** From the slot in rdi on; then the hash part from its beginning. */
    private void scanSlots(Label scan, Label hash) {
        Label outside = a.newLabel();
        Label test = a.newLabel();
        Label over = a.newLabel();
        a.bind(scan);
        a.emit(MOVZX_R32_RM8, R9, mem(RSI, ObjectHeader.DETAIL));
        Label next = a.here();
        a.emit(CMP_R64_RM64, RDI, R11);
        a.jump(Condition.AE, over);
        a.emit(CMP_R64_RM64, RDI, R9);
        a.jump(Condition.AE, outside);
        a.emit(MOV_R64_RM64, RDX, mem(RSI, RDI, 8, INLINE_SLOTS));
        a.bind(test);
        a.emit(INC_RM64, RDI);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, next);
        a.emit(MOV_R64_RM64, RAX, mem(R10, RDI, 8, ShapeKeys.KEYS - 8));
        a.jump(found);
        a.bind(outside);
        a.emit(MOV_R64_RM64, R8, mem(RSI, SLOTS));
        a.emit(MOV_R64_RM64, RDX, RDI);
        a.emit(SUB_R64_RM64, RDX, R9);
        a.emit(MOV_R64_RM64, RDX, mem(R8, RDX, 8, FIRST_SLOT));
        a.jump(test);
        a.bind(over);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.jump(hash);
    }

    /** After the key in rcx, whose hash is in rax, in the hash part. */
    private void afterHashed(Label scan) {
        Label isFound = a.newLabel();
        a.emit(MOV_R64_RM64, R8, mem(RSI, HASH));
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, decline);
        a.emit(MOV_R32_RM32, R9, mem(R8, HASH_CAPACITY));
        a.emit(DEC_RM32, R9);
        Label probe = a.here();
        a.emit(AND_R32_RM32, RAX, R9);
        a.emit(MOV_R32_RM32, RDI, RAX);
        a.emit(SHL_RM64_IMM8, RDI, 4);
        a.emit(MOV_R64_RM64, RDX, mem(R8, RDI, 1, ENTRIES));
        a.emit(INC_RM32, RAX);
        a.emit(CMP_R64_RM64, RDX, RCX);
        a.jump(Condition.E, isFound);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.NE, probe);
        a.jump(decline);

        // from the entry whose number is in rax
        a.bind(scan);
        a.emit(MOV_R64_RM64, R8, mem(RSI, HASH));
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, end);
        a.bind(isFound);
        a.emit(MOV_R32_RM32, R9, mem(R8, HASH_CAPACITY));
        a.emit(SHL_RM64_IMM8, RAX, 4);
        a.emit(SHL_RM64_IMM8, R9, 4);
        Label next = a.here();
        a.emit(CMP_R64_RM64, RAX, R9);
        a.jump(Condition.AE, end);
        a.emit(MOV_R64_RM64, RDX, mem(R8, RAX, 1, ENTRIES + ENTRY_VALUE));
        a.emit(ADD_RM64_IMM8, RAX, ENTRY_BYTES);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, next);
        a.emit(MOV_R64_RM64, RAX, mem(R8, RAX, 1, ENTRIES - ENTRY_BYTES));
        a.jump(found);
    }
}
