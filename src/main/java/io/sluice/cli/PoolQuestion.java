package io.sluice.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command has that shows something of one pool: whom to ask, which pool, and in which form. Filled in by picocli. */
final class PoolQuestion {

    private static final int STATUS_OK = 200;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Option(names = "--json", description = "Prints the document as the daemon sends it.")
    private boolean json;

    String pool() {
        return pool;
    }

    boolean isJson() {
        return json;
    }

    /**
     * Asks, and prints what comes; the answer is the exit code.
     *
     * @param mark a member without which it is not the document that was asked for
     * @param page the document for people
     */
    int show(CommandLine command, String path, String mark, Function<Document, String> page) {
        try (AdminClient client = admin.client(command)) {
            Answer answer = client.get(path);
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document document = Document.parse(received.body());
                if (document != null && document.has(mark)) {
                    print(command.getOut(), json ? received.body() : page.apply(document));
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(command.getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
