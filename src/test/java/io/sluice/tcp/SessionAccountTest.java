package io.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.RoundRobin;
import io.sluice.guard.AccessList;
import io.sluice.guard.Entrance;
import io.sluice.guard.Places;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.pool.ConnectPolicy;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.stats.ListenerStats;
import io.sluice.stats.SessionLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What another thread sees of a session's counters. */
class SessionAccountTest {

    private static final int SESSIONS = 100_000;

    private final ListenerStats stats = new ListenerStats();
    private final Entrance entrance =
            new Entrance(new AccessList(List.of(), List.of()), 0, stats, new Places(SESSIONS));

    @Test
    void aSessionThatIsNotOpenAnyMoreHasEnded() throws InterruptedException {
        List<SessionAccount> open = open();
        Thread worker = new Thread(() -> open.forEach(account -> account.close(Cause.NORMAL)));
        long mostMissing = 0;

        worker.start();
        while (stats.active() > 0) {
            int active = stats.active();
            mostMissing =
                    Math.max(mostMissing, SESSIONS - active - stats.ended().sum());
        }
        worker.join();

        assertThat(mostMissing).as("sessions that were neither open nor ended").isZero();
        assertThat(stats.ended().sum()).isEqualTo(SESSIONS);
    }

    private List<SessionAccount> open() {
        PoolSnapshot nobody =
                new PoolSnapshot(List.of(), new RoundRobin(), new ConnectPolicy(1, 1), null, new SplittableRandom(1));
        TcpSettings settings = new TcpSettings("web", new Pool("web", nobody), entrance, stats, SessionLog.OFF, 1, 1);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        Flow flow = new Flow(Protocol.TCP, address, address);
        List<SessionAccount> open = new ArrayList<>(SESSIONS);
        for (int i = 0; i < SESSIONS; i++) {
            SessionAccount account = new SessionAccount(settings, flow);
            assertThat(entrance.admit(address.getAddress())).isNull();
            account.entered();
            open.add(account);
        }
        return open;
    }
}
