package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice freeze}: holds all decisions about health. Filled in and called by picocli. */
@Command(
        name = "freeze",
        mixinStandardHelpOptions = true,
        description =
                "Holds what is known of the health of all backends: probes go on and are recorded, but no class changes, nobody is"
                        + " ejected and nobody let in again, until it is unfrozen.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class FreezeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private FreezeOrder order = new FreezeOrder();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "{\"frozen\":true}");
    }
}
