package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice remove}: lets a backend go. Filled in and called by picocli. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description =
                "Removes a backend from its pool until the next reload: it gets no new sessions, open ones go on.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class RemoveCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BackendOrder order = new BackendOrder();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.remove(spec.commandLine());
    }
}
