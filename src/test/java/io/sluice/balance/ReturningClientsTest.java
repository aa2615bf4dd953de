package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.GivenOptions;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Under which schedulers a client whose session is ended comes back to the same backend. */
class ReturningClientsTest {

    @Test
    void isKnownOfEveryScheduler() {
        Set<String> returning = Schedulers.names().stream()
                .map(name -> Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE), name))
                .filter(Scheduler::returnsClients)
                .map(Scheduler::name)
                .collect(Collectors.toSet());

        assertThat(returning)
                .containsExactlyInAnyOrder(
                        "maglev",
                        "ring",
                        "hrw",
                        "ip-hash",
                        "dh",
                        "lblc",
                        "lblcr",
                        "first",
                        "failover",
                        "overflow",
                        "sticky");
    }
}
