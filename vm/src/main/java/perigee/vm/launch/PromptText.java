package perigee.vm.launch;

import perigee.object.Strings;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;
import perigee.vm.host.ProtectedRun;

/** What stands before a line of the interactive mode: {@code _PROMPT} and {@code _PROMPT2}, any values. */
final class PromptText {
    private final LuaState state;
    private final ProtectedRun run;
    private long textOf;

    PromptText(LuaState state, ProtectedRun run) {
        this.state = state;
        this.run = run;
        textOf = state.functions().newNative("tostring", call -> call.result(call.toText(call.arg(1))));
        state.heapConnection().addRoots(visitor -> textOf = visitor.visit(textOf));
    }

    /** A char for each byte; empty if the value has no text. */
    String of(boolean isFirst) {
        long name = state.strings().internOf(isFirst ? "_PROMPT" : "_PROMPT2");
        long value = state.tables().getString(state.globals(), name);
        if (value == Word.NIL) {
            return isFirst ? "> " : ">> ";
        }
        boolean good = run.run(textOf, value);
        String text = ValueType.isString(run.result(0)) ? Strings.toJava(state.strings().flat(run.result(0))) : "";
        run.drop();
        return good ? text : "";
    }
}
