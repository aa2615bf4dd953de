package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice revert}, for a reload with {@code --confirm}. Filled in and called by picocli. */
@Command(
        name = "revert",
        mixinStandardHelpOptions = true,
        description = "Goes back to the configuration before a reload with --confirm, at once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:nothing waits to be confirmed, or refused", "2:wrong usage", "3:no daemon there"})
public final class RevertCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ReloadOrder order = new ReloadOrder();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "/api/v1/reload/revert", "{}");
    }
}
