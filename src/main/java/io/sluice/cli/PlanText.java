package io.sluice.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan for people, by what it is about: what comes, what goes, what changes from what to what. Not thread-safe. */
final class PlanText {

    private final StringBuilder text = new StringBuilder();
    private final boolean colours;
    private String heading = "";

    private PlanText(boolean colours) {
        this.colours = colours;
    }

    static String of(Document plan, String file, boolean colours) {
        PlanText written = new PlanText(colours);
        written.write(plan);
        String warnings = plan.objects("warnings").stream()
                .map(each -> "warning: " + problem(each, file))
                .collect(Collectors.joining());
        String none = written.text.length() == 0 ? "Nothing would change.\n" : "";
        return warnings + none + written.text;
    }

    /** As {@code sluice check} prints them. */
    static String problems(List<Document> problems, String file) {
        return problems.stream().map(each -> problem(each, file)).collect(Collectors.joining());
    }

    private static String problem(Document problem, String file) {
        return "%s:%d:%d %s: %s (expected: %s)%n"
                .formatted(
                        file,
                        problem.number("line"),
                        problem.number("column"),
                        problem.text("path"),
                        problem.text("value"),
                        problem.text("expected"));
    }

    private void write(Document plan) {
        listeners(plan.object("listeners"));
        pools(plan.object("pools"));
        backends(plan.object("backends"));
        for (Document moved : plan.objects("clients_moved")) {
            String share = String.format(Locale.ROOT, "%.1f", 100 * moved.fraction("share"));
            line("Clients", '~', moved.text("pool") + "  " + share + " % find another backend");
        }
        plan.texts("undone").forEach(each -> line("Undone, unless --keep-runtime", '!', each));
        plan.objects("process").forEach(each -> line("Process", '~', setting(each)));
        plan.objects("restart").forEach(each -> line("Needs a restart", '!', setting(each)));
        plan.objects("risks").forEach(each -> line("Risks", '!', each.text("place") + ": " + each.text("reason")));
    }

    private void listeners(Document listeners) {
        listeners.objects("opened").forEach(each -> line("Listeners", '+', listener(each)));
        listeners
                .objects("closed")
                .forEach(each -> line("Listeners", '-', listener(each) + goingOn(each.number("sessions"))));
        for (Document changed : listeners.objects("changed")) {
            changed.texts("addresses_gained")
                    .forEach(address -> line("Listeners", '+', changed.text("name") + "  address " + address));
            changed.texts("addresses_lost")
                    .forEach(address -> line("Listeners", '-', changed.text("name") + "  address " + address));
            settings("Listeners", changed.text("name"), changed);
        }
    }

    private static String listener(Document listener) {
        return "%s  %s %s, pool %s"
                .formatted(
                        listener.text("name"),
                        listener.text("protocol"),
                        String.join(" ", listener.texts("addresses")),
                        listener.text("pool"));
    }

    private void pools(Document pools) {
        pools.objects("added").forEach(each -> line("Pools", '+', pool(each)));
        pools.objects("removed").forEach(each -> line("Pools", '-', pool(each) + goingOn(each.number("sessions"))));
        pools.objects("changed").forEach(each -> settings("Pools", each.text("name"), each));
    }

    private static String pool(Document pool) {
        return "%s  scheduler %s, backends %d"
                .formatted(pool.text("name"), pool.text("scheduler"), pool.number("backends"));
    }

    private void backends(Document backends) {
        backends.objects("added").forEach(each -> line("Backends", '+', backend(each) + "  " + each.text("address")));
        backends.objects("removed")
                .forEach(each -> line(
                        "Backends",
                        '-',
                        backend(each) + "  " + each.text("address") + goingOn(each.number("sessions"))));
        for (Document changed : backends.objects("changed")) {
            settings("Backends", backend(changed), changed);
        }
    }

    private static String backend(Document backend) {
        return backend.text("pool") + "/" + backend.text("name");
    }

    private static String goingOn(long sessions) {
        return sessions == 0 ? "" : ", open sessions: " + sessions;
    }

    private void settings(String about, String name, Document changed) {
        for (Document setting : changed.objects("settings")) {
            line(about, '~', name + "  " + setting(setting) + goingOn(changed.number("sessions")));
        }
    }

    private static String setting(Document setting) {
        return setting.text("key") + ": " + setting.text("from") + " -> " + setting.text("to");
    }

    private void line(String about, char mark, String line) {
        if (!about.equals(heading)) {
            text.append(heading.isEmpty() ? "" : "\n").append(about).append('\n');
            heading = about;
        }
        text.append("  ")
                .append(colours ? Paint.mark(mark) : String.valueOf(mark))
                .append(' ')
                .append(line)
                .append('\n');
    }
}
