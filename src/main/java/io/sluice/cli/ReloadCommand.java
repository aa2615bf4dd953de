package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice reload}: has the daemon read its file again. Filled in and called by picocli. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Has the daemon read its configuration file again and go over to it, all of it or nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in force", "1:refused, nothing has changed", "2:wrong usage", "3:no daemon there"})
public final class ReloadCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ReloadOrder order = new ReloadOrder();

    @Option(names = "--force", description = "Permits to remove every listener, or every backend of a pool, at once.")
    private boolean force;

    @Option(
            names = "--keep-runtime",
            description = "Keeps what operators have changed at run time, as far as the file has what it is about.")
    private boolean keepRuntime;

    @Option(
            names = "--confirm",
            paramLabel = "DURATION",
            description = "Goes back by itself unless sluice confirm is run in this time, such as 60s.")
    private @Nullable String confirm;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        return order.give(spec.commandLine(), "/api/v1/reload", body());
    }

    /** Any text may be given for a duration: the daemon knows what one is, and says so. */
    private String body() {
        return new Body()
                .with("force", force)
                .with("keep_runtime", keepRuntime)
                .with("confirm", confirm)
                .text();
    }
}
