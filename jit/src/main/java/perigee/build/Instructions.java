package perigee.build;

import java.util.Arrays;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.feedback.Feedback;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.FrameState;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.ir.ShapeFact;
import perigee.ir.TableSite;
import perigee.layout.FunctionLayout;
import perigee.layout.TableLayout;
import perigee.value.Word;

/** The instructions, each by its family; those that are short are here. */
final class Instructions {
    /** So many elements of a constructor are stored one by one. */
    private static final int MAX_ELEMENTS = 50;

    private final Context c;
    private final Metamethods metamethods;
    private final Arithmetic arithmetic;
    private final Branches branches;
    private final TypeTests types;
    private final Fields fields;
    private final Indexing indexing;
    private final DynamicAccess dynamic;
    private final ArrayIteration arrays;
    private final OpenLists lists;
    private final Calls calls;
    private final Loops loops;

    Instructions(Context context, GraphBuilder builder) {
        c = context;
        MetamethodGuards guards = new MetamethodGuards(context);
        indexing = new Indexing(context);
        arrays = new ArrayIteration(context, indexing);
        lists = new OpenLists(context);
        calls = new Calls(context, builder, new Intrinsics(context, indexing, guards, lists), guards, lists);
        metamethods = new Metamethods(context, calls, guards);
        dynamic = new DynamicAccess(context, calls, guards);
        fields = new Fields(context, metamethods, dynamic);
        arithmetic = new Arithmetic(context, metamethods);
        branches = new Branches(context, arithmetic, metamethods);
        types = new TypeTests(context);
        loops = new Loops(context);
    }

    void build(long i, Opcode op, GraphBuilder.Walk walk) {
        int a = Instruction.a(i);
        switch (op) {
            case MOVE -> c.set(a, c.register(Instruction.b(i)));
            case LOADI -> c.set(a, c.integer(Instruction.j(i)));
            case LOADK -> loadConstant(i);
            case LOADNIL -> {
                for (int n = 0; n <= Instruction.b(i); n++) {
                    c.set(a + n, c.nil());
                }
            }
            case LOADTRUE -> c.set(a, c.word(Word.TRUE));
            case LOADFALSE -> c.set(a, c.word(Word.FALSE));
            case NOT -> not(i);

            case NEWCELL -> c.set(a, c.op(Op.NEW_CELL, c.asWord(c.register(a))));
            case GETCELL -> c.set(a, cellValue(c.register(Instruction.b(i))));
            case SETCELL -> c.store(c.register(a), FunctionLayout.CELL_VALUE, Alias.CELL, c.register(Instruction.b(i)), null);
            case GETUPVAL -> c.set(a, c.upvalue(Instruction.b(i)));
            case GETUPCELL -> c.set(a, cellValue(c.upvalue(Instruction.b(i))));
            case SETUPCELL -> c.store(c.upvalue(Instruction.b(i)), FunctionLayout.CELL_VALUE, Alias.CELL, c.register(a), null);
            case CLOSURE -> closure(i);

            case GETGLOBAL -> fields.getGlobal(i);
            case SETGLOBAL -> fields.setGlobal(i);
            case GETFIELD -> fields.get(i);
            case SELF -> fields.self(i);
            case SETFIELD -> fields.set(i);
            case GETINDEX -> getIndex(i, c.register(Instruction.c(i)));
            case GETI -> getIndex(i, c.integer(Instruction.c(i)));
            case SETINDEX -> setIndex(i, c.register(Instruction.b(i)));
            case SETI -> setIndex(i, c.integer(Instruction.b(i)));
            case LEN -> length(i);
            case NEWTABLE -> newTable(i);
            case SETLIST -> setList(i);

            case ADD -> arithmetic.registers(Arithmetic.Kind.ADD, i);
            case SUB -> arithmetic.registers(Arithmetic.Kind.SUB, i);
            case MUL -> arithmetic.registers(Arithmetic.Kind.MUL, i);
            case DIV -> arithmetic.registers(Arithmetic.Kind.DIV, i);
            case MOD -> arithmetic.registers(Arithmetic.Kind.MOD, i);
            case IDIV -> arithmetic.registers(Arithmetic.Kind.IDIV, i);
            case POW -> arithmetic.registers(Arithmetic.Kind.POW, i);
            case ADDK -> arithmetic.constant(Arithmetic.Kind.ADD, i);
            case SUBK -> arithmetic.constant(Arithmetic.Kind.SUB, i);
            case MULK -> arithmetic.constant(Arithmetic.Kind.MUL, i);
            case DIVK -> arithmetic.constant(Arithmetic.Kind.DIV, i);
            case MODK -> arithmetic.constant(Arithmetic.Kind.MOD, i);
            case IDIVK -> arithmetic.constant(Arithmetic.Kind.IDIV, i);
            case POWK -> arithmetic.constant(Arithmetic.Kind.POW, i);
            case ADDI -> arithmetic.immediate(Arithmetic.Kind.ADD, i, Instruction.signedC(i));
            case SUBI -> arithmetic.subtract(i);
            case UNM -> arithmetic.negate(i);
            case BAND -> arithmetic.bitwise(Op.AND, i, false);
            case BOR -> arithmetic.bitwise(Op.OR, i, false);
            case BXOR -> arithmetic.bitwise(Op.XOR, i, false);
            case BANDK -> arithmetic.bitwise(Op.AND, i, true);
            case BORK -> arithmetic.bitwise(Op.OR, i, true);
            case BXORK -> arithmetic.bitwise(Op.XOR, i, true);
            case SHL -> arithmetic.shift(true, i, false);
            case SHR -> arithmetic.shift(false, i, false);
            case SHLK -> arithmetic.shift(true, i, true);
            case SHRK -> arithmetic.shift(false, i, true);
            case BNOT -> arithmetic.complement(i);
            case CONCAT -> concatenate(i);

            case JMP, LOOP -> walk.edge(target(i));
            case JT -> branch(i, walk, branches.truth(i), true);
            case JF -> branch(i, walk, branches.truth(i), false);
            case JEQ -> branch(i, walk, branches.equality(i), true);
            case JNE -> branch(i, walk, branches.equality(i), false);
            case JEQK -> branchOnConstant(i, walk, true);
            case JNEK -> branchOnConstant(i, walk, false);
            case JLT -> branch(i, walk, branches.order(false, i), true);
            case JNLT -> branch(i, walk, branches.order(false, i), false);
            case JLE -> branch(i, walk, branches.order(true, i), true);
            case JNLE -> branch(i, walk, branches.order(true, i), false);
            case JLTI -> branch(i, walk, branches.orderImmediate(false, i, false), true);
            case JNLTI -> branch(i, walk, branches.orderImmediate(false, i, false), false);
            case JLEI -> branch(i, walk, branches.orderImmediate(true, i, false), true);
            case JNLEI -> branch(i, walk, branches.orderImmediate(true, i, false), false);
            case JGTI -> branch(i, walk, branches.orderImmediate(false, i, true), true);
            case JNGTI -> branch(i, walk, branches.orderImmediate(false, i, true), false);
            case JGEI -> branch(i, walk, branches.orderImmediate(true, i, true), true);
            case JNGEI -> branch(i, walk, branches.orderImmediate(true, i, true), false);

            case LIFT -> lift(i);
            case CALL -> calls.call(i);
            case TAILCALL -> calls.tailCall(i);
            case RETURN -> calls.returnValues(a, Instruction.b(i) - 1);
            case RETURN0 -> calls.returnValues(0, 0);
            case RETURN1 -> calls.returnValues(a, 1);
            case FORPREP -> loops.prepare(i, walk);
            case FORLOOP -> loops.numeric(i, walk);
            case TFORPREP -> loops.prepareGeneric(i, walk);
            case TFORCALL -> {
                if (!arrays.build(i, walk)) {
                    calls.iterate(i);
                }
            }
            case TFORLOOP -> loops.generic(i, walk);
            case VARARGPREP, CLOSE -> {
                // The code's beginning moves the frame; and there are no variables to be closed.
            }
            case VARARG -> lists.extraArguments(i);
            case TBC -> c.bailOut(BailOut.OPERATION);
        }
    }

    private int target(long i) {
        return c.frame.pc + 1 + Instruction.j(i);
    }

    private void branch(long i, GraphBuilder.Walk walk, Node condition, boolean expected) {
        if (c.block != null) {
            walk.branch(condition, expected, target(i), c.frame.pc + 1);
        }
    }

    private void branchOnConstant(long i, GraphBuilder.Walk walk, boolean expected) {
        TypeTests.Ways ways = types.ofComparison(i);
        if (ways == null) {
            branch(i, walk, branches.equalityWithConstant(i), expected);
        } else {
            walk.branch(expected ? ways.yes() : ways.no(), target(i), expected ? ways.no() : ways.yes(), c.frame.pc + 1);
        }
    }

    // ---- values ----------------------------------------------------------------------------------------------------------

    private void loadConstant(long i) {
        int number = Instruction.j(i);
        Node value = switch (c.facts().prototype().constants()[number]) {
            case perigee.bytecode.Constant.Int _, perigee.bytecode.Constant.Float _ -> arithmetic.constantOperand(number);
            default -> c.constant(number);
        };
        c.set(Instruction.a(i), value);
    }

    private void not(long i) {
        Node value = c.register(Instruction.b(i));
        if (value.rep() == Rep.INT || value.rep() == Rep.FLOAT) {
            c.set(Instruction.a(i), c.word(Word.FALSE));
            return;
        }
        Node condition = value.rep() == Rep.BOOL ? value : c.op(Op.TRUTHY, value);
        java.util.List<Block> ways = c.branch(condition, 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(c.word(Word.FALSE));
        c.block = ways.getLast();
        meeting.arrive(c.word(Word.TRUE));
        c.set(Instruction.a(i), meeting.meet());
    }

    private Node cellValue(Node cell) {
        return c.load(cell, FunctionLayout.CELL_VALUE, Alias.CELL, null);
    }

    /** {@code R[A] := closure(P[J])}; the function may capture itself. */
    private void closure(long i) {
        int a = Instruction.a(i);
        int child = Instruction.j(i);
        Prototype.Upvalue[] upvalues = c.facts().prototype().prototypes()[child].upvalues();
        Node[] captured = new Node[upvalues.length];
        for (int u = 0; u < upvalues.length; u++) {
            captured[u] = isSelf(upvalues[u], a) ? null
                    : upvalues[u].inStack() ? c.asWord(c.register(upvalues[u].index())) : c.upvalue(upvalues[u].index());
        }
        Node closure = c.op(Op.NEW_CLOSURE, c.facts().children()[child], captured);
        for (int u = 0; u < upvalues.length; u++) {
            if (isSelf(upvalues[u], a)) {
                closure.setInput(u, closure);
            }
        }
        c.set(a, closure);
    }

    private static boolean isSelf(Prototype.Upvalue upvalue, int register) {
        return upvalue.inStack() && upvalue.index() == register;
    }

    /** {@code R[A] := R[B][key]} */
    private void getIndex(long i, Node key) {
        Node table = c.register(Instruction.b(i));
        Node value = fields.getIndex(table, key, () -> getElement(table, key));
        if (c.block != null) {
            c.set(Instruction.a(i), value);
        }
    }

    private Node getElement(Node table, Node key) {
        if (metamethods.servesAccesses() && table.rep() == Rep.WORD) {
            return metamethods.get(table, key);
        }
        if (indexing.callsMetamethods() && dynamic.isPossible() && table.rep() == Rep.WORD) {
            return dynamic.get(table, key);
        }
        return indexing.get(table, key);
    }

    /** {@code R[A][key] := R[C]} */
    private void setIndex(long i, Node key) {
        Node table = c.register(Instruction.a(i));
        Node value = c.register(Instruction.c(i));
        fields.setIndex(table, key, value, () -> setElement(table, key, value));
    }

    private void setElement(Node table, Node key, Node value) {
        if (metamethods.servesAccesses() && table.rep() == Rep.WORD) {
            metamethods.set(table, key, value);
        } else if (indexing.callsMetamethods() && dynamic.isPossible() && table.rep() == Rep.WORD) {
            dynamic.set(table, key, value);
        } else {
            indexing.set(table, key, value);
        }
    }

    private void length(long i) {
        if ((c.feedback() & Feedback.OTHER) != 0) {
            Node operand = c.register(Instruction.b(i));
            c.set(Instruction.a(i), metamethods.operator(operand, operand));
        } else {
            indexing.length(i);
        }
    }

    // ---- tables ----------------------------------------------------------------------------------------------------------

    private void newTable(long i) {
        TableSite site = c.facts().tables()[c.frame.pc];
        if (site == null) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        Node table = c.op(Op.NEW_TABLE, 0, site);
        c.shapesGiven.put(table, new ShapeFact(site.shape(), site.inlineSlots(), 0, 0));
        c.set(Instruction.a(i), table);
    }

    /** {@code R[A][J+i] := R[A+i]} of a table that has just been made; that gets room for all but those of an open list. */
    private void setList(long i) {
        int a = Instruction.a(i);
        Node[] values = lists.registers(a + 1, Instruction.b(i) - 1);
        Node table = c.register(a);
        Node list = OpenLists.of(values);
        int count = list == null ? values.length : values.length - 1;
        if (!table.is(Op.NEW_TABLE) || Instruction.j(i) != 0 || count > MAX_ELEMENTS || hasKeys(a)) {
            c.bailOut(BailOut.OPERATION);
            return;
        }
        if (count > 0) {
            TableSite site = (TableSite) table.info();
            // More than expected: arguments of an inlined function, or results of one.
            table.setInfo(new TableSite(site.shape(), site.inlineSlots(), Math.max(site.capacity(), count + 1)));
            setElements(table, Arrays.copyOf(values, count));
        }
        if (list != null) {
            FrameState state = list.isOpenCall() ? c.stateOfError() : c.state();
            lists.place(values);
            c.add(c.graph.runtime(RuntimeCall.SET_LIST, table, c.integer(count), list)).setState(state);
            c.frame.list = null;
        }
    }

    /** Whether the constructor that ends here has given its table, in a register, elements by their keys. */
    private boolean hasKeys(int register) {
        long[] code = c.facts().prototype().code();
        for (int pc = c.frame.pc - 1; ; pc--) {
            Opcode op = Instruction.op(code[pc]);
            if (Instruction.a(code[pc]) == register && (op == Opcode.NEWTABLE || op == Opcode.SETI || op == Opcode.SETINDEX)) {
                return op != Opcode.NEWTABLE;
            }
        }
    }

    private void setElements(Node table, Node[] values) {
        int count = values.length;
        Node array = c.load(table, TableLayout.ARRAY, Alias.ARRAY, null);
        for (int n = 1; n <= count; n++) {
            Node value = c.asWord(values[n - 1]);
            Node index = c.integer(n);
            c.op(Op.STORE_AT, TableLayout.ELEMENTS, Alias.ELEMENT, array, index, value);
            if (!Context.isNoObject(value)) {
                c.op(Op.BARRIER_AT, TableLayout.ELEMENTS, array, index, value);
            }
        }
        // Trailing nils are counted; that is what the interpreter does, too.
        c.op(Op.STORE_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table, c.integer(count + 1));
    }

    // ---- others ----------------------------------------------------------------------------------------------------------

    private void concatenate(long i) {
        int a = Instruction.a(i);
        int kinds = (int) c.feedback();
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        if ((kinds & Feedback.OTHER) != 0 && Instruction.b(i) == 2) {
            c.set(a, metamethods.operator(c.register(a), c.register(a + 1)));
            return;
        }
        if ((kinds & Feedback.OTHER) != 0 || c.hasFailed(Reason.SLOW_PATH)) {
            c.bailOut(BailOut.OPERATION);
            return;
        }
        Node[] operands = new Node[Instruction.b(i)];
        for (int n = 0; n < operands.length; n++) {
            operands[n] = c.asWord(c.register(a + n));
        }
        c.set(a, c.add(c.graph.runtime(RuntimeCall.CONCAT, operands)).setState(c.state()));
    }

    /** {@code R[A+2], ..., R[A+1+B] := R[A], ..., R[A+B-1]}; an open list moves along. */
    private void lift(long i) {
        int a = Instruction.a(i);
        int count = Instruction.b(i);
        if (Instruction.d(i) != 0) {
            count = c.frame.openEnd - a;
            c.frame.openEnd += 2;
        }
        if (a + count + 2 > c.frame.registers.length) {
            c.frame.registers = Arrays.copyOf(c.frame.registers, a + count + 2);
        }
        System.arraycopy(c.frame.registers, a, c.frame.registers, a + 2, count);
    }
}
