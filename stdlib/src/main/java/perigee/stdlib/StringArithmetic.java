package perigee.stdlib;

import java.util.EnumSet;
import java.util.Locale;
import perigee.object.Event;
import perigee.object.Tables;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** The metatable of strings: indexing finds the string library, arithmetic converts to numbers (manual 3.4.3). */
final class StringArithmetic {
    private static final EnumSet<Event> OPERATIONS = EnumSet.of(Event.ADD, Event.SUB, Event.MUL, Event.MOD, Event.POW,
            Event.DIV, Event.IDIV, Event.UNM);

    private StringArithmetic() {
    }

    /** Makes the metatable. */
    static void open(LuaState state, long stringTable) {
        Tables tables = state.tables();
        long metatable = tables.create(0, 0);
        tables.setString(metatable, state.strings().internOf(Event.INDEX.key), stringTable, false);
        for (Event operation : OPERATIONS) {
            long function = state.functions().newNative("string." + operation.key, call -> calculate(call, operation));
            tables.setString(metatable, state.strings().internOf(operation.key), function, false);
        }
        state.setMetatable(state.strings().empty(), metatable);
    }

    private static int calculate(Call call, Event operation) {
        LuaState state = call.state();
        long a = state.conversions().toNumber(call.arg(1));
        long b = state.conversions().toNumber(call.arg(2));
        if (a != Word.NIL && b != Word.NIL) {
            return call.result(state.operators().arithmetic(operation, a, b));
        }
        // A string that is no number leaves the operation to the second operand, unless that is a string, too.
        long second = call.arg(2);
        long metamethod = ValueType.isString(second) ? Word.NIL : state.metamethod(second, operation);
        if (metamethod == Word.NIL) {
            throw call.error("attempt to " + operation.name().toLowerCase(Locale.ROOT) + " a '" + typeName(call.arg(1))
                    + "' with a '" + typeName(second) + "'");
        }
        return call.result(call.callFor(metamethod, call.arg(1), second));
    }

    private static String typeName(long word) {
        return ValueType.of(word).luaName;
    }
}
