package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code overflow}: the member of the highest weight that holds fewer sessions than its weight, the first in configuration order of
 * equals, as Linux {@code ip_vs_ovf.c}: the weight is a limit, and what one member cannot hold flows over to the next. When all are
 * at their weights nobody is picked. IPVS lets in one session more than the weight and never counts UDP; here the weight is exact
 * but for picks that several loops make at the same moment, which {@code max_sessions} would prevent. Build O(n log n), pick O(n);
 * no memory.
 */
public record Overflow() implements Scheduler {

    @Override
    public String name() {
        return "overflow";
    }

    @Override
    public boolean returnsClients() {
        return true;
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible order = Eligible.of(candidates).heaviestFirst();
        return (flow, admission, draws) -> {
            for (int position = 0; position < order.size(); position++) {
                int index = order.index(position);
                if (candidates.sessions(index) < order.weight(position) && admission.admits(index)) {
                    return index;
                }
            }
            return Picker.NONE;
        };
    }
}
