package perigee.runtime;

/**
 * The Java function that calls its first argument with the others and catches errors: {@code pcall}, and what Java uses
 * that has to go on after an error. It does not recurse in Java, and coroutines yield across it.
 */
final class ProtectedCall extends ProtectedOutcome implements NativeFunction {
    @Override
    public int call(Call call) {
        call.checkAny(1);
        return call.callThen(this, call.argumentsAsCall(1));
    }
}
