package io.sluice.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which backend each client met last, and why it meets another one now. Mutable; belongs to one run. */
final class Homes {

    private final @Nullable Slot[] homes;
    private final int[] seen;
    private final List<Shift> shifts = new ArrayList<>();
    private int returned;
    private int necessary;
    private int unnecessary;
    private int unprompted;

    Homes(int clients) {
        homes = new Slot[clients];
        seen = new int[clients];
    }

    /**
     * From now on this backend may have lost clients, or won some.
     *
     * @param weight of the backend before the change; 0 for one that is only added by it
     */
    void happened(Change change, int weight) {
        int then = change instanceof Change.Weighed weighed ? weighed.weight() : weight;
        boolean loses = change instanceof Change.Failed || change instanceof Change.Removed || then < weight;
        boolean wins = change instanceof Change.Added || change instanceof Change.Recovered || then > weight;
        shifts.add(new Shift(change.backend(), loses, wins));
    }

    /** A client is to meet this backend. Before its session is counted there: a full backend explains why a client goes elsewhere. */
    void meet(int client, Slot backend) {
        Slot home = homes[client];
        int before = seen[client];
        homes[client] = backend;
        seen[client] = shifts.size();
        if (home == null) {
            return;
        }
        returned += before < shifts.size() ? 1 : 0;
        if (home == backend) {
            return;
        }
        if (before == shifts.size()) {
            unprompted++;
        } else if (!home.hasRoom() || isExplained(home, backend, before)) {
            necessary++;
        } else {
            unnecessary++;
        }
    }

    private boolean isExplained(Slot from, Slot to, int since) {
        return shifts.subList(since, shifts.size()).stream().anyMatch(shift -> shift.explains(from, to));
    }

    Moves moves() {
        return new Moves(returned, necessary, unnecessary, unprompted);
    }

    private record Shift(String backend, boolean loses, boolean wins) {

        boolean explains(Slot from, Slot to) {
            return (loses && backend.equals(from.backend().name()))
                    || (wins && backend.equals(to.backend().name()));
        }
    }
}
