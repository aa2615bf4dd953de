package io.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice plan}: shows what a reload of a file would change. Filled in and called by picocli. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a configuration file would change in the running daemon, and changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the file is valid",
            "1:the file is invalid, or the daemon refused",
            "2:wrong usage",
            "3:no daemon there"
        })
public final class PlanCommand implements Callable<Integer> {

    private static final int STATUS_OK = 200;
    private static final int STATUS_INVALID = 422;
    private static final int MOST_BYTES = 1 << 20;

    /** The daemon may have to ask for the names of backends. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration file.")
    private Path file = Path.of("");

    @Option(names = "--keep-runtime", description = "Of a reload that keeps what was changed at run time.")
    private boolean keepRuntime;

    @Option(names = "--json", description = "Prints the document as the daemon sends it.")
    private boolean json;

    public PlanCommand() {
        this(Terminal.ofProcess());
    }

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        Ask ask = new Ask("POST", "/api/v1/plan?keep_runtime=" + keepRuntime, content(spec), "application/yaml");
        try (AdminClient client = admin.client(spec.commandLine(), TIMEOUT_MILLIS)) {
            return show(
                    client.send(ask),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
        }
    }

    private int show(Answer answer, PrintWriter out, PrintWriter err) {
        if (answer instanceof Answer.Received received) {
            Document document = Document.parse(received.body());
            if (document != null && received.status() == STATUS_OK && document.has("changes")) {
                print(out, json ? received.body() : PlanText.of(document, file.toString(), terminal.hasColours()));
                return ExitCode.OK;
            }
            if (document != null && received.status() == STATUS_INVALID) {
                String problems = PlanText.problems(document.object("error").objects("problems"), file.toString());
                print(out, json ? received.body() : problems);
                return ExitCode.REFUSED;
            }
        }
        Refused refused = Refused.of(answer, admin.address());
        print(err, "sluice: " + refused.message() + "\n");
        return refused.exitCode();
    }

    private String content(CommandSpec command) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ParameterException(command.commandLine(), file + ": more than 1 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), file + ": cannot be read");
        }
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
