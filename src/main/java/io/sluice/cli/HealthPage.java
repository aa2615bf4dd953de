package io.sluice.cli;

import static io.sluice.cli.Table.Column.line;
import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.util.List;

/** What the probes of one pool found, for people: one row per backend, with a line of its recent times. Pure. */
final class HealthPage {

    private final Document pool;
    private final Terminal terminal;

    /** @param pool the document of {@code /api/v1/pools/POOL/health} */
    HealthPage(Document pool, Terminal terminal) {
        this.pool = pool;
        this.terminal = terminal;
    }

    String lines() {
        List<Document> backends = pool.objects("backends");
        Table table = new Table(
                terminal.width(),
                terminal.hasColours(),
                text("BACKEND"),
                text("CLASS"),
                number("FOR"),
                text("LAST"),
                number("AGO"),
                number("MEAN"),
                number("STDDEV"),
                number("FAILED"),
                line("RECENT"));
        backends.forEach(backend -> add(table, backend));
        return heading(backends) + table.text("  ");
    }

    private String heading(List<Document> backends) {
        long candidates =
                backends.stream().filter(backend -> backend.isTrue("candidate")).count();
        long discarded = pool.number("rounds_discarded");
        return "Pool " + pool.text("pool") + "  objective " + pool.text("objective") + "  candidates " + candidates
                + " of " + backends.size() + " (*)"
                + (discarded > 0 ? "  rounds discarded " + discarded : "")
                + (pool.isTrue("frozen") ? "  decisions frozen" : "") + "\n";
    }

    private void add(Table table, Document backend) {
        Document last = backend.object("last");
        Document known = backend.object("statistics");
        table.row(
                backend.isTrue("candidate"),
                backend.text("name"),
                backend.text("class") + (backend.isTrue("ejected") ? ", ejected" : ""),
                Moments.age(pool, backend, "since"),
                backend.isTrue("checked") ? last.text("reason") : "not probed",
                Moments.age(pool, last, "time"),
                Numbers.millis(known.decimal("mean_ms")),
                Numbers.millis(known.decimal("stddev_ms")),
                known.has("samples") ? known.number("failures") + "/" + known.number("samples") : "",
                Blocks.of(backend.decimals("recent_ms"), terminal.width()));
    }
}
