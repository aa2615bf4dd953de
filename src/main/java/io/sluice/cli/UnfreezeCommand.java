package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice unfreeze}: lets health decide again. Filled in and called by picocli. */
@Command(
        name = "unfreeze",
        mixinStandardHelpOptions = true,
        description =
                "Lets probes and failures of sessions decide again who serves, beginning with what they say by now.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class UnfreezeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FreezeOrder order = new FreezeOrder();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "{\"frozen\":false}");
    }
}
