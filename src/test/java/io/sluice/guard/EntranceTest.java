package io.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Cidr;
import io.sluice.model.Refusal;
import io.sluice.stats.ListenerStats;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The door of a listener: who, and how many; and that nobody who is refused keeps a place. */
class EntranceTest {

    private static final InetAddress HOME = InetAddress.getLoopbackAddress();
    private static final AccessList EVERYONE = new AccessList(List.of(), List.of());

    private final ListenerStats stats = new ListenerStats();

    @Test
    void denyWinsOverAllow() {
        List<Cidr> home = List.of(Objects.requireNonNull(Cidr.parse("127.0.0.0/8")));

        assertThat(EVERYONE.admits(HOME)).isTrue();
        assertThat(new AccessList(home, List.of()).admits(HOME)).isTrue();
        assertThat(new AccessList(home, home).admits(HOME)).isFalse();
        assertThat(new AccessList(List.of(), home).admits(HOME)).isFalse();
    }

    @Test
    void anAllowListKeepsEveryoneElseOut() {
        List<Cidr> elsewhere = List.of(Objects.requireNonNull(Cidr.parse("10.0.0.0/8")));

        Entrance entrance = new Entrance(new AccessList(elsewhere, List.of()), 0, stats, new Places(1));

        assertThat(entrance.admit(HOME)).isEqualTo(Refusal.DENIED);
        assertThat(stats.active()).isZero();
    }

    @Test
    void givesTheProcessItsPlaceBackWhenTheListenerIsFull() {
        Places process = new Places(2);
        Entrance full = new Entrance(EVERYONE, 1, stats, process);
        Entrance other = new Entrance(EVERYONE, 0, new ListenerStats(), process);

        assertThat(full.admit(HOME)).isNull();
        assertThat(full.admit(HOME)).isEqualTo(Refusal.LISTENER_FULL);

        assertThat(other.admit(HOME)).isNull();
        assertThat(other.admit(HOME)).isEqualTo(Refusal.PROCESS_FULL);
        full.leave();
        assertThat(other.admit(HOME)).isNull();
        assertThat(stats.active()).isZero();
    }
}
