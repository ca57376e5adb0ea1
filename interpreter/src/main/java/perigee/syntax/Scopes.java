package perigee.syntax;

/**
 * What the names of a chunk mean at the place the parser has reached: functions, blocks, variables (manual 3.5), with
 * the reference's limits and its order of checks.
 */
final class Scopes {
    private static final int MAX_VARIABLES = 200;
    private static final int MAX_UPVALUES = 255;

    final Jumps jumps;
    private final Lexer lexer;
    private final Name environmentName;
    private FunctionScope function;

    Scopes(Lexer lexer) {
        this.lexer = lexer;
        this.jumps = new Jumps(lexer);
        this.environmentName = lexer.names.intern("_ENV");
    }

    /** The innermost function. */
    FunctionScope function() {
        return function;
    }

    /** The registers of the innermost function. */
    RegisterUse registers() {
        return function.registers;
    }

    // ---- functions -----------------------------------------------------------------------------------------------

    /** Begins the main function: vararg, with the variable {@code _ENV} around it as its first upvalue. */
    void enterMain() {
        Variable environment = new Variable(environmentName, Variable.Attribute.NONE, null);
        environmentName.variable = environment;
        enterFunction(0);
        function.isVararg = true;
        function.addUpvalue(environment);
        environment.capture();
    }

    void enterFunction(int line) {
        function = new FunctionScope(function, line, jumps.labelCount(), lexer);
        enterBlock(false);
    }

    /** Ends the innermost function, which was parsed into this and whose block has been left. */
    void leaveFunction(FunctionBody parsed) {
        function.complete(parsed);
        function = function.parent;
    }

    // ---- blocks --------------------------------------------------------------------------------------------------

    BlockScope enterBlock(boolean isLoop) {
        return function.block = new BlockScope(function, isLoop, jumps.labelCount(), jumps.gotoCount());
    }

    /** Leaves the innermost block, which is not the body of a loop. */
    BlockScope leaveBlock() {
        BlockScope left = function.block;
        function.deactivateTo(left.activeBefore);
        function.registers.endStatement();
        function.block = left.previous;
        jumps.leave(left);
        return left;
    }

    /** Leaves the innermost block, a loop. */
    Label leaveLoopBlock() {
        BlockScope left = function.block;
        function.deactivateTo(left.activeBefore);
        function.registers.endStatement();
        Label exit = jumps.declareExit(left.closes, function);
        function.block = left.previous;
        jumps.leave(left);
        return exit;
    }

    // ---- variables -----------------------------------------------------------------------------------------------

    /** Raises an error if the function can have no more variables in scope. */
    void checkRoomForVariable() {
        checkLimit(function, function.variableCount() + 1, MAX_VARIABLES, "local variables");
    }

    /** Declares a variable whose scope begins at {@link #activate}. */
    Variable declare(Name name, Variable.Attribute attribute) {
        checkRoomForVariable();
        Variable variable = new Variable(name, attribute, function);
        function.declare(variable);
        return variable;
    }

    Variable declare(String name) {
        return declare(lexer.names.intern(name), Variable.Attribute.NONE);
    }

    /** Begins the scope of the variables declared. */
    void activate() {
        while (function.activeCount() < function.variableCount()) {
            function.activateNext();
        }
    }

    /** Begins the scope of the first {@code count} variables declared whose scope has not begun. */
    void activate(int count) {
        for (int i = 0; i < count; i++) {
            function.activateNext();
        }
    }

    /** The innermost block declares this active variable to be closed. */
    void markToClose(Variable variable) {
        function.block.closes = true;
        function.block.innermostToClose = variable.register();
    }

    // ---- names ---------------------------------------------------------------------------------------------------

    /** What the name, which has just been read, means here: a {@link Variable} or, for a global, an {@link Index}. */
    Expression resolve(Name name) {
        Variable variable = name.variable;
        if (variable != null) {
            use(variable);
            return variable;
        }
        Variable environment = environmentName.variable;
        use(environment);
        registers().object();
        registers().field(name.literal());
        if (environment.constant != null) {
            return new Index(environment.constant, name.literal(), lexer.lastLine(), lexer.lastLine());
        }
        if (name.global == null || name.global.object() != environment) {
            // no instruction is ever charged to the lines of such an index
            name.global = new Index(environment, name.literal(), lexer.lastLine(), lexer.lastLine());
        }
        return name.global;
    }

    private void use(Variable variable) {
        if (variable.function != function && variable.constant == null && !function.hasUpvalue(variable)) {
            addUpvalue(function, variable);
            variable.capture();
        }
        if (variable.constant != null) {
            registers().named(variable.constant);
        } else if (variable.function == function) {
            registers().local(variable.register());
        } else {
            registers().upvalue();
        }
    }

    private void addUpvalue(FunctionScope to, Variable variable) {
        if (to.parent != variable.function && !to.parent.hasUpvalue(variable)) {
            addUpvalue(to.parent, variable);
        }
        checkLimit(to, to.upvalueCount() + 1, MAX_UPVALUES, "upvalues");
        to.addUpvalue(variable);
    }

    private void checkLimit(FunctionScope in, int count, int limit, String what) {
        if (count > limit) {
            String where = in.line == 0 ? "main function" : "function at line " + in.line;
            throw lexer.error("too many " + what + " (limit is " + limit + ") in " + where);
        }
    }
}
