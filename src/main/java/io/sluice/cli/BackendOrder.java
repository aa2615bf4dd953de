package io.sluice.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has that changes a backend: whom to ask, which backend, and how to show it afterwards. Filled in by picocli. */
final class BackendOrder {

    private static final int STATUS_OK = 200;
    private static final int STATUS_CREATED = 201;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Mixin
    private BackendArguments arguments = new BackendArguments();

    @Option(names = "--json", description = "Prints the backend's document as the daemon sends it.")
    private boolean json;

    /** Sends the change and prints what the backend is then; the answer is the exit code. */
    int give(CommandLine command, String body) {
        return give(command, new Ask("PATCH", arguments.path(), body), this::sentence);
    }

    /** Has the backend removed, and prints what it leaves behind. */
    int remove(CommandLine command) {
        return give(
                command,
                new Ask("DELETE", arguments.path(), null),
                backend -> String.format(
                        Locale.ROOT,
                        "pool=%s backend=%s removed, sessions that go on: %d%n",
                        arguments.pool(),
                        backend.text("name"),
                        backend.number("sessions")));
    }

    /** The same as {@link #give} for what is a call of its own, below the backend's. */
    int call(CommandLine command, String call, String body) {
        return give(command, new Ask("POST", arguments.path() + "/" + call, body), this::sentence);
    }

    /** True when nothing but the document may be printed. */
    boolean isJson() {
        return json;
    }

    private int give(CommandLine command, Ask ask, Function<Document, String> words) {
        return give(command, admin, json, ask, words);
    }

    /** Sends any order whose answer is a backend. */
    static int give(CommandLine command, AdminOption admin, boolean json, Ask ask, Function<Document, String> words) {
        try (AdminClient client = admin.client(command)) {
            Answer answer = client.send(ask);
            if (answer instanceof Answer.Received received
                    && (received.status() == STATUS_OK || received.status() == STATUS_CREATED)) {
                Document backend = Document.parse(received.body());
                if (backend != null && backend.has("state")) {
                    print(command.getOut(), json ? received.body() : words.apply(backend));
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
                "pool=%s backend=%s state=%s weight=%d sessions=%d max_sessions=%d priority=%d%n",
                arguments.pool(),
                backend.text("name"),
                backend.text("state"),
                backend.number("weight"),
                backend.number("sessions"),
                backend.number("max_sessions"),
                backend.number("priority"));
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
