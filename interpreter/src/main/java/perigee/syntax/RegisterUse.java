package perigee.syntax;

import java.util.Arrays;
import perigee.bytecode.Constant;

/**
 * How many registers the reference's compiler has in use for one function, so that a function which needs too many is
 * refused where it refuses it, with the same token in the message. It shadows the parser: each operand that has been
 * read is a <em>place</em> on a stack, and operations take places off it and leave their own.
 *
 * <p>A place is a register, something that holds one or two registers until it is read (an indexed table), or something
 * that needs none yet. What the compiler of this package's trees really does is its own affair, but for one thing it
 * wants to know: {@link #isCrowded}.
 */
final class RegisterUse {
    private static final int MAX_REGISTERS = 254;
    /** With room for the headers of calls in calls, frames are kept below this. */
    private static final int SPACIOUS = 240;
    /** Items of a table constructor that are stored at once. */
    private static final int BATCH = 50;
    /** Sizes up to which the reference's instructions take strings as field names, and integers as keys. */
    private static final int MAX_NAME = 40;
    private static final int MAX_KEY = 255;

    // Places that hold no register; below them are the numbers of registers.
    private static final int SMALL_INTEGER = 0x100;
    private static final int INTEGER = 0x101;
    private static final int SMALL_FLOAT = 0x102;
    private static final int FLOAT = 0x103;
    private static final int TRUTHY = 0x104;
    private static final int FALSY = 0x105;
    private static final int UPVALUE = 0x106;
    /** A value that will be computed into whatever register is wanted. */
    private static final int PENDING = 0x107;
    private static final int NEGATION = 0x108;
    private static final int COMPARISON = 0x109;
    /** A table and perhaps a key in registers: {@code INDEXED | table << 8 | key}, with this for no key. */
    private static final int INDEXED = 1 << 16;
    private static final int NO_KEY = 0xFF;
    /** Beside a place: {@code and} or {@code or} lead around it, so it has to end up in a register of its own. */
    private static final int JUMPS = 1 << 17;
    /** Beside a constant: it is a compile-time constant's name that has not been looked at. */
    private static final int NAMED = 1 << 18;

    private final Lexer lexer;
    private final FunctionScope function;
    private int free;
    private int[] places = new int[16];
    private int size;
    /** Calls whose arguments are being read. */
    private int openCalls;
    private boolean crowded;

    RegisterUse(Lexer lexer, FunctionScope function) {
        this.lexer = lexer;
        this.function = function;
    }

    /** Whether frame headers below the arguments of all calls would make the frame too large. */
    boolean isCrowded() {
        return crowded;
    }

    // ---- registers -----------------------------------------------------------------------------------------------

    /** Raises an error if there are not so many registers left. */
    void check(int count) {
        if (free + count > MAX_REGISTERS) {
            throw lexer.error("function or expression needs too many registers");
        }
        crowded |= free + count + 2 * openCalls > SPACIOUS;
    }

    void reserve(int count) {
        check(count);
        free += count;
    }

    /** The place is not needed any more: if it is a temporary register, that is free. */
    private void release(int place) {
        if (isRegister(place) && (place & 0xFF) >= function.registerLevel()) {
            free--;
        }
    }

    /** A statement, or block, has ended: only variables are left. */
    void endStatement() {
        free = function.registerLevel();
        size = 0;
    }

    // ---- places --------------------------------------------------------------------------------------------------

    private void push(int place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
        }
        places[size++] = place;
    }

    private int pop() {
        return places[--size];
    }

    private static int kind(int place) {
        return place & ~JUMPS;
    }

    private static boolean hasJumps(int place) {
        return (place & JUMPS) != 0;
    }

    private static boolean isRegister(int place) {
        return kind(place) < SMALL_INTEGER;
    }

    private static boolean isConstant(int place) {
        return place >= SMALL_INTEGER && place <= FALSY;
    }

    private static boolean isNumeral(int place) {
        return place >= SMALL_INTEGER && place <= FLOAT;
    }

    private static boolean isInteger(int place) {
        return place == SMALL_INTEGER || place == INTEGER;
    }

    /** A number that comparisons take as an immediate operand. */
    private static boolean isSmall(int place) {
        return place == SMALL_INTEGER || place == SMALL_FLOAT;
    }

    /** Reads a variable; other places are as before. */
    private int discharged(int place) {
        if ((place & INDEXED) != 0) {
            release(place >> 8 & 0xFF);
            if ((place & 0xFF) != NO_KEY) {
                release(place & 0xFF);
            }
            return PENDING;
        }
        return place == UPVALUE ? PENDING : place & ~NAMED;
    }

    private int inNextRegister(int place) {
        release(discharged(place));
        reserve(1);
        return free - 1;
    }

    private int inRegister(int place) {
        int value = discharged(place);
        if (isRegister(value) && (!hasJumps(value) || kind(value) >= function.registerLevel())) {
            return kind(value);
        }
        return inNextRegister(value);
    }

    // ---- operands ------------------------------------------------------------------------------------------------

    void literal(Literal literal) {
        if (literal.value() instanceof Constant.Int i) {
            push(i.value() >= -127 && i.value() <= 127 ? SMALL_INTEGER : INTEGER);
        } else if (literal.value() instanceof Constant.Float f) {
            push(Math.abs(f.value()) <= 127 && f.value() == Math.rint(f.value()) ? SMALL_FLOAT : FLOAT);
        } else {
            push(literal.isTruthy() ? TRUTHY : FALSY);
        }
    }

    /** The name of a compile-time constant. */
    void named(Literal constant) {
        literal(constant);
        push(pop() | NAMED);
    }

    void local(int register) {
        push(register);
    }

    void upvalue() {
        push(UPVALUE);
    }

    /** A {@code ...}, or a closure that has just been made. */
    void pending() {
        push(PENDING);
    }

    /** A function expression, which is put into a register at once. */
    void closure() {
        push(PENDING);
        register();
    }

    /** A parenthesis around the operand closes. */
    void parenthesized() {
        push(discharged(pop()));
    }

    /** The operand goes into the next register and stays there. */
    void nextRegister() {
        inNextRegister(pop());
    }

    /** The operand goes into some register. */
    void register() {
        push(inRegister(pop()));
    }

    // ---- operators -----------------------------------------------------------------------------------------------

    void unary(UnaryOperator operator, Expression result) {
        if (result instanceof Literal literal) {
            pop();
            literal(literal);
        } else if (operator == UnaryOperator.NOT) {
            negate();
        } else {
            release(inRegister(pop()));
            push(PENDING);
        }
    }

    private void negate() {
        int place = discharged(pop());
        int result = switch (kind(place)) {
            case SMALL_INTEGER, INTEGER, SMALL_FLOAT, FLOAT, TRUTHY -> FALSY;
            case FALSY -> TRUTHY;
            case COMPARISON -> COMPARISON;
            default -> {
                test(place);
                yield NEGATION;
            }
        };
        push(result | place & JUMPS);
    }

    /** Something is tested where it is, or in the next register. */
    private void test(int place) {
        if (isRegister(place)) {
            release(place);
        } else {
            check(1);
        }
    }

    /** The first operand is complete, and the operator has been read. */
    void infix(BinaryOperator operator) {
        int place = discharged(pop());
        switch (operator) {
            case AND, OR -> push(decided(place, operator == BinaryOperator.AND));
            case CONCAT -> push(inNextRegister(place));
            case EQ, NE -> push(isConstant(place) ? place : inRegister(place));
            case LT, LE, GT, GE -> push(isSmall(place) ? place : inRegister(place));
            default -> push(isNumeral(place) ? place : inRegister(place));
        }
    }

    /** The operand decides about the rest of an {@code and} (or {@code or}); what is left of it is whether it jumps. */
    private int decided(int place, boolean isAnd) {
        int kind = kind(place);
        boolean goesOn = isAnd ? isConstant(kind) && kind != FALSY : kind == FALSY;
        if (!goesOn && kind != COMPARISON && kind != NEGATION) {
            test(place);
        }
        return goesOn && !hasJumps(place) ? PENDING : PENDING | JUMPS;
    }

    /** A condition has been read. */
    void condition() {
        decided(discharged(pop()), true);
    }

    /** Both operands have been read and make this tree. */
    void postfix(BinaryOperator operator, Expression result) {
        int right = discharged(pop());
        int left = pop();
        if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
            push(right | left & JUMPS);
        } else if (result instanceof Literal literal) {
            literal(literal);
        } else if (operator == BinaryOperator.CONCAT) {
            release(inNextRegister(right));
            push(left);
        } else {
            boolean swapped = isLeftConstant(operator, left);
            int first = swapped ? right : left;
            int second = swapped ? left : right;
            if (!isConstantOperand(operator, second)) {
                second = inRegister(second);
            }
            first = inRegister(first);
            release(first);
            release(second);
            push(operator.isComparison() ? COMPARISON : PENDING);
        }
    }

    /** Whether the operator has an instruction for a constant on its left, by exchanging the operands or otherwise. */
    private static boolean isLeftConstant(BinaryOperator operator, int left) {
        return switch (operator) {
            case ADD, MUL -> isNumeral(left);
            case BAND, BOR, BXOR -> isInteger(left);
            case SHL -> left == SMALL_INTEGER;
            case EQ, NE -> !isRegister(left);
            case LT, LE, GT, GE -> isSmall(left);
            default -> false;
        };
    }

    private static boolean isConstantOperand(BinaryOperator operator, int place) {
        return switch (operator) {
            case BAND, BOR, BXOR -> isInteger(place);
            case SHL, SHR -> place == SMALL_INTEGER;
            case EQ, NE -> isConstant(place);
            case LT, LE, GT, GE -> isSmall(place);
            default -> isNumeral(place);
        };
    }

    // ---- indexes and calls ---------------------------------------------------------------------------------------

    /** The operand is going to be indexed: it goes into a register unless it is an upvalue. */
    void object() {
        int place = pop();
        push(place == UPVALUE ? place : inRegister(place));
    }

    /** A key in brackets has been read. */
    void key() {
        int place = pop();
        push(place == COMPARISON || hasJumps(place) ? inRegister(place) : discharged(place));
    }

    /** The key on top of the stack, which is this tree, indexes the object below. */
    void index(Expression key) {
        int keyPlace = pop();
        int object = pop();
        boolean isName = key instanceof Literal(Constant.Str name) && name.bytes().length <= MAX_NAME;
        if (object == UPVALUE && isName) {
            push(PENDING);
            return;
        }
        int table = inRegister(object);
        boolean isImmediate = isName
                || key instanceof Literal(Constant.Int i) && i.value() >= 0 && i.value() <= MAX_KEY;
        push(INDEXED | table << 8 | (isImmediate ? NO_KEY : inRegister(keyPlace)));
    }

    void field(Literal name) {
        literal(name);
        index(name);
    }

    /** A method is taken from the operand for a call. */
    void method() {
        release(inRegister(pop()));
        push(free);
        reserve(2);
        openCalls++;
    }

    /** The operand is to be called. */
    void callee() {
        push(inNextRegister(pop()));
        openCalls++;
    }

    /** All arguments are in registers, or stand where an open list begins. */
    void call() {
        free = places[size - 1] + 1;
        openCalls--;
    }

    // ---- table constructors --------------------------------------------------------------------------------------

    void table() {
        push(free);
        reserve(1);
    }

    /** A positional item of the table, the one of this number from 1 on, is complete. */
    void item(int number) {
        nextRegister();
        if (number % BATCH == 0) {
            free = places[size - 1] + 1;
        }
    }

    /** The key of an item has been read. */
    void itemKey(Expression key) {
        int keyPlace = pop();
        push(places[size - 1]);
        push(keyPlace);
        index(key);
    }

    /** A keyed item is complete. */
    void keyedItem() {
        int key = places[size - 2] & 0xFF;
        store();
        if (key != NO_KEY) {
            release(key);
        }
    }

    void endTable() {
        free = places[size - 1] + 1;
    }

    // ---- statements ----------------------------------------------------------------------------------------------

    /** The last of {@code values} expressions has been read, so many are wanted. */
    void adjust(int wanted, int values) {
        if (values > 0) {
            nextRegister();
        }
        if (wanted > values) {
            reserve(wanted - values);
        } else {
            free += wanted - values;
        }
    }

    /** One more target of an assignment has been read: if it is a variable that targets before it use, it is kept. */
    void target() {
        int variable = places[size - 1];
        boolean conflict = false;
        for (int i = 0; i < size - 1; i++) {
            int place = places[i];
            conflict |= (place & INDEXED) != 0 && ((place >> 8 & 0xFF) == variable || (place & 0xFF) == variable);
        }
        if (conflict) {
            reserve(1);
        }
    }

    /** The value on top is stored into the target below it. */
    void store() {
        int value = pop();
        int target = pop();
        if (isRegister(target)) {
            release(discharged(value));
        } else {
            release(target == UPVALUE || !isConstant(value) ? inRegister(value) : value);
        }
    }
}
