package io.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice kill}: closes one session. Filled in and called by picocli. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Closes one session; sluice sessions lists their names.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:there is none, or the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class KillCommand implements Callable<Integer> {

    private static final int STATUS_OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Parameters(paramLabel = "ID", description = "The name of the session, such as 0-4711.")
    private String id = "";

    @Option(names = "--json", description = "Prints the answer as the daemon sends it.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        if (!id.matches("\\d+-\\d+")) {
            throw new ParameterException(spec.commandLine(), id + ": not a session (expected: such as 0-4711)");
        }
        try (AdminClient client = admin.client(spec.commandLine())) {
            Answer answer = client.send(new Ask("DELETE", "/api/v1/sessions/" + id, null));
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                print(spec.commandLine().getOut(), json ? received.body().strip() : "session=" + id + " closed");
                return ExitCode.OK;
            }
            Refused refused = Refused.of(answer, admin.address());
            print(spec.commandLine().getErr(), "sluice: " + refused.message());
            return refused.exitCode();
        }
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
