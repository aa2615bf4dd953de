package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What two status documents say of the time between them: new sessions and bytes per second. Pure. */
final class RateTable {

    private final Map<String, Document> before = new HashMap<>();
    private final double seconds;
    private final Table table =
            new Table(false, text("RATES"), text("NAME"), number("SESSIONS/S"), number("IN/S"), number("OUT/S"));

    private RateTable(double seconds) {
        this.seconds = seconds;
    }

    /**
     * One row per listener and per backend of the second document.
     *
     * @param seconds between the two, more than 0
     */
    static String of(Document first, Document second, double seconds) {
        RateTable rates = new RateTable(seconds);
        rates.remember(first);
        second.objects("listeners").forEach(listener -> rates.add("listener", "", listener));
        for (Document pool : second.objects("pools")) {
            pool.objects("backends").forEach(backend -> rates.add("backend", pool.text("name") + "/", backend));
        }
        return rates.table.text("");
    }

    private void remember(Document first) {
        first.objects("listeners").forEach(listener -> before.put("listener " + listener.text("name"), listener));
        for (Document pool : first.objects("pools")) {
            List<Document> backends = pool.objects("backends");
            backends.forEach(each -> before.put("backend " + pool.text("name") + "/" + each.text("name"), each));
        }
    }

    private void add(String kind, String place, Document now) {
        String name = place + now.text("name");
        // What was not there before has counted from 0.
        Document then = before.getOrDefault(kind + " " + name, new Document(Map.of()));
        table.row(
                kind,
                name,
                Numbers.rate(perSecond(then, now, "sessions_total")),
                Numbers.bytes(Math.round(perSecond(then, now, "bytes_in"))),
                Numbers.bytes(Math.round(perSecond(then, now, "bytes_out"))));
    }

    /** A daemon that was started anew between the two counts from 0: no rate is below 0. */
    private double perSecond(Document then, Document now, String key) {
        return Math.max(0.0, (double) (now.number(key) - then.number(key))) / seconds;
    }
}
