package io.sluice.cli;

import static io.sluice.cli.Table.Column.number;
import static io.sluice.cli.Table.Column.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The status document as tables for people: one of listeners, one per pool. Pure. */
final class StatusTables {

    private static final String INDENT = "  ";

    private StatusTables() {}

    static String of(Document status, boolean colours) {
        StringBuilder text = new StringBuilder(heading(status, colours)).append(frozen(status, colours));
        text.append("\nListeners\n").append(listeners(status.objects("listeners"), colours));
        for (Document pool : status.objects("pools")) {
            text.append('\n').append(poolHeading(pool)).append(backends(pool, colours));
        }
        return text.toString();
    }

    private static String heading(Document status, boolean colours) {
        String readiness = colours ? Paint.of(status.text("readiness")) : status.text("readiness");
        return "sluice %s  %s  up %s  configuration %d  sessions %d of %d%n"
                .formatted(
                        status.text("version"),
                        readiness,
                        uptime(status.number("uptime_seconds")),
                        status.object("config").number("version"),
                        status.number("sessions"),
                        status.number("sessions_limit"));
    }

    private static String frozen(Document status, boolean colours) {
        String word = colours ? Paint.of("frozen") : "frozen";
        return status.isTrue("health_frozen")
                ? "health " + word + ": neither probes nor failures of sessions decide who serves (sluice unfreeze)\n"
                : "";
    }

    private static String uptime(long seconds) {
        String clock = "%d:%02d:%02d".formatted(seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        return seconds < 86_400 ? clock : seconds / 86_400 + "d " + clock;
    }

    private static String listeners(List<Document> listeners, boolean colours) {
        Table table = new Table(
                colours,
                text("NAME"),
                text("PROTO"),
                text("ADDRESS"),
                text("POOL"),
                number("ACTIVE"),
                number("TOTAL"),
                number("IN"),
                number("OUT"),
                number("REFUSED"));
        for (Document listener : listeners) {
            List<String> addresses = listener.texts("addresses");
            table.row(
                    listener.text("name"),
                    listener.text("protocol"),
                    addresses.isEmpty() ? "" : addresses.get(0),
                    listener.text("pool"),
                    Numbers.count(listener.number("sessions")),
                    Numbers.count(listener.number("sessions_total")),
                    Numbers.bytes(listener.number("bytes_in")),
                    Numbers.bytes(listener.number("bytes_out")),
                    Numbers.count(listener.object("refused").sum()));
            addresses.stream().skip(1).forEach(more -> table.row("", "", more, "", "", "", "", "", ""));
        }
        return table.text(INDENT);
    }

    private static String poolHeading(Document pool) {
        return "Pool %s  scheduler %s  candidates %d of %d (*)%n"
                .formatted(
                        pool.text("name"),
                        pool.text("scheduler"),
                        pool.texts("candidates").size(),
                        pool.objects("backends").size());
    }

    private static String backends(Document pool, boolean colours) {
        Set<String> candidates = new HashSet<>(pool.texts("candidates"));
        Table table = new Table(
                colours,
                text("BACKEND"),
                text("ADDRESS"),
                number("WEIGHT"),
                text("STATE"),
                text("CLASS"),
                number("ACTIVE"),
                number("TOTAL"),
                number("IN"),
                number("OUT"),
                number("FAILS"));
        for (Document backend : pool.objects("backends")) {
            String name = backend.text("name");
            String address = backend.text("address");
            table.row(
                    candidates.contains(name),
                    name,
                    address.equals(name) ? "" : address,
                    Numbers.count(backend.number("weight")),
                    backend.text("state"),
                    backend.text("class"),
                    Numbers.count(backend.number("sessions")),
                    Numbers.count(backend.number("sessions_total")),
                    Numbers.bytes(backend.number("bytes_in")),
                    Numbers.bytes(backend.number("bytes_out")),
                    Numbers.count(backend.object("connect_failures").sum()));
        }
        return table.text(INDENT);
    }
}
