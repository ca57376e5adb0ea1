package perigee.compile;

import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.syntax.FunctionBody;
import perigee.syntax.Variable;

/** Makes the code of one function: entry, statements, final return. */
final class FunctionCompiler {
    private FunctionCompiler() {
    }

    /** @param parent the enclosing function, or null */
    static Prototype compile(FunctionBody body, FunctionState parent, byte[] source) {
        FunctionState state = new FunctionState(body, parent, source);
        try {
            enter(state);
            StatementCompiler statements = new StatementCompiler(state);
            int start = state.code.here();
            statements.makeCells(body.parameters(), body.line());
            int end = state.code.here();
            statements.statements(body.block().statements());
            StatementCompiler.emitReturn(state, 0, 0, body.returnLine());
            state.code.chargeToNext(start, end);
            state.leaveScope(0);
            return state.finish();
        } catch (LimitExceededException e) {
            throw e.at(Math.max(state.code.lastLine(), body.line()));
        }
    }

    private static void enter(FunctionState state) {
        FunctionBody body = state.body;
        Variable[] parameters = body.parameters();
        state.registers.allocate(parameters.length);
        for (Variable parameter : parameters) {
            state.declare(parameter);
        }
        if (body.isVararg()) {
            state.emit(Opcode.VARARGPREP, parameters.length, 0, 0, body.varargLine());
        }
    }
}
