package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ObjectHeader;
import perigee.runtime.Intrinsic;
import perigee.value.Arithmetic;
import perigee.value.MathFunction;

/**
 * Library functions in machine code: what compiled code calls when the called value is a function in Java.
 *
 * <p>The function is in rax, the address of its place on the stack in rdi, the number of arguments in ecx. Results are
 * returned as compiled functions do it: the first in rax (nil if there is none), ecx of them, further ones in place. A
 * negative number in ecx says that the function in Java is to be called, which does whatever a stub has no code for:
 * nothing has been changed; if it is one of those of {@link CallingStubs}, r10 is the number of arguments. Stubs use rax, rcx,
 * rdx, rsi, rdi, r8 to r11, xmm0 and xmm1, and never leave native code.
 */
public final class LibraryStubs {
    /** Calls the function that it is. */
    public static final String CALL = "library_call";

    private static final int ANY = Integer.MAX_VALUE;

    /** A function, and with how many arguments it has machine code. */
    private record Row(Intrinsic function, int fewest, int most, Consumer<LibraryAssembler> code) {
        Row(Intrinsic function, int arguments, Consumer<LibraryAssembler> code) {
            this(function, arguments, arguments, code);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row(Intrinsic.ASSERT, 1, ANY, BasicStubs::assertTrue),
            new Row(Intrinsic.GETMETATABLE, 1, BasicStubs::getMetatable),
            new Row(Intrinsic.IPAIRS, 1, BasicStubs::ipairs),
            new Row(Intrinsic.NEXT, 1, 2, BasicStubs::next),
            new Row(Intrinsic.PAIRS, 1, BasicStubs::pairs),
            new Row(Intrinsic.RAWEQUAL, 2, BasicStubs::rawEqual),
            new Row(Intrinsic.RAWGET, 2, TableStubs::rawGet),
            new Row(Intrinsic.RAWSET, 3, TableStubs::rawSet),
            new Row(Intrinsic.RAWLEN, 1, TableStubs::rawLength),
            new Row(Intrinsic.SELECT, 1, ANY, BasicStubs::select),
            new Row(Intrinsic.SETMETATABLE, 2, TableStubs::setMetatable),
            new Row(Intrinsic.TONUMBER, 1, BasicStubs::toNumber),
            new Row(Intrinsic.TOSTRING, 1, BasicStubs::toText),
            new Row(Intrinsic.TYPE, 1, BasicStubs::type),
            new Row(Intrinsic.CREATE, 1, CoroutineFunctionStubs::create),
            new Row(Intrinsic.RUNNING, 0, CoroutineFunctionStubs::running),
            new Row(Intrinsic.STATUS, 1, CoroutineFunctionStubs::status),
            new Row(Intrinsic.WRAP, 1, CoroutineFunctionStubs::wrap),
            new Row(Intrinsic.ABS, 1, MathStubs::abs),
            new Row(Intrinsic.ACOS, 1, f -> MathStubs.function(f, MathFunction.ACOS)),
            new Row(Intrinsic.ASIN, 1, f -> MathStubs.function(f, MathFunction.ASIN)),
            new Row(Intrinsic.ATAN, 1, 2, MathStubs::arcTangent),
            new Row(Intrinsic.CEIL, 1, MathStubs::ceil),
            new Row(Intrinsic.COS, 1, f -> MathStubs.function(f, MathFunction.COS)),
            new Row(Intrinsic.DEG, 1, f -> MathStubs.multiply(f, Arithmetic.DEGREES_PER_RADIAN)),
            new Row(Intrinsic.EXP, 1, f -> MathStubs.function(f, MathFunction.EXP)),
            new Row(Intrinsic.FLOOR, 1, MathStubs::floor),
            new Row(Intrinsic.FMOD, 2, MathStubs::remainder),
            new Row(Intrinsic.LOG, 1, 2, MathStubs::logarithm),
            new Row(Intrinsic.MAX, 1, ANY, MathStubs::max),
            new Row(Intrinsic.MIN, 1, ANY, MathStubs::min),
            new Row(Intrinsic.MODF, 1, MathStubs::split),
            new Row(Intrinsic.RAD, 1, f -> MathStubs.multiply(f, Arithmetic.RADIANS_PER_DEGREE)),
            new Row(Intrinsic.RANDOM, 0, 2, RandomStubs::random),
            new Row(Intrinsic.SQRT, 1, MathStubs::sqrt),
            new Row(Intrinsic.SIN, 1, f -> MathStubs.function(f, MathFunction.SIN)),
            new Row(Intrinsic.TAN, 1, f -> MathStubs.function(f, MathFunction.TAN)),
            new Row(Intrinsic.TOINTEGER, 1, MathStubs::toInteger),
            new Row(Intrinsic.MATH_TYPE, 1, MathStubs::type),
            new Row(Intrinsic.ULT, 2, MathStubs::isBelow),
            new Row(Intrinsic.BYTE, 1, 3, StringStubs::bytes),
            new Row(Intrinsic.CHAR, 0, ANY, StringStubs::characters),
            new Row(Intrinsic.FIND, 2, 4, StringSearchStubs::find),
            new Row(Intrinsic.GSUB, 3, ReplacementStubs::replace),
            new Row(Intrinsic.LEN, 1, StringStubs::length),
            new Row(Intrinsic.LOWER, 1, f -> StringStubs.changeCase(f, 'A')),
            new Row(Intrinsic.MATCH, 2, 3, MatchStubs::match),
            new Row(Intrinsic.MATCHES, 0, ANY, MatchStubs::next),
            new Row(Intrinsic.REP, 2, StringStubs::repeat),
            new Row(Intrinsic.REVERSE, 1, StringStubs::reverse),
            new Row(Intrinsic.SUB, 2, 3, StringStubs::substring),
            new Row(Intrinsic.UPPER, 1, f -> StringStubs.changeCase(f, 'a')),
            new Row(Intrinsic.CONCAT, 1, 2, ArrayStubs::concatenate),
            new Row(Intrinsic.INSERT, 2, 3, ArrayStubs::insert),
            new Row(Intrinsic.REMOVE, 1, 2, ArrayStubs::remove),
            new Row(Intrinsic.UNPACK, 1, 3, ArrayStubs::unpack));

    private LibraryStubs() {
    }

    /** Where the stubs begin that library functions call. */
    record Helpers(Label iterate, Label rawGet, Label rawSet, BarrierStubs.Labels barriers,
            MathFunctionStubs.Labels functions, Label ofMetatable, Label concatenate, Label match) {
    }

    static void emit(Assembler a, Helpers helpers) {
        Label decline = a.newLabel();
        Label[] targets = new Label[Intrinsic.values().length];
        Arrays.fill(targets, decline);
        LibraryAssembler f = new LibraryAssembler(a, decline, helpers);
        // Those that go on in another frame cannot be called with a return address on the C stack.
        Label calling = a.newLabel();
        a.bind(calling);
        a.emit(MOV_R32_RM32, R10, RCX);
        a.move(RCX, -1);
        a.emit(RET);
        for (Intrinsic function : Intrinsic.values()) {
            if (function.isCalling()) {
                targets[function.ordinal()] = calling;
            }
        }
        for (Row row : ROWS) {
            a.align(16);
            Label here = a.newLabel("library_" + row.function.name().toLowerCase(java.util.Locale.ROOT));
            a.bind(here);
            targets[row.function.ordinal()] = here;
            checkCount(a, row, decline);
            row.code.accept(f);
        }
        a.align(16);
        a.bind(decline);
        a.move(RCX, -1);
        a.emit(RET);
        a.align(16);
        a.bind(a.newLabel(CALL));
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, ObjectHeader.DETAIL));
        a.jump(a.jumpTable(targets), RDX, RSI);
    }

    private static void checkCount(Assembler a, Row row, Label decline) {
        if (row.fewest == row.most) {
            a.emit(CMP_RM32_IMM8, RCX, row.fewest);
            a.jump(Condition.NE, decline);
            return;
        }
        a.emit(CMP_RM32_IMM8, RCX, row.fewest);
        a.jump(Condition.B, decline);
        if (row.most != ANY) {
            a.emit(CMP_RM32_IMM8, RCX, row.most);
            a.jump(Condition.A, decline);
        }
    }
}
