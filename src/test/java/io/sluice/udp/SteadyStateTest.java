package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one datagram costs once everything is warm. */
class SteadyStateTest {

    private static final int WINDOW = 8;

    @Test
    void aDatagramAllocatesNothing() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            assertThat(allocatedPerDatagram(rig, client)).isLessThan(16);
        }
    }

    @Test
    void aDatagramThroughTheWildcardAllocatesNothing() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("0.0.0.0");
                UdpPeer client = new UdpPeer()) {
            assertThat(allocatedPerDatagram(rig, client)).isLessThan(16);
        }
    }

    private static double allocatedPerDatagram(UdpRig rig, UdpPeer client) throws Exception {
        exchange(rig, client, 20_000);
        long before = allocated(rig);

        exchange(rig, client, 100_000);

        double each = (allocated(rig) - before) / 100_000.0;
        assertThat(rig.stats.dropped().sum()).isZero();
        return each;
    }

    private static void exchange(UdpRig rig, UdpPeer client, int datagrams) throws IOException {
        byte[] payload = UdpPeer.noise(200);
        for (int sent = 0; sent < datagrams; sent += WINDOW) {
            for (int i = 0; i < WINDOW; i++) {
                client.send(payload, rig.at("127.0.0.1"));
            }
            for (int i = 0; i < WINDOW; i++) {
                client.receive();
            }
        }
    }

    private static long allocated(UdpRig rig) throws ExecutionException, InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Future<Long> allocated = rig.workers
                .all()
                .get(0)
                .loop()
                .submit(() ->
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
        try {
            return allocated.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the worker does not answer", e);
        }
    }
}
