package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One pool in full, for people: how it is narrowed, its backends, and why some of them are no candidates. Pure. */
final class PoolPage {

    private static final String INDENT = "  ";

    private final Document pool;
    private final List<Document> backends;
    private final Terminal terminal;

    /** @param pool the document of {@code /api/v1/pools/POOL} */
    PoolPage(Document pool, Terminal terminal) {
        this.pool = pool;
        this.backends = pool.objects("backends");
        this.terminal = terminal;
    }

    String lines() {
        StringBuilder text = new StringBuilder("Pool " + pool.text("name") + "\n");
        line(text, "scheduler", pool.text("scheduler"));
        line(text, "objective", objective());
        line(text, "candidates", pool.texts("candidates").size() + " of " + backends.size() + " (*)");
        line(text, "fallback", pool.text("fallback"));
        line(text, "queue", queue());
        line(text, "affinity", affinity());
        return text.append('\n')
                .append(table())
                .append(objections())
                .append(changes())
                .toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-10s  %s%n", label, value));
        }
    }

    private String objective() {
        Document pick = pool.object("pick");
        String objective = pool.text("objective");
        boolean isRanked = objective.equals("leastload") || objective.equals("leastping");
        StringBuilder text = new StringBuilder(objective);
        if (isRanked) {
            text.append("  expected ").append(pick.number("expected"));
            pick.decimals("baselines_ms")
                    .forEach(each -> text.append("  baseline ").append(Numbers.millis(each)));
            text.append("  learn ").append(pick.text("learn"));
        }
        if (pick.decimal("max_rtt_ms") > 0) {
            text.append("  max_rtt ").append(Numbers.millis(pick.decimal("max_rtt_ms")));
        }
        if (pick.number("max_fail") > 0) {
            text.append("  max_fail ").append(pick.number("max_fail"));
        }
        return text.toString();
    }

    private String queue() {
        Document queue = pool.object("queue");
        return queue.has("max")
                ? queue.number("waiting") + " waiting of " + queue.number("max") + ", " + queue.number("queued_total")
                        + " since the start"
                : "";
    }

    private String affinity() {
        Document affinity = pool.object("affinity");
        return affinity.has("max")
                ? affinity.number("entries") + " clients of " + affinity.number("max") + ", "
                        + affinity.number("refused_total") + " refused"
                : "";
    }

    private String table() {
        Table table = new Table(
                terminal.width(),
                terminal.hasColours(),
                text("BACKEND"),
                text("ADDRESS"),
                text("PRIORITY"),
                number("WEIGHT"),
                text("STATE"),
                text("CLASS"),
                number("ACTIVE"),
                number("MAX"),
                number("PROBE"));
        backends.forEach(backend -> add(table, backend));
        return table.text(INDENT);
    }

    private static void add(Table table, Document backend) {
        String name = backend.text("name");
        String address = backend.text("address");
        table.row(
                backend.isTrue("candidate"),
                name,
                address.equals(name) ? "" : address,
                backend.number("priority") + (backend.isTrue("backup") ? " backup" : ""),
                weight(backend),
                backend.text("state"),
                backend.text("class") + (backend.isTrue("ejected") ? ", ejected" : ""),
                Numbers.count(backend.number("sessions")),
                backend.number("max_sessions") == 0 ? "-" : Numbers.count(backend.number("max_sessions")),
                probe(backend.object("probe")));
    }

    /** {@code 10}, or {@code 2.5/10} while it starts slowly. */
    private static String weight(Document backend) {
        double effective = backend.decimal("effective_weight");
        long weight = backend.number("weight");
        return Double.isNaN(effective) || effective == weight
                ? Long.toString(weight)
                : String.format(Locale.ROOT, "%.1f/%d", effective, weight);
    }

    /** The mean time while the last probe was good, else why it was not. */
    private static String probe(Document probe) {
        String reason = probe.text("reason");
        return reason.equals("ok") ? Numbers.millis(probe.decimal("mean_ms")) : reason;
    }

    private String objections() {
        Table table = new Table(terminal.width(), false, text("NO CANDIDATE"), text("BECAUSE"));
        boolean isEmpty = true;
        for (Document backend : backends) {
            String because = backend.text("not_candidate_because");
            if (!because.isEmpty()) {
                table.row(backend.text("name"), because);
                isEmpty = false;
            }
        }
        return isEmpty ? "" : "\n" + table.text(INDENT);
    }

    /** What is otherwise than the configuration has it; the next reload undoes it unless it is told not to. */
    private String changes() {
        String set = backends.stream()
                .filter(backend -> !backend.texts("set_at_run_time").isEmpty())
                .map(backend -> backend.text("name") + " " + String.join(", ", backend.texts("set_at_run_time")))
                .collect(Collectors.joining("; "));
        String removed = String.join("; ", pool.texts("removed_at_run_time"));
        return (set.isEmpty() && removed.isEmpty() ? "" : "\n")
                + (set.isEmpty() ? "" : "Set at run time: " + set + "\n")
                + (removed.isEmpty() ? "" : "Removed at run time: " + removed + "\n");
    }
}
