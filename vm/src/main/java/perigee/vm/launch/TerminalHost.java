package perigee.vm.launch;

import java.nio.charset.StandardCharsets;
import perigee.interp.Driver;
import perigee.runtime.LuaState;
import perigee.vm.dump.InstalledCode;
import perigee.vm.host.ProtectedRun;
import perigee.vm.repl.ReplHost;
import perigee.vm.tier.Tiers;

/** What the prompt on a terminal is given of a session. */
final class TerminalHost implements ReplHost {
    private final LuaState state;
    private final Driver driver;
    private final Tiers tiers;
    private final InstalledCode code;
    private final ProtectedRun run;
    private final PromptText prompt;

    TerminalHost(LuaState state, Driver driver, Tiers tiers, InstalledCode code, ProtectedRun run) {
        this.state = state;
        this.driver = driver;
        this.tiers = tiers;
        this.code = code;
        this.run = run;
        prompt = new PromptText(state, run);
    }

    @Override
    public LuaState state() {
        return state;
    }

    @Override
    public Driver driver() {
        return driver;
    }

    @Override
    public Tiers tiers() {
        return tiers;
    }

    @Override
    public InstalledCode code() {
        return code;
    }

    @Override
    public boolean run(long function, long... arguments) {
        return run.run(function, arguments);
    }

    @Override
    public int count() {
        return run.count();
    }

    @Override
    public long result(int i) {
        return run.result(i);
    }

    @Override
    public void drop() {
        run.drop();
    }

    @Override
    public String prompt(boolean isFirst) {
        return new String(HostText.bytes(prompt.of(isFirst)), StandardCharsets.UTF_8);
    }
}
