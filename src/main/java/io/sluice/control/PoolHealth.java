package io.sluice.control;

import io.sluice.control.Happening.Kind;
import io.sluice.health.BackendHealth;
import io.sluice.health.CheckSpec;
import io.sluice.health.ClassChange;
import io.sluice.health.ClassPolicy;
import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.health.History;
import io.sluice.health.Pace;
import io.sluice.health.Reference;
import io.sluice.health.Rounds;
import io.sluice.health.Rounds.Decision;
import io.sluice.health.Rounds.Report;
import io.sluice.health.Watching;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendSpec;
import io.sluice.model.Endpoint;
import io.sluice.model.Health;
import io.sluice.model.ProbeResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The health of one pool: has its backends asked, takes the answers in, and tells what they make of whom. Used on the control loop
 * only.
 */
final class PoolHealth {

    private static final Logger LOG = LoggerFactory.getLogger(PoolHealth.class);

    private final String pool;
    private final CheckSpec check;
    private ClassPolicy policy;
    private final HealthDesk desk;
    private final BiConsumer<String, Health> changed;
    private final HealthRecords records = new HealthRecords();
    private final Map<String, Checked> backends = new LinkedHashMap<>();
    private final Rounds rounds;

    /** @param changed told what is now true of a backend, after every result that counts */
    PoolHealth(String pool, CheckSpec check, ClassPolicy policy, HealthDesk desk, BiConsumer<String, Health> changed) {
        this.pool = pool;
        this.check = check;
        this.policy = policy;
        this.desk = desk;
        this.changed = changed;
        this.rounds = new Rounds(check.connectivity() != null);
    }

    /** Begins to ask a backend; what is known of it begins anew. */
    void watch(String backend, Endpoint endpoint, int capacity) {
        if (backends.containsKey(backend)) {
            return; // since an operator enabled it
        }
        HealthRecord record = new HealthRecord(new History(capacity));
        Checked checked = new Checked(backend, endpoint, new BackendHealth(policy, record));
        backends.put(backend, checked);
        records.add(backend, record);
        rounds.join(backend);
        checked.watching =
                desk.monitor().watch(check.about(endpoint), result -> desk.run(() -> heard(checked, result)));
    }

    /** Asks a backend no more, and forgets what was known of it. */
    void unwatch(String backend) {
        Checked checked = backends.remove(backend);
        if (checked == null) {
            return;
        }
        if (checked.watching != null) {
            checked.watching.end();
        }
        records.remove(backend);
        act(rounds.leave(backend));
    }

    /** Asks these and nobody else; what is asked already at the same address is asked on, and keeps what is known of it. */
    void watchOnly(List<BackendSpec> asked, int capacity) {
        for (Checked checked : List.copyOf(backends.values())) {
            boolean isAsked = asked.stream()
                    .anyMatch(each ->
                            each.name().equals(checked.name) && each.endpoint().equals(checked.endpoint));
            if (!isAsked) {
                unwatch(checked.name);
            }
        }
        asked.forEach(each -> watch(each.name(), each.endpoint(), capacity));
    }

    CheckSpec check() {
        return check;
    }

    /** Judges by another policy from the next results on. */
    void judgeBy(ClassPolicy next) {
        policy = next;
        backends.values().forEach(checked -> checked.health.judgeBy(next));
    }

    /** Asks nobody any more. */
    void close() {
        for (String backend : List.copyOf(backends.keySet())) {
            unwatch(backend);
        }
    }

    private void heard(Checked checked, ProbeResult result) {
        if (backends.get(checked.name) == checked) { // it may have been on its way when the watching ended
            act(rounds.take(new Report(checked.name, result)));
        }
    }

    private void act(Decision decision) {
        decision.counted().forEach(this::count);
        if (!decision.discarded().isEmpty()) {
            decision.discarded().forEach(this::discard);
            roundDiscarded();
        }
        Reference reference = check.connectivity();
        if (decision.asks() && reference != null) {
            desk.monitor().ask(reference, check.timing().timeout(), answer -> desk.run(() -> answered(answer)));
        }
    }

    private void answered(ProbeResult answer) {
        act(answer.succeeded() ? rounds.referenceAnswered() : rounds.referenceFailed());
    }

    private void discard(Report report) {
        Checked checked = backends.get(report.backend());
        if (checked != null) {
            checked.health.record().discarded(report.result());
        }
    }

    private void roundDiscarded() {
        records.roundDiscarded();
        String detail = rounds.discardedInARow() + " of " + Rounds.MOST_DISCARDED + " rounds";
        desk.events().publish(new Happening(Kind.ROUND_DISCARDED, pool, null, null, null, "all_failed", detail));
        LOG.warn(
                "pool={} every probe failed: not counted, the network may be down ({} of {} rounds)",
                pool,
                rounds.discardedInARow(),
                Rounds.MOST_DISCARDED);
    }

    private void count(Report report) {
        Checked checked = backends.get(report.backend());
        if (checked == null) {
            return;
        }
        HealthRecord record = checked.health.record();
        Health now = checked.health.observe(report.result(), desk.clock().getAsLong());
        boolean isFrozen = desk.isFrozen();
        BackendClass was = record.backendClass();
        record.heard(report.result(), isFrozen ? record.health() : now);
        if (!isFrozen) {
            settle(checked, was, report.result());
        }
        checked.hurry();
    }

    /** Puts in force what was held back while decisions were frozen. */
    void thaw() {
        for (Checked checked : backends.values()) {
            HealthRecord record = checked.health.record();
            ProbeResult last = record.last();
            if (last != null) {
                BackendClass was = record.backendClass();
                record.now(checked.health.now());
                settle(checked, was, last);
            }
        }
    }

    private void settle(Checked checked, BackendClass was, ProbeResult cause) {
        Health now = checked.health.now();
        if (now.backendClass() != was) {
            ClassChange change = new ClassChange(was, now.backendClass(), cause, checked.health.inARow());
            checked.health.record().changed(change);
            log(checked.name, change);
            desk.events().publish(happening(checked.name, change));
        }
        changed.accept(checked.name, now);
    }

    private Happening happening(String backend, ClassChange change) {
        ProbeResult cause = change.cause();
        return Happening.change(
                        Kind.CLASS,
                        pool,
                        backend,
                        change.was().word(),
                        change.now().word(),
                        cause.reason().label())
                .saying(cause.detail().isEmpty() ? null : cause.detail());
    }

    private void log(String backend, ClassChange change) {
        LOG.atLevel(change.now() == BackendClass.FAILED ? Level.WARN : Level.INFO)
                .log(
                        "pool={} backend={} class={} was={} reason={} detail=\"{}\" after={}",
                        pool,
                        backend,
                        change.now().word(),
                        change.was().word(),
                        change.cause().reason().label(),
                        change.cause().detail(),
                        change.inARow());
    }

    HealthRecords records() {
        return records;
    }

    /** One backend that is asked. */
    private static final class Checked {

        private final String name;
        private final Endpoint endpoint;
        private final BackendHealth health;
        private @Nullable Watching watching;
        private Pace pace = Pace.NORMAL;

        Checked(String name, Endpoint endpoint, BackendHealth health) {
            this.name = name;
            this.endpoint = endpoint;
            this.health = health;
        }

        void hurry() {
            Pace next = health.pace();
            if (next != pace && watching != null) {
                pace = next;
                watching.pace(next);
            }
        }
    }
}
