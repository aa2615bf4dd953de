package io.sluice.simulation;

import io.sluice.balance.Picker;
import io.sluice.balance.Scheduler;
import io.sluice.model.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The backends of one run and the scheduler over them, which is asked after each change for a picker that goes on
 * where the last one left off. Mutable; belongs to one run. */
final class SyntheticPool {

    private final Scheduler scheduler;
    private final RandomGenerator rotations;
    private final RandomGenerator picks;
    private final List<Slot> everyone = new ArrayList<>();
    private final List<Slot> members = new ArrayList<>();
    private long now;
    private View view;
    private Picker picker;
    private int picked;
    private int active;
    private double lead;

    SyntheticPool(
            Scheduler scheduler, List<SyntheticBackend> backends, RandomGenerator rotations, RandomGenerator picks) {
        this.scheduler = scheduler;
        this.rotations = rotations;
        this.picks = picks;
        backends.forEach(this::join);
        this.view = new View(members, this::now);
        this.picker = scheduler.over(view, rotations);
    }

    /** The virtual clock of what the scheduler asks for. */
    private long now() {
        return now;
    }

    /** Sets that clock. */
    void at(long nanos) {
        now = nanos;
    }

    private void join(SyntheticBackend backend) {
        if (members.stream().anyMatch(slot -> slot.backend().name().equals(backend.name()))) {
            throw new IllegalArgumentException("two backends named " + backend.name() + " (expected: unique names)");
        }
        Slot slot = new Slot(backend, this::now, scheduler.tauNanos());
        everyone.add(slot);
        members.add(slot);
    }

    /** Picks a backend for a session, which the caller opens on it at once; null when nobody can take it. */
    @Nullable
    Slot pick(Flow flow) {
        int index = picker.pick(flow, view, picks);
        if (index == Picker.NONE) {
            return null;
        }
        if (!view.isEligible(index) || !view.admits(index)) {
            throw new IllegalStateException(
                    scheduler + " picked " + view.name(index) + ", which cannot take a session");
        }
        lead = Math.max(lead, view.sessions(index) + 1 - (double) active * view.weight(index) / view.weights());
        picked++;
        active++;
        return view.slot(index);
    }

    /** A session has ended. */
    void closed() {
        active--;
    }

    void apply(Change change) {
        settle();
        if (change instanceof Change.Added added) {
            join(added.added());
        } else {
            alter(member(change.backend()), change);
        }
        view = new View(members, this::now);
        picker = scheduler.after(picker, view, rotations);
    }

    private void alter(Slot slot, Change change) {
        if (change instanceof Change.Failed) {
            active -= slot.fail(now);
        } else if (change instanceof Change.Recovered) {
            slot.recover();
        } else if (change instanceof Change.Weighed weighed) {
            slot.weigh(weighed.weight());
        } else {
            members.remove(slot);
        }
    }

    /** The weight of this backend; 0 when there is none of that name. */
    int weight(String name) {
        return members.stream()
                .map(Slot::backend)
                .filter(backend -> backend.name().equals(name))
                .mapToInt(SyntheticBackend::weight)
                .findFirst()
                .orElse(0);
    }

    private Slot member(String name) {
        return members.stream()
                .filter(slot -> slot.backend().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no backend named " + name + " in the pool"));
    }

    /** Distributes what was picked since the last change by the weights of that time. */
    private void settle() {
        long weights = view.weights();
        for (int i = 0; i < view.size() && picked > 0; i++) {
            if (view.isEligible(i)) {
                view.slot(i).expect((double) picked * view.weight(i) / weights);
            }
        }
        picked = 0;
    }

    /** The greatest lead so far, see {@link Report}. */
    double lead() {
        return lead;
    }

    List<BackendReport> reports(long now) {
        settle();
        return everyone.stream().map(slot -> slot.report(now)).toList();
    }
}
