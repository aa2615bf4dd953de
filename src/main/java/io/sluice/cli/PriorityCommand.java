package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice priority}: prefers a backend otherwise. Filled in and called by picocli. */
@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        description = "Sets the priority of a backend, 0 to 65535; the lower number is preferred.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class PriorityCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BackendOrder order = new BackendOrder();

    @Parameters(index = "2", paramLabel = "N", description = "The new priority.")
    private int priority;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "{\"priority\":" + priority + "}");
    }
}
