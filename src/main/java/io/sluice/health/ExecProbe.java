package io.sluice.health;

import io.sluice.model.Endpoint;
import io.sluice.model.Options;
import io.sluice.model.ProbeReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a command and takes its exit status: 0 is well. The command is a list of words that no shell reads; its environment holds a
 * PATH and the target, and nothing of the daemon's.
 *
 * @param command the program and its arguments
 */
public record ExecProbe(List<String> command) implements Probe {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static ExecProbe from(Options options) {
        List<String> command = options.texts("command");
        boolean isOneLine = command.size() == 1 && command.get(0).indexOf(' ') >= 0;
        if (command.isEmpty() || command.get(0).isBlank() || isOneLine) {
            options.reject("command", "a program and its arguments as a list of words, such as [/usr/bin/check, -q]");
        }
        return new ExecProbe(command);
    }

    @Override
    public String type() {
        return "exec";
    }

    @Override
    public boolean isOverStream() {
        return false;
    }

    @Override
    public void ask(Attempt attempt) {
        if (attempt.target() instanceof Endpoint.Named named) {
            attempt.fail(ProbeReason.RESOLVE, named.text());
        } else {
            CommandRun.begin(attempt, command, environment(attempt.target()));
        }
    }

    private static Map<String, String> environment(Endpoint target) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", PATH);
        environment.put("SLUICE_ADDRESS", target.text());
        if (target instanceof Endpoint.Inet inet) {
            environment.put("SLUICE_HOST", inet.address().getAddress().getHostAddress());
            environment.put("SLUICE_PORT", Integer.toString(inet.address().getPort()));
        }
        return environment;
    }
}
