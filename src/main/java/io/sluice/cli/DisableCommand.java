package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice disable}: takes a backend out at once. Filled in and called by picocli. */
@Command(
        name = "disable",
        mixinStandardHelpOptions = true,
        description = "Gives a backend no new sessions and closes those it has.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class DisableCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BackendOrder order = new BackendOrder();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "{\"state\":\"disabled\"}");
    }
}
