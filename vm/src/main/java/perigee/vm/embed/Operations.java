package perigee.vm.embed;

import perigee.runtime.Functions;
import perigee.runtime.LuaState;

/** Operators as functions, for operands with metamethods: these are called in a run. */
final class Operations {
    final long index;
    final long setIndex;
    final long length;
    final long toText;

    Operations(LuaState state) {
        Functions functions = state.functions();
        index = functions.newNative("index", call -> call.result(call.index(call.arg(1), call.arg(2))));
        setIndex = functions.newNative("newindex", call -> {
            call.setIndex(call.arg(1), call.arg(2), call.arg(3));
            return call.none();
        });
        length = functions.newNative("len", call -> call.result(call.complete(state.operators().length(call.arg(1)))));
        toText = functions.newNative("tostring", call -> call.result(call.toText(call.arg(1))));
        state.heapConnection().addRoots(visitor -> {
            visitor.visit(index);
            visitor.visit(setIndex);
            visitor.visit(length);
            visitor.visit(toText);
        });
    }
}
