package io.sluice.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice add}: adds a backend to a pool. Filled in and called by picocli. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Adds a backend to a pool until the next reload; it takes sessions as soon as its class lets it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class AddCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "IP:PORT, [IPv6]:PORT or unix:/PATH.")
    private String address = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Its name (default: its address).")
    private @Nullable String name;

    @Option(names = "--weight", paramLabel = "N", description = "Its weight, 0 to 65535 (default: 1).")
    private @Nullable Integer weight;

    @Option(names = "--max-sessions", paramLabel = "N", description = "Sessions it may hold (default: 0, no limit).")
    private @Nullable Integer maxSessions;

    @Option(names = "--priority", paramLabel = "N", description = "The lower number is preferred (default: 0).")
    private @Nullable Integer priority;

    @Option(names = "--backup", description = "Preferred less than everyone who is not a backup.")
    private boolean backup;

    @Option(names = "--state", paramLabel = "STATE", description = "enabled (default), draining or disabled.")
    private @Nullable String state;

    @Option(names = "--json", description = "Prints the backend's document as the daemon sends it.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        Ask ask = new Ask("POST", ApiPath.pool(pool) + "/backends", body());
        return BackendOrder.give(spec.commandLine(), admin, json, ask, this::sentence);
    }

    private String sentence(Document backend) {
        return String.format(
                Locale.ROOT,
                "pool=%s backend=%s added, address=%s state=%s weight=%d class=%s%n",
                pool,
                backend.text("name"),
                backend.text("address"),
                backend.text("state"),
                backend.number("weight"),
                backend.text("class"));
    }

    private String body() {
        return new Body()
                .with("address", address)
                .with("name", name)
                .with("weight", weight)
                .with("max_sessions", maxSessions)
                .with("priority", priority)
                .with("backup", backup)
                .with("state", state)
                .text();
    }
}
