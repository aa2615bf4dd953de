package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.util.List;

/** What is remembered of one backend's health, for people: statistics, a line of times, class changes and results. Pure. */
final class HistoryPage {

    private static final String INDENT = "  ";
    private static final int LABEL = 12;
    private static final int ROOM_OF_LEGEND = 40;

    private final Document backend;
    private final Terminal terminal;
    private final int rows;

    /**
     * Of one document.
     *
     * @param backend the document of {@code /api/v1/pools/POOL/backends/BACKEND/health}
     * @param rows how many results, and how many changes
     */
    HistoryPage(Document backend, Terminal terminal, int rows) {
        this.backend = backend;
        this.terminal = terminal;
        this.rows = rows;
    }

    String lines() {
        if (!backend.isTrue("checked")) {
            return heading() + INDENT + "not probed: its pool has no check, or it is disabled\n";
        }
        return heading() + statistics() + recent() + changes() + results();
    }

    private String heading() {
        String since = Moments.age(backend, backend, "since");
        String word = backend.text("class");
        String because = backend.text("not_candidate_because");
        return "Backend " + backend.text("pool") + "/" + backend.text("name") + "  "
                + (terminal.hasColours() ? Paint.of(word) : word)
                + (since.isEmpty() ? "" : " for " + since)
                + (because.isEmpty() ? "  candidate" : "  no candidate: " + because)
                + (backend.isTrue("frozen") ? "  decisions frozen" : "") + "\n";
    }

    private String statistics() {
        Document known = backend.object("statistics");
        String times = known.number("samples") == known.number("failures")
                ? ""
                : "  mean " + millis(known, "mean_ms") + "  stddev " + millis(known, "stddev_ms") + "  least "
                        + millis(known, "min_ms") + "  most " + millis(known, "max_ms");
        return INDENT + "statistics  " + known.number("failures") + " of " + known.number("samples") + " failed" + times
                + "\n";
    }

    private static String millis(Document known, String key) {
        return Numbers.millis(known.decimal(key));
    }

    private String recent() {
        List<Double> times = backend.objects("results").stream()
                .map(result -> result.text("result").equals("ok") ? result.decimal("duration_ms") : Double.NaN)
                .toList();
        int room = terminal.width() - INDENT.length() - LABEL - ROOM_OF_LEGEND;
        String line = Blocks.of(times, room);
        return INDENT + "recent      " + (terminal.hasColours() ? Paint.line(line) : line)
                + (line.isEmpty() ? "no probe yet" : "  " + Blocks.legend(Blocks.top(times, room))) + "\n";
    }

    private String changes() {
        List<Document> changes = backend.objects("changes");
        Table table =
                table(text("TIME (UTC)"), text("FROM"), text("TO"), text("REASON"), number("AFTER"), text("DETAIL"));
        for (Document change : newest(changes)) {
            table.row(
                    Moments.utc(change, "time"),
                    change.text("from"),
                    change.text("to"),
                    change.text("reason"),
                    Numbers.count(change.number("after")),
                    change.text("detail"));
        }
        return title("Class changes", Math.min(rows, changes.size()), changes.size()) + table.text(INDENT);
    }

    private String results() {
        List<Document> results = backend.objects("results");
        Table table = table(
                text("TIME (UTC)"), number("DURATION"), text("RESULT"), text("REASON"), text("CLASS"), text("DETAIL"));
        for (Document result : newest(results)) {
            table.row(
                    Moments.utc(result, "time"),
                    Numbers.millis(result.decimal("duration_ms")),
                    result.isTrue("discarded") ? "discarded" : result.text("result"),
                    result.text("reason"),
                    result.text("class"),
                    result.text("detail"));
        }
        return title("Results", Math.min(rows, results.size()), backend.number("results_kept")) + table.text(INDENT);
    }

    private List<Document> newest(List<Document> all) {
        return all.subList(0, Math.min(rows, all.size()));
    }

    private static String title(String what, long shown, long all) {
        return "\n" + what + "  the last " + shown + " of " + all + "\n";
    }

    private Table table(Table.Column... columns) {
        return new Table(terminal.width(), terminal.hasColours(), columns);
    }
}
