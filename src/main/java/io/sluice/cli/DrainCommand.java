package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice drain}: takes new sessions away from a backend. Filled in and called by picocli. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a backend no new sessions; open ones go on.",
            "With --rate or --max-age they are ended little by little, the oldest first, until there are none. The same"
                    + " command without both lets them go on again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class DrainCommand implements Callable<Integer> {

    private static final String DEFAULT_RATE = "50/s";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BackendOrder order = new BackendOrder();

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Ends its sessions, no more than so many a second, such as 50/s (default with --max-age: "
                    + DEFAULT_RATE + ").")
    private @Nullable String rate;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            description = "Ends only those that are so old, such as 10m, and the others once they are"
                    + " (default with --rate: all).")
    private @Nullable String maxAge;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        String body = new Body().with("rate", rate).with("max_age", maxAge).text();
        int code = order.call(spec.commandLine(), "drain", body);
        boolean isGradual = rate != null || maxAge != null;
        if (code == ExitCode.OK && isGradual && !order.isJson()) {
            spec.commandLine().getOut().println(sentence());
        }
        return code;
    }

    private String sentence() {
        String pace = rate == null ? DEFAULT_RATE : rate;
        String which = maxAge == null ? "" : ", once they are " + maxAge + " old";
        return "its sessions are ended at " + pace + ", the oldest first" + which;
    }
}
