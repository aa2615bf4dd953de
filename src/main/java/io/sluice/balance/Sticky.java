package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code sticky}: one member takes everything for as long as it is a candidate; then the best by the pool's objective
 * does, which is the first in configuration order where there is none, and keeps it when the other returns, as HAProxy's {@code sticky} and sing-box's {@code fallback}. Weights do not matter, but for 0. For
 * backends that are best not changed: a primary that was promoted, a path that works.
 *
 * <p>Who is current changes with the pool and never with a session: a session that the current member cannot take, because it is full
 * or was tried in vain, goes to the first in configuration order that can, and the next one is offered to the current member again. Build O(n), pick O(1),
 * O(n) past a member that cannot.
 */
public record Sticky() implements Scheduler {

    @Override
    public String name() {
        return "sticky";
    }

    @Override
    public boolean returnsClients() {
        return true;
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        return picker(candidates, null);
    }

    @Override
    public Picker after(Picker previous, Candidates candidates, RandomGenerator random) {
        return picker(candidates, ((Keeper) previous).name);
    }

    private static Picker picker(Candidates candidates, @Nullable String before) {
        Eligible eligible = Eligible.of(candidates);
        int current = Picker.NONE;
        for (int position = 0; position < eligible.size(); position++) {
            int index = eligible.index(position);
            if (candidates.name(index).equals(before)) {
                current = index;
                break;
            }
            if (current == Picker.NONE || candidates.rank(index) < candidates.rank(current)) {
                current = index;
            }
        }
        return new Keeper(eligible, current, current == Picker.NONE ? before : candidates.name(current));
    }

    /**
     * Keeps one member.
     *
     * @param name of the current member, or of the last one while there is none; null = there never was
     */
    private record Keeper(
            Eligible eligible, int current, @Nullable String name) implements Picker {

        @Override
        public int pick(Flow flow, Admission admission, RandomGenerator random) {
            if (current != NONE && admission.admits(current)) {
                return current;
            }
            return eligible.firstAdmitted(0, admission);
        }
    }
}
