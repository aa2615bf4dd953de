package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code failover}: the member of the highest weight that can take the session, the first in configuration order of equals, as Linux
 * {@code ip_vs_fo.c}: one member serves everyone, the others stand by. Build O(n log n), pick O(n), O(1) in the usual case; no memory.
 */
public record Failover() implements Scheduler {

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public boolean returnsClients() {
        return true;
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible order = Eligible.of(candidates).heaviestFirst();
        return (flow, admission, draws) -> order.firstAdmitted(0, admission);
    }
}
