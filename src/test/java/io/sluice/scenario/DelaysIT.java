package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Delay;
import io.sluice.stats.BackendStats;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What live sessions teach of their backends. */
class DelaysIT {

    private static final int DELAY_MILLIS = 150;

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    @Test
    void timesAnAnswerFromTheQuestionNotFromTheConnection() throws Exception {
        Sluice sluice = scene.sluice(Sluice.before(scene.backend(Script.echo())));
        Peer client = scene.client(sluice.address());
        Eventually.equal("reached", 1L, () -> sluice.backend(0).total());
        pause(); // the client thinks

        client.send("?");
        assertThat(client.readText(1)).isEqualTo("?");
        int thought = firstByteMillis(sluice.backend(0));

        assertThat(thought).isLessThan(DELAY_MILLIS);
        assertThat(sluice.backend(0).delay(Delay.CONNECT).averageMillis()).isBetween(0, DELAY_MILLIS);
        assertThat(sluice.backend(0).recentConnects().count()).isEqualTo(1);
    }

    @Test
    void timesTheBackendThatThinks() throws Exception {
        Sluice sluice = scene.sluice(Sluice.before(scene.backend(DelaysIT::answerSlowly)));
        Peer client = scene.client(sluice.address());

        client.send("?");
        assertThat(client.readText(1)).isEqualTo("!");

        assertThat(firstByteMillis(sluice.backend(0))).isGreaterThanOrEqualTo(DELAY_MILLIS - 1);
    }

    @Test
    void timesTheBackendThatSpeaksFirst() throws Exception {
        Sluice sluice = scene.sluice(Sluice.before(scene.backend(peer -> {
            pause();
            peer.send("!");
        })));

        assertThat(scene.client(sluice.address()).readText(1)).isEqualTo("!");

        assertThat(firstByteMillis(sluice.backend(0))).isGreaterThanOrEqualTo(DELAY_MILLIS / 2);
    }

    @Test
    void aSessionTeachesOnce() throws Exception {
        Sluice sluice = scene.sluice(Sluice.before(scene.backend(Script.echo())));
        Peer client = scene.client(sluice.address());
        client.send("?");
        client.readText(1);
        int first = firstByteMillis(sluice.backend(0));

        pause();
        client.send("?");
        client.readText(1);

        long now = System.nanoTime();
        assertThat(sluice.backend(0).delay(Delay.FIRST_BYTE).ageMillis(now)).isGreaterThanOrEqualTo(DELAY_MILLIS);
        assertThat(firstByteMillis(sluice.backend(0))).isEqualTo(first);
    }

    @Test
    void aBackendThatSaysNothingTeachesNothing() throws Exception {
        Sluice sluice = scene.sluice(Sluice.before(scene.backend(Script.silent())));
        Peer client = scene.client(sluice.address());
        client.send("?");
        client.finish();
        client.readAll();

        assertThat(sluice.backend(0).delay(Delay.FIRST_BYTE).averageMillis()).isNegative();
    }

    @Test
    void aReplyTeachesBothDelaysOfUdp() throws Exception {
        Sluice sluice = udp.sluice("udp: { requests: 1, responses: 1 }", udp.backend(UdpBackend.echo()));
        udp.client().ask("?", sluice.address());

        BackendStats stats = sluice.backend(0);
        int reply = firstByteMillis(stats);
        assertThat(stats.delay(Delay.CONNECT).averageMillis()).isEqualTo(reply);
        assertThat(stats.recentConnects().count()).isEqualTo(1);
    }

    /** The client may have the byte before it is booked. */
    private static int firstByteMillis(BackendStats stats) {
        Eventually.isTrue(
                "a first byte is booked", () -> stats.delay(Delay.FIRST_BYTE).averageMillis() >= 0);
        return stats.delay(Delay.FIRST_BYTE).averageMillis();
    }

    private static void answerSlowly(Peer peer) throws IOException {
        peer.readText(1);
        pause();
        peer.send("!");
    }

    /** What the daemon is to measure. */
    private static void pause() {
        try {
            boolean unused = new CountDownLatch(1).await(DELAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
