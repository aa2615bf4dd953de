package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * {@code first}: the first member in configuration order that has room, whatever its weight, as HAProxy's {@code first}. It fills
 * backends one after the other, so that the last can be switched off; it needs {@code max_sessions}, without which the first takes
 * everything. Build and pick O(n); no memory.
 */
public record FirstFit() implements Scheduler {

    @Override
    public String name() {
        return "first";
    }

    @Override
    public boolean returnsClients() {
        return true;
    }

    @Override
    public Picker over(Candidates candidates, RandomGenerator random) {
        Eligible eligible = Eligible.of(candidates);
        return (flow, admission, draws) -> eligible.firstAdmitted(0, admission);
    }
}
