package perigee.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.asm.Relocation.Kind;

/**
 * Collects instructions, labels, data and sites, and makes {@link MachineCode} of them. One assembler makes one piece
 * of code, on one thread.
 *
 * <p>Branches to labels are as short as can be, forwards too: what is emitted is stretched at the end, so an offset is
 * known only in the result, and a place is remembered as a {@link Label} or a {@link Site}. Fields that will be patched
 * in running code are four or eight bytes wide whatever their value, and aligned so that one store replaces them.
 *
 * <p>An operand that the row does not take is an {@link IllegalArgumentException}, and nothing is emitted then.
 */
public final class Assembler {
    /** Code is placed at a multiple of this at least. */
    private static final int ALIGNMENT = 16;
    /** Stands for the distance of a field that holds an address: no relative field has it. */
    private static final int ABSOLUTE = 0;

    private final CpuFeatures features;
    private final Encoder encoder = new Encoder(1024);
    private final Stretches stretches = new Stretches();
    private final DataArea data = new DataArea(this);
    private final List<Label> labels = new ArrayList<>();
    private final List<String> symbols = new ArrayList<>();
    private final Map<String, Integer> symbolIds = new HashMap<>();
    /** Fields that need an address: offset, stretches before it, operand's id, bytes from the field to its end. */
    private final IntList labelFields = new IntList();
    private final IntList symbolFields = new IntList();
    /** Sites: offset and stretches before it. */
    private final IntList sitePlaces = new IntList();
    private final List<Site.Kind> siteKinds = new ArrayList<>();
    private final List<Object> sitePayloads = new ArrayList<>();
    private int alignment = ALIGNMENT;
    private boolean finished;

    /** An assembler of code for this machine. */
    public Assembler() {
        this(CpuFeatures.host());
    }

    /** An assembler of code for a machine with these features; emitting anything else is an error of the caller. */
    public Assembler(CpuFeatures features) {
        this.features = features;
    }

    public CpuFeatures features() {
        return features;
    }

    /** Bytes emitted so far; the code will be somewhat longer, by long branches, padding and data. */
    public int emitted() {
        return encoder.size;
    }

    // ---- instructions --------------------------------------------------------------------------------------------
    // A row with an immediate of two or four bytes becomes the one with a byte where the value fits.

    public void emit(MachineInstruction instruction) {
        emit(instruction.row(), 0, 0, 0, 0, 0);
    }

    public void emit(MachineInstruction instruction, long a) {
        emit(instruction.row(), 1, a, 0, 0, 0);
    }

    public void emit(MachineInstruction instruction, long a, long b) {
        emit(instruction.row(), 2, a, b, 0, 0);
    }

    public void emit(MachineInstruction instruction, long a, long b, long c) {
        emit(instruction.row(), 3, a, b, c, 0);
    }

    public void emit(MachineInstruction instruction, long a, long b, long c, long d) {
        emit(instruction.row(), 4, a, b, c, d);
    }

    /** Emits a row of {@code setcc}. */
    public void emit(MachineInstruction instruction, Condition condition, long a) {
        emit(instruction.row(), 2, condition.ordinal(), a, 0, 0);
    }

    /** Emits a row of {@code cmovcc}. */
    public void emit(MachineInstruction instruction, Condition condition, long a, long b) {
        emit(instruction.row(), 3, condition.ordinal(), a, b, 0);
    }

    private void emit(Row row, int passed, long a, long b, long c, long d) {
        Row shorter = row.byteForm;
        if (shorter != null) {
            long immediate = passed == 1 ? a : passed == 2 ? b : c;
            row = immediate == (byte) immediate ? shorter : row;
        }
        encode(row, passed, a, b, c, d);
        link();
    }

    private void encode(Row row, int passed, long a, long b, long c, long d) {
        assert !finished;
        assert row.feature == null || features.has(row.feature) : row + " needs " + row.feature;
        if (row.arity != passed) {
            throw new IllegalArgumentException(row + " takes " + row.arity + " operands, not " + passed);
        }
        encoder.encode(row, a, b, c, d);
    }

    /** Remembers a field of the last instruction that awaits an address. */
    private void link() {
        long linked = encoder.linked;
        if (linked != 0) {
            IntList fields = Operand.kind(linked) == Operand.LABEL ? labelFields : symbolFields;
            addField(fields, encoder.displacementAt, Operand.id(linked), encoder.size - encoder.displacementAt);
        }
    }

    private void addField(IntList fields, int at, int id, int distance) {
        fields.add(at);
        fields.add(stretches.count());
        fields.add(id);
        fields.add(distance);
    }

    /** Sets a general register to a number, in the shortest way that leaves the flags alone. */
    public void move(long register, long value) {
        if (value >= 0 && value <= 0xFFFF_FFFFL) {
            emit(Data.MOV_R32_IMM32, register, value);
        } else if (value == (int) value) {
            emit(Data.MOV_RM64_IMM32, register, value);
        } else {
            emit(Data.MOVABS_R64_IMM64, register, value);
        }
    }

    // ---- labels, jumps and calls ---------------------------------------------------------------------------------

    public Label newLabel() {
        return newLabel(null);
    }

    /** A label whose name appears in the result; null is none. */
    public Label newLabel(String name) {
        Label label = new Label(this, labels.size(), name);
        labels.add(label);
        return label;
    }

    /** Says that the label is here. */
    public void bind(Label label) {
        assert label.owner == this && !label.isBound() : label;
        label.at = encoder.size;
        label.stretches = stretches.count();
    }

    /** A label that is here. */
    public Label here() {
        Label label = newLabel();
        bind(label);
        return label;
    }

    /** Jumps, with two bytes if they reach, else five. */
    public void jump(Label target) {
        branch(null, target);
    }

    /** Jumps if the condition holds, with two bytes if they reach, else six. */
    public void jump(Condition condition, Label target) {
        branch(condition, target);
    }

    private void branch(Condition condition, Label target) {
        assert target.owner == this && !finished;
        int at = encoder.size;
        encoder.reserve(2);
        encoder.little(0, 2);
        stretches.addBranch(at, condition, target);
    }

    /** Jumps to a symbol, with five bytes. */
    public void jump(String symbol) {
        relative32(Flow.JMP_REL32, 1, 0, symbolFields, symbolId(symbol));
    }

    /** Jumps to a symbol if the condition holds, with six bytes. */
    public void jump(Condition condition, String symbol) {
        relative32(Flow.JCC_REL32, 2, condition.ordinal(), symbolFields, symbolId(symbol));
    }

    public void call(Label target) {
        assert target.owner == this;
        relative32(Flow.CALL_REL32, 1, 0, labelFields, target.id);
    }

    public void call(String symbol) {
        relative32(Flow.CALL_REL32, 1, 0, symbolFields, symbolId(symbol));
    }

    private void relative32(Flow flow, int passed, long first, IntList fields, int id) {
        encode(flow.row(), passed, first, 0, 0, 0);
        addField(fields, encoder.immediateAt, id, 4);
    }

    /**
     * Jumps through a table of {@link #jumpTable}. The index, from 0, is known to be in range; its register and the
     * other one are lost.
     */
    public void jump(Label table, long index, long scratch) {
        emit(Data.LEA_R64_M, scratch, at(table));
        emit(Data.MOVSXD_R64_RM32, index, Operand.mem(scratch, index, 4, 0));
        emit(Alu.ADD_R64_RM64, index, scratch);
        emit(Flow.JMP_RM64, index);
    }

    // ---- symbols -------------------------------------------------------------------------------------------------

    private int symbolId(String symbol) {
        return symbolIds.computeIfAbsent(symbol, name -> {
            symbols.add(name);
            return symbols.size() - 1;
        });
    }

    /** The memory at a label, rip-relative. */
    public long at(Label label) {
        assert label.owner == this;
        return Operand.label(label.id);
    }

    /** The memory at a symbol, rip-relative: the symbol has to come to lie within 2 GiB of the code. */
    public long at(String symbol) {
        return Operand.symbol(symbolId(symbol));
    }

    /** Sets a general register to the address of a symbol anywhere, with ten bytes. */
    public void moveAddress(long register, String symbol) {
        encode(Data.MOVABS_R64_IMM64.row(), 2, register, 0, 0, 0);
        addField(symbolFields, encoder.immediateAt, symbolId(symbol), ABSOLUTE);
    }

    // ---- data behind the code ------------------------------------------------------------------------------------

    /** A double in memory, rip-relative; the same bits twice are one constant. */
    public long constant(double value) {
        return at(data.word(Double.doubleToRawLongBits(value)));
    }

    /** A word in memory, rip-relative. */
    public long constant(long value) {
        return at(data.word(value));
    }

    /** Sixteen bytes in memory at a multiple of 16, rip-relative: an operand of {@code andpd} and its like. */
    public long constant(long low, long high) {
        return at(data.pair(low, high));
    }

    /** A word in memory that holds the address of a symbol, rip-relative. */
    public long addressConstant(String symbol) {
        return at(data.address(symbol));
    }

    /** A word of its own, to be written while the code lives; its name tells where, in the result's labels. */
    public Label cell(String name, long initial) {
        return data.cell(name, initial);
    }

    /** A table of the distances from the table to labels, four bytes each. */
    public Label jumpTable(Label... targets) {
        return data.table(targets);
    }

    // ---- alignment and patching ----------------------------------------------------------------------------------

    /** Pads with nops up to a multiple, a power of two. */
    public void align(int multiple) {
        alignment = Math.max(alignment, multiple);
        stretches.addPadding(encoder.size, 0, multiple, multiple);
    }

    /** Does nothing for so many bytes, with as few instructions as possible. */
    public void nop(int count) {
        Nops.fill(encoder, count);
    }

    /** A call that can be redirected: the four bytes of its target lie within an aligned word, where the site is. */
    public void patchableCall(Site.Kind kind, Object payload, String symbol) {
        patchableTarget(kind, payload, Flow.CALL_REL32, null, symbolFields, symbolId(symbol));
    }

    /** A jump that can be redirected, as {@link #patchableCall}. */
    public void patchableJump(Site.Kind kind, Object payload, String symbol) {
        patchableTarget(kind, payload, Flow.JMP_REL32, null, symbolFields, symbolId(symbol));
    }

    /** A jump to a label that can be redirected, as {@link #patchableCall}. */
    public void patchableJump(Site.Kind kind, Object payload, Label target) {
        assert target.owner == this;
        patchableTarget(kind, payload, Flow.JMP_REL32, null, labelFields, target.id);
    }

    /** A conditional jump that can be redirected, as {@link #patchableCall}. */
    public void patchableJump(Site.Kind kind, Object payload, Condition condition, String symbol) {
        patchableTarget(kind, payload, Flow.JCC_REL32, condition, symbolFields, symbolId(symbol));
    }

    /** A conditional jump to a label that can be redirected, as {@link #patchableCall}. */
    public void patchableJump(Site.Kind kind, Object payload, Condition condition, Label target) {
        assert target.owner == this;
        patchableTarget(kind, payload, Flow.JCC_REL32, condition, labelFields, target.id);
    }

    private void patchableTarget(Site.Kind kind, Object payload, Flow flow, Condition condition,
                                 IntList fields, int id) {
        int start = encoder.size;
        encode(flow.row(), condition == null ? 1 : 2, condition == null ? 0 : condition.ordinal(), 0, 0, 0);
        patchableField(start, encoder.immediateAt, 4, kind, payload);
        addField(fields, encoder.immediateAt, id, 4);
    }

    /** Five bytes of nop within an aligned word, to become a jump or call; the site is at their beginning. */
    public void patchableNop(Site.Kind kind, Object payload) {
        stretches.addPadding(encoder.size, 0, 5, 8);
        siteAt(encoder.size, kind, payload);
        Nops.fill(encoder, 5);
    }

    /**
     * An instruction whose immediate can be replaced, in its full width and within an aligned word; the site is at the
     * immediate.
     */
    public void patchableImmediate(Site.Kind kind, Object payload, MachineInstruction instruction,
                                   long a, long immediate) {
        int start = encoder.size;
        encode(instruction.row(), 2, a, immediate, 0, 0);
        patchableField(start, encoder.immediateAt, encoder.size - encoder.immediateAt, kind, payload);
        link();
    }

    /**
     * An instruction whose displacement can be replaced; the operand is made {@link Operand#wide}. The site is at the
     * displacement, four bytes within an aligned word.
     */
    public void patchableDisplacement(Site.Kind kind, Object payload, MachineInstruction instruction, long a, long b) {
        int start = encoder.size;
        encode(instruction.row(), 2, wideMemory(a), wideMemory(b), 0, 0);
        patchableField(start, encoder.displacementAt, 4, kind, payload);
        link();
    }

    private static long wideMemory(long operand) {
        return Operand.isMemory(operand) ? Operand.wide(operand) : operand;
    }

    /** Pads before the instruction that has just been emitted, so that its field does not cross a word. */
    private void patchableField(int start, int field, int size, Site.Kind kind, Object payload) {
        if (field < 0) {
            throw new IllegalArgumentException("no field to patch");
        }
        stretches.addPadding(start, field - start, size, 8);
        siteAt(field, kind, payload);
    }

    // ---- sites ---------------------------------------------------------------------------------------------------

    /** Records a site here: after the last instruction, before the next one. */
    public void site(Site.Kind kind, Object payload) {
        siteAt(encoder.size, kind, payload);
    }

    /** What follows comes from this source line. */
    public void line(int number) {
        site(Site.Mark.LINE, number);
    }

    /** A remark on the next instruction, for listings. */
    public void comment(String text) {
        site(Site.Mark.COMMENT, text);
    }

    private void siteAt(int at, Site.Kind kind, Object payload) {
        sitePlaces.add(at);
        sitePlaces.add(stretches.count());
        siteKinds.add(kind);
        sitePayloads.add(payload);
    }

    // ---- the result ----------------------------------------------------------------------------------------------

    /**
     * Settles branches and padding and gives the code. The assembler is of no use afterwards.
     *
     * @throws IllegalStateException if a label is used and was never bound
     */
    public MachineCode finish() {
        assert !finished;
        finished = true;
        int dataSize = data.layOut();
        stretches.settle();
        int codeSize = stretches.offset(encoder.size, stretches.count());
        int dataStart = dataSize == 0 ? codeSize : codeSize + data.alignment() - 1 & -data.alignment();
        Encoder out = new Encoder(dataStart + dataSize + Encoder.LONGEST);
        stretches.copy(encoder, out);
        assert out.size == codeSize;
        while (out.size < dataStart) {
            out.little(0xCC, 1);
        }
        List<Relocation> relocations = relocations();
        data.write(out, stretches, dataStart, relocations);
        fillLabelFields(out, dataStart);
        Map<String, Integer> names = new HashMap<>();
        for (Label label : labels) {
            if (label.name != null && label.isBound()) {
                names.put(label.name, stretches.offset(label, dataStart));
            }
        }
        byte[] bytes = Arrays.copyOf(out.bytes, out.size);
        return new MachineCode(bytes, codeSize, alignment, relocations, sites(), names);
    }

    private void fillLabelFields(Encoder out, int dataStart) {
        int end = out.size;
        for (int i = 0; i < labelFields.size(); i += 4) {
            int at = stretches.offset(labelFields.get(i), labelFields.get(i + 1));
            int target = stretches.offset(labels.get(labelFields.get(i + 2)), dataStart);
            out.size = at;
            out.little(target - (at + labelFields.get(i + 3)), 4);
        }
        out.size = end;
    }

    private List<Relocation> relocations() {
        List<Relocation> relocations = new ArrayList<>();
        for (int i = 0; i < symbolFields.size(); i += 4) {
            int at = stretches.offset(symbolFields.get(i), symbolFields.get(i + 1));
            int distance = symbolFields.get(i + 3);
            relocations.add(new Relocation(at, distance == ABSOLUTE ? Kind.ABS64 : Kind.REL32,
                    symbols.get(symbolFields.get(i + 2)), -distance));
        }
        return relocations;
    }

    private List<Site> sites() {
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < siteKinds.size(); i++) {
            int at = stretches.offset(sitePlaces.get(2 * i), sitePlaces.get(2 * i + 1));
            assert sites.isEmpty() || sites.getLast().offset() <= at;
            sites.add(new Site(at, siteKinds.get(i), sitePayloads.get(i)));
        }
        return sites;
    }
}
