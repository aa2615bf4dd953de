package io.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice status}: listeners, pools and backends of a running daemon. Filled in and called by picocli. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the listeners, pools and backends of a running daemon.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class StatusCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/status";
    private static final int STATUS_OK = 200;

    private final Terminal terminal;
    private final long sampleMillis;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(names = "--json", description = "Prints the daemon's status document as it is.")
    private boolean json;

    @Option(
            names = "--rates",
            negatable = true,
            description = "Measures for one second and shows rates too (default: only on a terminal).")
    private @Nullable Boolean rates;

    /** For the process's own standard output. */
    public StatusCommand() {
        this(Terminal.ofProcess(), 1_000);
    }

    StatusCommand(Terminal terminal, long sampleMillis) {
        this.terminal = terminal;
        this.sampleMillis = sampleMillis;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        try (AdminClient client = admin.client(spec.commandLine())) {
            long askedNanos = System.nanoTime();
            Answer answer = client.get(PATH);
            Document status = status(answer);
            if (status == null) {
                return refused(answer);
            }
            if (json) {
                print(((Answer.Received) answer).body());
                return ExitCode.OK;
            }
            return wantsRates() ? showRates(client, status, askedNanos) : show(status);
        }
    }

    private int show(Document status) {
        print(StatusTables.of(status, terminal.hasColours()));
        return ExitCode.OK;
    }

    private int showRates(AdminClient client, Document first, long askedNanos) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(sampleMillis);
        double seconds = (System.nanoTime() - askedNanos) / 1e9;
        Answer answer = client.get(PATH);
        Document second = status(answer);
        if (second == null) {
            return refused(answer);
        }
        show(second);
        print("\n" + RateTable.of(first, second, seconds));
        return ExitCode.OK;
    }

    private boolean wantsRates() {
        return rates == null ? terminal.isPresent() : rates;
    }

    private static @Nullable Document status(Answer answer) {
        if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
            Document document = Document.parse(received.body());
            return document != null && document.has("listeners") && document.has("pools") ? document : null;
        }
        return null;
    }

    private int refused(Answer answer) {
        Refused refused = Refused.of(answer, admin.address());
        if (spec != null) {
            spec.commandLine().getErr().println("sluice: " + refused.message());
            spec.commandLine().getErr().flush();
        }
        return refused.exitCode();
    }

    private void print(String text) {
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(text);
            out.flush();
        }
    }
}
