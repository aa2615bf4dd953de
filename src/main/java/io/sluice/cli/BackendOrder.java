package io.sluice.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that changes a backend: whom to ask, which backend, and how to show it afterwards. Filled in by picocli. */
final class BackendOrder {

    private static final int STATUS_OK = 200;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private BackendArguments arguments = new BackendArguments();

    @Option(names = "--json", description = "Prints the backend's document as the daemon sends it.")
    private boolean json;

    /** Sends the change and prints what the backend is then; the answer is the exit code. */
    int give(CommandLine command, String body) {
        return send(command, new Ask("PATCH", arguments.path(), body));
    }

    /** The same for what is a call of its own, below the backend's. */
    int call(CommandLine command, String call, String body) {
        return send(command, new Ask("POST", arguments.path() + "/" + call, body));
    }

    /** True when nothing but the document may be printed. */
    boolean isJson() {
        return json;
    }

    private int send(CommandLine command, Ask ask) {
        try (AdminClient client = admin.client(command)) {
            Answer answer = client.send(ask);
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document backend = Document.parse(received.body());
                if (backend != null && backend.has("state")) {
                    print(command.getOut(), json ? received.body() : sentence(backend));
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(command.getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private String sentence(Document backend) {
        return String.format(
                Locale.ROOT,
                "pool=%s backend=%s state=%s weight=%d sessions=%d%n",
                arguments.pool(),
                backend.text("name"),
                backend.text("state"),
                backend.number("weight"),
                backend.number("sessions"));
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
