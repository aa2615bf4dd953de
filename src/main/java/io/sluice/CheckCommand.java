package io.sluice;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice check}: validates a configuration and binds nothing. */
@Command(
        name = "check",
        description = "Validates a configuration file without binding anything, and prints every problem.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the configuration is valid", "1:it is not"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfigOption config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfigReport report = ConfigReport.of(config.file());
        report.print(spec.commandLine().getOut());
        if (report.topology() == null) {
            return 1;
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: valid (listeners: %d, pools: %d)%n",
                        config.file(),
                        report.topology().listeners().size(),
                        report.topology().pools().size());
        return 0;
    }
}
