package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMovesTest {

    private static PoolSpec pool(String scheduler, int first, int last) {
        StringBuilder yaml = new StringBuilder("listeners: { web: { listen: \"127.0.0.1:80\", pool: a } }\n"
                + "pools:\n  a:\n    scheduler: " + scheduler + "\n    backends:\n");
        for (int i = first; i <= last; i++) {
            yaml.append("      - { address: \"10.0.0.%d:80\", name: b%d }\n".formatted(i, i));
        }
        return TopologyDiffTest.topology(yaml.toString()).pools().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maglev", "ring", "hrw", "ip-hash"})
    void movesNobodyWhenNothingChanges(String scheduler) {
        assertThat(ClientMoves.share(pool(scheduler, 1, 5), pool(scheduler, 1, 5)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maglev", "hrw"})
    void movesTheShareOfTheBackendThatLeft(String scheduler) {
        assertThat(ClientMoves.share(pool(scheduler, 1, 5), pool(scheduler, 1, 4)))
                .isCloseTo(0.2, within(0.04));
    }

    @Test
    void movesAlmostEverybodyToAnotherScheduler() {
        assertThat(ClientMoves.share(pool("maglev", 1, 5), pool("hrw", 1, 5))).isCloseTo(0.8, within(0.05));
    }

    @Test
    void saysNothingOfSchedulersThatKeepNobody() {
        assertThat(ClientMoves.share(pool("rr", 1, 5), pool("maglev", 1, 5))).isNegative();
        assertThat(ClientMoves.share(pool("maglev", 1, 5), pool("wlc", 1, 5))).isNegative();
    }

    @Test
    void movesTheClientsOfABackendWhoseAddressChanges() {
        PoolSpec old = pool("maglev", 1, 2);
        PoolSpec now = old.with(List.of(
                old.backends().get(0),
                old.backends().get(1).at(pool("maglev", 9, 9).backends().get(0).endpoint())));

        assertThat(ClientMoves.share(old, now)).isCloseTo(0.5, within(0.03));
    }
}
