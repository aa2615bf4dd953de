package io.sluice.balance;

import java.util.random.RandomGenerator;

/**
 * The random generator of the contract: the same seed gives the same numbers in every release, so shuffles and tables built with it
 * are the same on all replicas. Steele, Lea and Flood, OOPSLA 2014; 64 bits of state, period 2^64. Not thread-safe.
 */
public final class SplitMix64 implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix64(long seed) {
        this.state = seed;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return FlowHash.mix64(state);
    }
}
