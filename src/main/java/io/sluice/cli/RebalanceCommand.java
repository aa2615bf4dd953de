package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.io.PrintWriter;
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

/** The command {@code sluice rebalance}: has sessions of overfull backends ended. Filled in and called by picocli. */
@Command(
        name = "rebalance",
        mixinStandardHelpOptions = true,
        description = {
            "Ends the oldest sessions of backends that have more than their share by weight, little by little, so that"
                    + " their clients come back to others.",
            "How many is worked out when it begins. It is refused where clients would come back to the same backend."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it has begun or was stopped, or there is nothing to do\n",
            "1:the daemon refused",
            "2:wrong usage",
            "3:no daemon there"
        })
public final class RebalanceCommand implements Callable<Integer> {

    private static final int STATUS_OK = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AdminOption admin = new AdminOption();

    @Parameters(paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "No more than so many sessions a second over all backends (default: 10/s).")
    private @Nullable String rate;

    @Option(names = "--stop", description = "Ends no more sessions.")
    private boolean isStop;

    @Option(names = "--json", description = "Prints the document as the daemon sends it.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not made by picocli");
        }
        if (isStop && rate != null) {
            throw new ParameterException(spec.commandLine(), "--stop takes no --rate");
        }
        String path = ApiPath.rebalance(pool);
        Ask ask = isStop
                ? new Ask("DELETE", path, null)
                : new Ask("POST", path, new Body().with("rate", rate).text());
        try (AdminClient client = admin.client(spec.commandLine())) {
            Answer answer = client.send(ask);
            if (answer instanceof Answer.Received received && received.status() == STATUS_OK) {
                Document document = Document.parse(received.body());
                if (document != null && document.has("pool")) {
                    print(spec.commandLine().getOut(), json ? received.body() : words(document));
                    return ExitCode.OK;
                }
            }
            Refused refused = Refused.of(answer, admin.address());
            print(spec.commandLine().getErr(), "sluice: " + refused.message() + "\n");
            return refused.exitCode();
        }
    }

    private String words(Document document) {
        return isStop ? "pool=" + pool + " rebalance stopped\n" : words(pool, document);
    }

    static String words(String pool, Document plan) {
        List<Document> backends = plan.objects("backends");
        if (backends.isEmpty()) {
            return "pool=" + pool + ": no backend has more than its share, nothing to do\n";
        }
        Table table = new Table(false, text("BACKEND"), number("SESSIONS"), number("SHARE"), number("TO END"));
        long sum = 0;
        for (Document backend : backends) {
            sum += backend.number("to_end");
            table.row(
                    backend.text("name"),
                    Numbers.count(backend.number("sessions")),
                    Numbers.count(backend.number("share")),
                    Numbers.count(backend.number("to_end")));
        }
        return table.text("") + "pool=" + pool + ": " + sum + " sessions are ended at " + plan.text("rate") + "\n";
    }

    private static void print(PrintWriter to, String text) {
        to.print(text);
        to.flush();
    }
}
