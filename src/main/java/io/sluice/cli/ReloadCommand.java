package io.sluice.cli;

import java.io.PrintWriter;
import java.util.List;
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
    private AdminOption admin = new AdminOption();

    @Option(names = "--force", description = "Permits to remove every listener, or every backend of a pool, at once.")
    private boolean force;

    @Option(names = "--json", description = "Prints the answer as the daemon sends it.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (AdminClient client = admin.client(spec.commandLine())) {
            Answer answer = client.send(new Ask("POST", "/api/v1/reload", "{\"force\":" + force + "}"));
            Document document = answer instanceof Answer.Received received ? Document.parse(received.body()) : null;
            if (document == null || !document.has("applied")) {
                Refused refused = Refused.of(answer, admin.address());
                err.println("sluice: " + refused.message());
                return refused.exitCode();
            }
            boolean isApplied = document.has("version");
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
    }
}
