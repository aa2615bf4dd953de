package io.sluice.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice health}: what the probes found, of a pool or of one backend. Filled in and called by picocli. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = "Shows what the probes of a pool found; with a backend, its history.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class HealthCommand implements Callable<Integer> {

    /** As many as the widest line has room for. */
    private static final int LINE = 200;

    private static final int MOST_RESULTS = 17_280;
    private static final int RESULTS = 20;

    private final Supplier<Terminal> terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PoolQuestion question = new PoolQuestion();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BACKEND",
            description = "The name of a backend, by default its address.")
    private @Nullable String backend;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many results of the backend are shown, the newest first (default: 20; with --json 100).")
    private @Nullable Integer limit;

    /** For the process's own standard output. */
    public HealthCommand() {
        this(Terminal::measured);
    }

    HealthCommand(Supplier<Terminal> terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        CommandLine command = spec.commandLine();
        if (backend == null) {
            return ofPool(command);
        }
        if (limit != null && (limit < 0 || limit > MOST_RESULTS)) {
            throw new ParameterException(command, "--limit " + limit + " (expected: 0 to " + MOST_RESULTS + ")");
        }
        return ofBackend(command, backend, limit == null ? RESULTS : limit);
    }

    private int ofPool(CommandLine command) {
        if (limit != null) {
            throw new ParameterException(command, "--limit is of one backend: name it too");
        }
        String path = ApiPath.pool(question.pool()) + "/health";
        return question.show(
                command, question.isJson() ? path : path + "?limit=" + LINE, "backends", pool -> new HealthPage(
                                pool, terminal.get())
                        .lines());
    }

    private int ofBackend(CommandLine command, String name, int rows) {
        String path = ApiPath.backend(question.pool(), name) + "/health";
        int asked = limit == null ? LINE : Math.max(LINE, rows);
        String query = question.isJson() ? (limit == null ? "" : "?limit=" + rows) : "?limit=" + asked;
        return question.show(
                command, path + query, "results", document -> new HistoryPage(document, terminal.get(), rows).lines());
    }
}
