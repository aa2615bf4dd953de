package io.sluice.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one snapshot as {@code lblc} and {@code lblcr} see them: by name, and whether one has more than it should while
 * another could help. Immutable; nothing is allocated by asking.
 */
final class LocalityMembers {

    private static final long FULL = 100;

    private final Candidates candidates;
    private final Eligible eligible;
    private final Map<String, Integer> indices = new HashMap<>();

    LocalityMembers(Candidates candidates) {
        this.candidates = candidates;
        this.eligible = Eligible.of(candidates);
        for (int index = 0; index < candidates.size(); index++) {
            indices.put(candidates.name(index), index);
        }
    }

    /** True for one that is configured, whether it may be picked or not. */
    boolean has(String name) {
        return indices.containsKey(name);
    }

    String name(int index) {
        return candidates.name(index);
    }

    /** The index of the one of this name if it may take this session, or {@link Picker#NONE}. */
    int admitted(String name, Admission admission) {
        Integer index = indices.get(name);
        return index != null && candidates.isEligible(index) && admission.admits(index) ? index : Picker.NONE;
    }

    /**
     * True if the member holds more sessions than its weight while one that may take this session holds less than half of its own:
     * the weight is how many sessions a member serves well, and fewer while it starts slowly. O(1) while it does not, else O(n).
     */
    boolean isCrowded(int index, Admission admission) {
        if (FULL * candidates.sessions(index) <= effectiveWeight(index)) {
            return false;
        }
        for (int position = 0; position < eligible.size(); position++) {
            int other = eligible.index(position);
            if (2 * FULL * candidates.sessions(other) < effectiveWeight(other) && admission.admits(other)) {
                return true;
            }
        }
        return false;
    }

    /** Of these, the one with the fewest sessions per weight that may take this session, the first of equals. */
    int least(List<String> names, Admission admission) {
        int least = Picker.NONE;
        for (int i = 0; i < names.size(); i++) {
            int index = admitted(names.get(i), admission);
            if (index != Picker.NONE && (least == Picker.NONE || isLighter(index, least))) {
                least = index;
            }
        }
        return least;
    }

    /** Of these, the one with the most sessions per weight that may be picked at all, but never {@code except}. */
    int most(List<String> names, int except) {
        int most = Picker.NONE;
        for (int i = 0; i < names.size(); i++) {
            int index = admitted(names.get(i), Admission.ALL);
            if (index != Picker.NONE && index != except && (most == Picker.NONE || isLighter(most, index))) {
                most = index;
            }
        }
        return most;
    }

    private boolean isLighter(int one, int other) {
        return candidates.sessions(one) * effectiveWeight(other) < candidates.sessions(other) * effectiveWeight(one);
    }

    /** In hundredths. */
    private long effectiveWeight(int index) {
        return (long) candidates.weight(index) * candidates.ramp(index);
    }
}
