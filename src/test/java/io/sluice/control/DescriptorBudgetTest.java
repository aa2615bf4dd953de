package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult.Loaded;
import io.sluice.topology.Topology;
import org.junit.jupiter.api.Test;

/** How many sessions fit into how many descriptors. */
class DescriptorBudgetTest {

    private static final Topology TWO_ADDRESSES = ((Loaded) ConfigLoader.read("test.yaml", """
            listeners:
              web: { listen: [ "127.0.0.1:8080", "127.0.0.1:8081" ], protocol: tcp, pool: app }
            pools:
              app: { backends: [ "127.0.0.1:9" ] }
            """)).topology();

    @Test
    void leavesRoomForTheRuntimeAndEveryListeningSocket() {
        DescriptorBudget two = DescriptorBudget.of(20_000, TWO_ADDRESSES, 2);
        DescriptorBudget four = DescriptorBudget.of(20_000, TWO_ADDRESSES, 4);

        assertThat(two.sessions()).isEqualTo((20_000 - two.reserved()) / 2);
        assertThat(four.reserved() - two.reserved()).isGreaterThanOrEqualTo(2 * 2);
        assertThat(two.reserved()).isBetween(100L, 400L);
    }

    @Test
    void fitsNobodyIntoTooFewDescriptors() {
        assertThat(DescriptorBudget.of(10, TWO_ADDRESSES, 2).sessions()).isZero();
    }

    @Test
    void fitsNoMoreThanCanBeCounted() {
        assertThat(new DescriptorBudget(Long.MAX_VALUE, 0).sessions()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void readsTheLimitOfThisProcess() {
        DescriptorBudget budget = DescriptorBudget.of(TWO_ADDRESSES, 2);

        assertThat(budget.descriptors()).isGreaterThanOrEqualTo(256);
    }
}
