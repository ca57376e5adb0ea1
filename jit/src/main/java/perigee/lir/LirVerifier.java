package perigee.lir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.asm.Condition;

/**
 * Checks a function in low-level form:
 * <ol>
 * <li>a block is a label, instructions that are no terminators, a terminator; the entry has no predecessors;
 * <li>jumps have the arguments that the target's parameters ask for, of the same kinds; no edge leads from a block with
 *     several successors to one with several predecessors or with parameters;
 * <li>a register has one definition, which dominates its uses; lost registers have no uses;
 * <li>operands are what the rules allow: class of register, at most one in memory, immediates of 32 bits;
 * <li>RAW registers are not alive across a safepoint, nor part of frame states there;
 * <li>guards and exits have an exit, tests a condition that they can tell, {@code parameter} is in the entry block only.
 * </ol>
 */
public final class LirVerifier {
    private final LirFunction function;
    private final List<Block> order;
    private final int[] places;
    private final int[] dominators;
    /** By register: the block of its definition, and the instruction's place in it; 0 for parameters. */
    private final Block[] definedIn;
    private final int[] definedAt;
    private final boolean[] lost;
    private final List<String> problems = new ArrayList<>();
    private Block block;
    private Instruction instruction;

    private LirVerifier(LirFunction function) {
        this.function = function;
        order = BlockOrder.of(function);
        places = BlockOrder.places(function, order);
        dominators = BlockOrder.dominators(function, order);
        definedIn = new Block[function.registerCount()];
        definedAt = new int[function.registerCount()];
        lost = new boolean[function.registerCount()];
    }

    /** What is wrong, in words; empty if all is well. */
    public static List<String> verify(LirFunction function) {
        List<String> shape = new ArrayList<>();
        for (Block block : function.blocks()) {
            checkShape(block, shape);
        }
        if (!shape.isEmpty()) {
            return shape;
        }
        LirVerifier verifier = new LirVerifier(function);
        verifier.run();
        return verifier.problems;
    }

    private static void checkShape(Block block, List<String> problems) {
        List<Instruction> instructions = block.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            Op op = instructions.get(i).op;
            if ((op == Op.LABEL) != (i == 0) || op.isTerminator() != (i == instructions.size() - 1)) {
                problems.add(block + ": " + op.text() + " at the wrong place");
            }
        }
        if (!block.isTerminated()) {
            problems.add(block + " has no end");
        }
    }

    private void run() {
        if (!function.entry().predecessors().isEmpty() || function.entry().parameterCount() > 0) {
            problems.add("the entry has predecessors or parameters");
        }
        order.forEach(this::define);
        for (Block each : order) {
            block = each;
            instruction = null;
            checkEdges();
            for (int i = 0; i < block.instructions().size(); i++) {
                instruction = block.instructions().get(i);
                checkOperands(i);
                checkOperation();
            }
        }
        if (problems.isEmpty()) {
            checkSafepoints();
        }
    }

    private void problem(String text) {
        problems.add(block + (instruction == null ? "" : ", " + LirText.of(function, instruction)) + ": " + text);
    }

    // ---- definitions and uses ------------------------------------------------------------------------------------------

    private void define(Block in) {
        block = in;
        instruction = null;
        for (int i = 0; i < in.parameterCount(); i++) {
            define(in.parameter(i), 0);
        }
        for (int at = 0; at < in.instructions().size(); at++) {
            instruction = in.instructions().get(at);
            for (int i = 0; i < instruction.count(); i++) {
                Rule.Action action = instruction.rule(i).action();
                if (action.writes()) {
                    define(instruction.operand(i), at);
                    lost[instruction.operand(i)] |= action == Rule.Action.TEMP;
                }
            }
        }
    }

    private void define(int register, int at) {
        if (definedIn[register] != null) {
            problem("v" + register + " is defined again");
        }
        definedIn[register] = block;
        definedAt[register] = at;
    }

    private void checkUse(int register, int at) {
        Block definition = register < definedIn.length ? definedIn[register] : null;
        if (definition == null) {
            problem("v" + register + " has no definition");
        } else if (lost[register]) {
            problem("v" + register + " is lost");
        } else if (definition == block ? definedAt[register] >= at
                : !dominates(definition, block)) {
            problem("v" + register + " is not defined on all ways here");
        }
    }

    private boolean dominates(Block a, Block b) {
        int place = places[b.id];
        while (place > places[a.id]) {
            place = dominators[place];
        }
        return place == places[a.id];
    }

    // ---- edges ---------------------------------------------------------------------------------------------------------

    private void checkEdges() {
        for (int i = 0; i < block.successorCount(); i++) {
            Block successor = block.successor(i);
            if (block.terminator().op == Op.JUMP) {
                checkArguments(successor);
            } else if (successor.predecessors().size() > 1 || successor.parameterCount() > 0) {
                problem("critical edge to " + successor);
            }
        }
        if (block.terminator().op == Op.BRANCH && block.successorCount() != 2
                || block.terminator().op == Op.SWITCH && block.successorCount() == 0) {
            problem("wrong number of targets");
        }
    }

    private void checkArguments(Block target) {
        Instruction jump = block.terminator();
        if (jump.count() != target.parameterCount()) {
            problem("wrong number of arguments for " + target);
            return;
        }
        for (int i = 0; i < jump.count(); i++) {
            int argument = jump.operand(i);
            int parameter = target.parameter(i);
            Kind kind = function.kind(parameter);
            if (!Value.isRegister(argument) && !Value.isConstant(argument) || function.kindOf(argument) != kind) {
                problem("argument " + i + " is no " + LirText.text(kind));
            } else if (function.fits(parameter) && !fits(argument)) {
                problem("argument " + i + " may need more than 50 bits");
            }
        }
    }

    private boolean fits(int value) {
        return Value.isRegister(value) ? function.fits(value)
                : perigee.value.Word.fits(function.constant(Value.constantNumber(value)));
    }

    // ---- operands ------------------------------------------------------------------------------------------------------

    private void checkOperands(int at) {
        int inMemory = 0;
        for (int i = 0; i < instruction.count(); i++) {
            int value = instruction.operand(i);
            Rule rule = instruction.rule(i);
            inMemory += value == Value.MEMORY ? 1 : 0;
            if (Value.isRegister(value) && !rule.action().writes()) {
                checkUse(value, at);
            }
            if (!allowed(value, rule)) {
                problem("operand " + i + " is not allowed");
            }
        }
        if (inMemory != (instruction.hasAddress() ? 1 : 0)) {
            problem("address and operands do not go together");
        }
    }

    private boolean allowed(int value, Rule rule) {
        Rule.Action action = rule.action();
        if (value >= definedIn.length) {
            return true; // said already
        }
        if (Value.isRegister(value)) {
            return rule.takes(Rule.REGISTER) && (rule.takesAnyClass() || function.kind(value).isFloat() == rule.xmm());
        }
        if (Value.isConstant(value)) {
            return (action == Rule.Action.SEED || action == Rule.Action.STATE)
                    && (rule.takesAnyClass() || function.kindOf(value).isFloat() == rule.xmm());
        }
        return switch (value) {
            case Value.MEMORY -> action == Rule.Action.USE && rule.takes(Rule.MEMORY);
            case Value.IMMEDIATE -> rule.takes(Rule.IMMEDIATE) && instruction.immediate == (int) instruction.immediate;
            case Value.NONE -> rule == Rule.ADDRESS;
            default -> action == Rule.Action.USE && !rule.xmm() && rule.takes(Rule.REGISTER);
        };
    }

    private void checkOperation() {
        boolean needsExit = instruction.op == Op.GUARD || instruction.op == Op.EXIT;
        if (needsExit && instruction.exit == null) {
            problem("no exit");
        }
        if (instruction.op == Op.SELECT && instruction.hasAddress() && instruction.memoryOperand() > 2
                && Value.isRegister(instruction.base()) && Value.isRegister(instruction.index())) {
            problem("select leaves no registers for base and index");
        }
        if (instruction.op == Op.SELECT && instruction.test == Test.FCMP && instruction.condition == Condition.NE) {
            problem("select cannot tell this condition");
        }
        if (instruction.op == Op.PARAMETER && block != function.entry()) {
            problem("not in the entry block");
        }
        if (instruction.op == Op.PARAMETER && (instruction.immediate < 0 || instruction.immediate >= function.parameters)) {
            problem("no such parameter");
        }
    }

    // ---- safepoints ----------------------------------------------------------------------------------------------------

    private void checkSafepoints() {
        Liveness liveness = Liveness.of(function, order);
        boolean[] alive = new boolean[function.registerCount()];
        for (Block each : order) {
            block = each;
            Arrays.fill(alive, false);
            for (int r = liveness.nextLiveOut(block, 0); r >= 0; r = liveness.nextLiveOut(block, r + 1)) {
                alive[r] = true;
            }
            for (int at = block.instructions().size() - 1; at >= 0; at--) {
                instruction = block.instructions().get(at);
                checkSafepoint(alive);
            }
        }
    }

    private void checkSafepoint(boolean[] alive) {
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.rule(i).action().writes()) {
                alive[instruction.operand(i)] = false;
            }
        }
        for (int i = instruction.stateStart(); i < instruction.count(); i++) {
            if (Value.isRegister(instruction.operand(i))) {
                alive[instruction.operand(i)] = true;
            }
        }
        if (instruction.isSafepoint()) {
            for (int r = 0; r < alive.length; r++) {
                if (alive[r] && function.kind(r) == Kind.RAW) {
                    problem("v" + r + " is raw and alive");
                }
            }
        }
        for (int i = 0; i < instruction.count(); i++) {
            if (Value.isRegister(instruction.operand(i)) && !instruction.rule(i).action().writes()) {
                alive[instruction.operand(i)] = true;
            }
        }
    }
}
