package io.sluice.health;

import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a dead network from dead backends. A round is over when every backend of the pool has reported. Failures are held until the
 * first success of their round, which has them counted at once. A round in which everyone failed is held against the reference: it
 * is discarded while that fails too, at most three times in a row. A pool without a reference, or of one backend, has no rounds.
 * Pure; used by one thread.
 */
public final class Rounds {

    /** Rounds that may be discarded in a row. */
    public static final int MOST_DISCARDED = 3;

    /** Per backend: what is held when one of them does not report for long. */
    private static final int MOST_HELD = 8;

    private final boolean hasReference;
    private final Set<String> members = new HashSet<>();
    private final Set<String> reported = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private List<Report> held = new ArrayList<>();
    private List<Report> suspected = new ArrayList<>();
    private boolean hadSuccess;
    private int discardedInARow;

    /** @param hasReference whether there is somebody to ask when everyone failed */
    public Rounds(boolean hasReference) {
        this.hasReference = hasReference;
    }

    /** A backend that reports from now on. */
    public void join(String backend) {
        members.add(backend);
    }

    /** A backend that reports no more; what is held of it is worth nothing. */
    public Decision leave(String backend) {
        members.remove(backend);
        reported.remove(backend);
        failed.remove(backend);
        held.removeIf(report -> report.backend().equals(backend));
        suspected.removeIf(report -> report.backend().equals(backend));
        return hasRounds() ? decideWhenComplete() : Decision.count(release());
    }

    /** One backend has reported. */
    public Decision take(Report report) {
        if (!hasRounds()) {
            return Decision.count(List.of(report));
        }
        reported.add(report.backend());
        if (report.result().succeeded()) {
            return succeeded(report);
        }
        if (hadSuccess || report.result().reason() == ProbeReason.LOCAL) {
            return decideWhenComplete().counting(report);
        }
        failed.add(report.backend());
        held.add(report);
        return held.size() < MOST_HELD * members.size() ? decideWhenComplete() : Decision.count(release());
    }

    private boolean hasRounds() {
        return hasReference && members.size() > 1;
    }

    private Decision succeeded(Report report) {
        List<Report> counted = release();
        counted.add(report);
        hadSuccess = true;
        discardedInARow = 0;
        if (isComplete()) {
            beginRound();
        }
        return Decision.count(counted);
    }

    /** Everything that was held, in the order in which it came; it is held no more. */
    private List<Report> release() {
        List<Report> released = suspected;
        released.addAll(held);
        suspected = new ArrayList<>();
        held = new ArrayList<>();
        return released;
    }

    private boolean isComplete() {
        return reported.containsAll(members);
    }

    private void beginRound() {
        reported.clear();
        failed.clear();
        hadSuccess = false;
    }

    private Decision decideWhenComplete() {
        if (!isComplete()) {
            return Decision.NOTHING;
        }
        boolean isSuspicious = !hadSuccess && failed.containsAll(members) && discardedInARow < MOST_DISCARDED;
        beginRound();
        if (!isSuspicious) {
            return Decision.count(release());
        }
        boolean isAsking = !suspected.isEmpty();
        suspected.addAll(held);
        held = new ArrayList<>();
        return isAsking ? Decision.NOTHING : Decision.ASK;
    }

    private Decision discard() {
        List<Report> discarded = suspected;
        suspected = new ArrayList<>();
        discardedInARow++;
        return Decision.discard(discarded);
    }

    /** The reference answers: it was not the network. Late answers, after a backend's success, change nothing. */
    public Decision referenceAnswered() {
        List<Report> counted = suspected;
        suspected = new ArrayList<>();
        discardedInARow = 0;
        return Decision.count(counted);
    }

    /** The reference fails too. */
    public Decision referenceFailed() {
        return suspected.isEmpty() ? Decision.NOTHING : discard();
    }

    /** How many rounds were discarded in a row. */
    public int discardedInARow() {
        return discardedInARow;
    }

    /** What one backend's probe came to. */
    public record Report(String backend, ProbeResult result) {}

    /**
     * What is to be done, in this order.
     *
     * @param counted these results count
     * @param discarded these do not: the network is down
     * @param asks ask the reference and tell its answer
     */
    public record Decision(List<Report> counted, List<Report> discarded, boolean asks) {

        private static final Decision NOTHING = new Decision(List.of(), List.of(), false);
        private static final Decision ASK = new Decision(List.of(), List.of(), true);

        private static Decision count(List<Report> reports) {
            return new Decision(reports, List.of(), false);
        }

        private static Decision discard(List<Report> reports) {
            return new Decision(List.of(), reports, false);
        }

        private Decision counting(Report last) {
            List<Report> more = new ArrayList<>(counted);
            more.add(last);
            return new Decision(more, discarded, asks);
        }
    }
}
