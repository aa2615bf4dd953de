package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice max-sessions}: limits a backend anew. Filled in and called by picocli. */
@Command(
        name = "max-sessions",
        mixinStandardHelpOptions = true,
        description = "Sets how many sessions a backend may hold at once; 0 is no limit. Sessions beyond it go on.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class MaxSessionsCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BackendOrder order = new BackendOrder();

    @Parameters(index = "2", paramLabel = "N", description = "The new limit.")
    private int limit;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "{\"max_sessions\":" + limit + "}");
    }
}
