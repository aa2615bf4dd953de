package io.sluice.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that moves the daemon from one configuration to another: whom to ask, and how to show what came of it. */
final class ReloadOrder {

    /** The daemon may have to ask for the names of backends. */
    private static final int TIMEOUT_MILLIS = 10_000;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(names = "--json", description = "Prints the answer as the daemon sends it.")
    private boolean json;

    /** Sends the order and prints what came of it; the answer is the exit code. */
    int give(CommandLine command, String path, String body) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        try (AdminClient client = admin.client(command, TIMEOUT_MILLIS)) {
            Answer answer = client.send(new Ask("POST", path, body));
            Document document = answer instanceof Answer.Received received ? Document.parse(received.body()) : null;
            if (document == null || !document.has("applied")) {
                Refused refused = Refused.of(answer, admin.address());
                err.println("sluice: " + refused.message());
                return refused.exitCode();
            }
            boolean isApplied = document.flag("applied");
            if (json) {
                out.println(((Answer.Received) answer).body());
            } else if (isApplied) {
                applied(document, out);
            } else {
                document.texts("problems").forEach(err::println);
                err.println("sluice: the configuration is refused, nothing has changed");
            }
            return isApplied ? ExitCode.OK : ExitCode.REFUSED;
        }
    }

    private static void applied(Document document, PrintWriter out) {
        List<String> changes = document.texts("changes");
        changes.forEach(out::println);
        out.println("version " + document.number("version") + " is in force, changes: " + changes.size());
        if (document.has("confirm_within_seconds")) {
            out.printf(
                    Locale.ROOT,
                    "It goes in %d s unless it is confirmed: sluice confirm; sluice revert goes back now.%n",
                    document.number("confirm_within_seconds"));
        }
    }
}
