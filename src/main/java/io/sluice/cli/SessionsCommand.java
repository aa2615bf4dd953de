package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice sessions}: shows open sessions, the oldest first. Filled in and called by picocli. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "Shows open sessions, the oldest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class SessionsCommand implements Callable<Integer> {

    private static final int STATUS_OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(names = "--pool", paramLabel = "POOL", description = "Only those of this pool.")
    private @Nullable String pool;

    @Option(names = "--backend", paramLabel = "BACKEND", description = "Only those on backends of this name.")
    private @Nullable String backend;

    @Option(names = "--source", paramLabel = "CIDR", description = "Only those from this address or block.")
    private @Nullable String source;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 1000, at most 10000).")
    private @Nullable Integer limit;

    @Option(names = "--json", description = "Prints the document as the daemon sends it.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        try (AdminClient client = admin.client(spec.commandLine())) {
            Answer answer = client.get("/api/v1/sessions" + query());
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document document = Document.parse(received.body());
                if (document != null && document.has("sessions")) {
                    print(spec.commandLine().getOut(), json ? received.body() : table(document));
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(spec.commandLine().getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private String query() {
        List<String> parts = new ArrayList<>();
        add(parts, "pool", pool);
        add(parts, "backend", backend);
        add(parts, "source", source);
        add(parts, "limit", limit);
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    static String table(Document document) {
        Table table = new Table(
                false,
                text("ID"),
                text("LISTENER"),
                text("PROTO"),
                text("CLIENT"),
                text("POOL"),
                text("BACKEND"),
                number("AGE"),
                number("IN"),
                number("OUT"));
        for (Document session : document.objects("sessions")) {
            table.row(
                    session.text("id"),
                    session.text("listener"),
                    session.text("protocol"),
                    session.text("client"),
                    session.text("pool"),
                    session.text("backend"),
                    session.number("age_seconds") + "s",
                    Numbers.bytes(session.number("bytes_in")),
                    Numbers.bytes(session.number("bytes_out")));
        }
        String more = document.flag("truncated") ? "There are more: see --limit.\n" : "";
        return table.text("") + more;
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
