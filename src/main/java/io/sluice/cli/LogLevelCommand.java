package io.sluice.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sluice log-level}: shows or sets how much the daemon logs. Filled in and called by picocli. */
@Command(
        name = "log-level",
        mixinStandardHelpOptions = true,
        description = {
            "Shows from which level on the daemon logs, or sets it.",
            "It stays so until a restart, or until a reload whose file has another log.level than the file before."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the daemon refused", "2:wrong usage", "3:no daemon there"})
public final class LogLevelCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/log";
    private static final int STATUS_OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(names = "--json", description = "Prints the answer as the daemon sends it.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "LEVEL",
            completionCandidates = Words.class,
            description = "One of ${COMPLETION-CANDIDATES}. Without it nothing is changed.")
    private @Nullable String level;

    /** The levels, as the configuration and the API write them. */
    static final class Words implements Iterable<String> {

        private static final List<String> ALL = List.of("trace", "debug", "info", "warn", "error");

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        if (level != null && !Words.ALL.contains(level)) {
            String expected = String.join(", ", Words.ALL);
            throw new ParameterException(spec.commandLine(), "level: " + level + " (expected: " + expected + ")");
        }
        Ask ask = level == null ? Ask.get(PATH) : new Ask("PATCH", PATH, "{\"level\":\"" + level + "\"}");
        try (AdminClient client = admin.client(spec.commandLine())) {
            Answer answer = client.send(ask);
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document document = Document.parse(received.body());
                if (document != null && document.has("level")) {
                    String text = json ? received.body() : "level=" + document.text("level") + "\n";
                    print(spec.commandLine().getOut(), text);
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(spec.commandLine().getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
