package io.sluice.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have that freeze and unfreeze health: whom to ask, and how to show it. Filled in by picocli. */
final class FreezeOrder {

    private static final int STATUS_OK = 200;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(names = "--json", description = "Prints the document as the daemon sends it.")
    private boolean json;

    /** Sends the change and prints what is so then; the answer is the exit code. */
    int give(CommandLine command, String body) {
        try (AdminClient client = admin.client(command)) {
            Answer answer = client.send(new Ask("PATCH", "/api/v1/health", body));
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document health = Document.parse(received.body());
                if (health != null && health.has("frozen")) {
                    print(command.getOut(), json ? received.body() : sentence(health));
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(command.getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private static String sentence(Document health) {
        return health.isTrue("frozen")
                ? "health is frozen: neither probes nor failures of sessions decide who serves\n"
                : "health decides who serves\n";
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
