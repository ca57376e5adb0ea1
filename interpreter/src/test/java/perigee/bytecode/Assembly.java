package perigee.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a prototype together by hand: instructions in order, labels by name, tables as they come. */
final class Assembly {
    private record Jump(int pc, String label) {
    }

    private final List<Long> code = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final List<Constant> constants = new ArrayList<>();
    private final List<Prototype.Upvalue> upvalues = new ArrayList<>();
    private final List<Prototype> prototypes = new ArrayList<>();
    private final List<Prototype.Local> locals = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final int maxStack;
    private byte[] source = bytes("@test.lua");
    private int lineDefined = 1;
    private int lastLineDefined = 9;
    private int parameters;
    private boolean vararg;
    private int line = 1;
    private boolean stripped;

    private Assembly(int maxStack) {
        this.maxStack = maxStack;
    }

    static Assembly function(int maxStack) {
        return new Assembly(maxStack);
    }

    /** A vararg function at line 0 with {@code _ENV} as its only upvalue; VARARGPREP is there already. */
    static Assembly main(int maxStack) {
        return function(maxStack).defined(0, 0).vararg().upvalue("_ENV", true, 0, false);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Assembly source(String name) {
        source = bytes(name);
        return this;
    }

    Assembly defined(int first, int last) {
        lineDefined = first;
        lastLineDefined = last;
        return this;
    }

    Assembly parameters(int count) {
        parameters = count;
        return this;
    }

    /** To be called before any instruction, after {@link #parameters}. */
    Assembly vararg() {
        vararg = true;
        return abc(Opcode.VARARGPREP, parameters, 0, 0);
    }

    Assembly flagVararg() {
        vararg = true;
        return this;
    }

    Assembly line(int number) {
        line = number;
        return this;
    }

    Assembly stripped() {
        stripped = true;
        return this;
    }

    // ---- instructions ----------------------------------------------------------------------------------------------

    Assembly raw(long instruction) {
        code.add(instruction);
        lines.add(line);
        return this;
    }

    Assembly op(Opcode op) {
        return abc(op, 0, 0, 0);
    }

    Assembly abc(Opcode op, int a, int b, int c) {
        return raw(Instruction.abc(op, a, b, c));
    }

    Assembly abc(Opcode op, int a, int b, int c, int d) {
        return raw(Instruction.abc(op, a, b, c, d));
    }

    Assembly aj(Opcode op, int a, int j) {
        return raw(Instruction.aj(op, a, j));
    }

    Assembly abj(Opcode op, int a, int b, int j) {
        return raw(Instruction.abj(op, a, b, j));
    }

    /** {@code R[a] := a}: any value. */
    Assembly value(int register) {
        return aj(Opcode.LOADI, register, register);
    }

    Assembly values(int first, int count) {
        for (int i = 0; i < count; i++) {
            value(first + i);
        }
        return this;
    }

    Assembly cell(int register) {
        return value(register).abc(Opcode.NEWCELL, register, 0, 0);
    }

    Assembly jump(Opcode op, int a, String label) {
        jumps.add(new Jump(code.size(), label));
        return aj(op, a, 0);
    }

    Assembly jump(Opcode op, int a, int b, String label) {
        jumps.add(new Jump(code.size(), label));
        return abj(op, a, b, 0);
    }

    Assembly label(String name) {
        labels.put(name, code.size());
        return this;
    }

    Assembly return0() {
        return op(Opcode.RETURN0);
    }

    Assembly return1(int register) {
        return abc(Opcode.RETURN1, register, 0, 0);
    }

    // ---- tables ----------------------------------------------------------------------------------------------------

    Assembly constant(Constant constant) {
        constants.add(constant);
        return this;
    }

    Assembly string(String text) {
        return constant(new Constant.Str(bytes(text)));
    }

    Assembly integer(long value) {
        return constant(new Constant.Int(value));
    }

    Assembly number(double value) {
        return constant(new Constant.Float(value));
    }

    Assembly upvalue(String name, boolean inStack, int index, boolean cell) {
        upvalues.add(new Prototype.Upvalue(bytes(name), inStack, index, cell, false));
        return this;
    }

    Assembly nested(Assembly function) {
        return nested(function.build());
    }

    Assembly nested(Prototype function) {
        prototypes.add(function);
        return this;
    }

    Assembly local(String name, int startPc, int endPc) {
        locals.add(new Prototype.Local(bytes(name), startPc, endPc, false));
        return this;
    }

    Assembly localCell(String name, int startPc, int endPc) {
        locals.add(new Prototype.Local(bytes(name), startPc, endPc, true));
        return this;
    }

    int pc() {
        return code.size();
    }

    Prototype build() {
        for (Jump jump : jumps) {
            int distance = labels.get(jump.label) - (jump.pc + 1);
            code.set(jump.pc, Instruction.withJ(code.get(jump.pc), distance));
        }
        return new Prototype(source, lineDefined, lastLineDefined, parameters, vararg, maxStack,
                code.stream().mapToLong(Long::longValue).toArray(),
                stripped ? new int[0] : lines.stream().mapToInt(Integer::intValue).toArray(),
                constants.toArray(new Constant[0]), upvalues.toArray(new Prototype.Upvalue[0]),
                prototypes.toArray(new Prototype[0]), locals.toArray(new Prototype.Local[0]));
    }
}
