package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.LinuxSocket;
import io.sluice.model.Endpoint;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One socket on one worker, with a blocking peer at the other end. */
class DescriptorTest {

    private final Workers workers = new Workers(1, new Alarm(status -> {}), 1);
    private final Worker worker = workers.all().get(0);
    private final Recorder recorder = new Recorder();
    private Socket peer = new Socket();
    private Descriptor descriptor = new Descriptor(worker, LinuxSocket.newSocketStream(), recorder);

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listening = new ServerSocket()) {
            listening.setReceiveBufferSize(4096);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
            descriptor.fd().close();
            LinuxSocket socket = StreamSockets.outgoing(new Endpoint.Inet(address));
            socket.connect(address);
            peer = listening.accept();
            descriptor = new Descriptor(worker, socket, recorder);
        }
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        onWorker(descriptor::close);
        workers.stop();
    }

    @Test
    void readsACountThenNothingThenTheEnd() throws IOException {
        assertThat(descriptor.read(worker.scratchAddress(), 10)).isEqualTo(Descriptor.AGAIN);

        peer.getOutputStream().write(new byte[3]);
        Eventually.equal("count", 3, () -> descriptor.read(worker.scratchAddress(), 10));

        peer.shutdownOutput();
        Eventually.equal("end", Descriptor.END, () -> descriptor.read(worker.scratchAddress(), 10));
    }

    @Test
    void tellsAResetByItsNumber() throws IOException {
        reset();

        Eventually.equal("failed", Descriptor.FAILED, () -> descriptor.read(worker.scratchAddress(), 10));
        assertThat(descriptor.errno()).isEqualTo(Errno.ECONNRESET);
        assertThat(descriptor.write(worker.scratchAddress(), 0, 10)).isEqualTo(Descriptor.FAILED);
        assertThat(descriptor.errno()).isEqualTo(Errno.EPIPE);
        assertThat(descriptor.shutdownOutput()).isFalse();
    }

    @Test
    void writesUntilTheKernelTakesNoMore() throws IOException {
        fill();

        assertThat(descriptor.hasUndelivered()).isTrue();
        assertThat(descriptor.write(ByteBuffer.allocateDirect(10), 0, 10)).isEqualTo(Descriptor.AGAIN);
    }

    @Test
    void owesNothingToAPeerThatHasReset() throws IOException {
        fill();

        reset();

        Eventually.isTrue("nothing is owed", () -> !descriptor.hasUndelivered());
    }

    @Test
    void owesNothingOnceThePeerHasAcknowledged() throws IOException {
        assertThat(descriptor.write(worker.scratchAddress(), 0, 1000)).isEqualTo(1000);

        Eventually.isTrue("nothing is owed", () -> !descriptor.hasUndelivered());
    }

    @Test
    void tellsEachEdgeOnItsWorker() throws IOException {
        onWorker(() -> descriptor.watch(Events.READ));
        peer.getOutputStream().write(1);
        Eventually.isTrue("readable", () -> recorder.saw(Events.IN));

        peer.close();
        Eventually.isTrue("hung up", () -> recorder.saw(Events.RDHUP));
        assertThat(recorder.threads).allMatch(name -> name.startsWith("sluice-worker"));
    }

    @Test
    void tellsNothingAfterClose() throws IOException {
        onWorker(() -> {
            descriptor.watch(Events.READ);
            descriptor.close();
        });

        peer.getOutputStream().write(1);

        assertThat(Eventually.staysTrue(Duration.ofMillis(50), recorder.events::isEmpty))
                .isTrue();
        Eventually.isTrue("closed", () -> !descriptor.fd().isOpen());
    }

    @Test
    void endsTheOwnerThatThrowsAndNobodyElse() throws IOException {
        recorder.throwing = true;
        onWorker(() -> descriptor.watch(Events.READ));

        peer.getOutputStream().write(1);

        Eventually.isTrue("failed", () -> !recorder.failures.isEmpty());
        onWorker(() -> {});
    }

    private void fill() {
        while (descriptor.write(worker.scratchAddress(), 0, Worker.SCRATCH_BYTES) > 0) {
            // until it is full
        }
    }

    private void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    private void onWorker(Runnable task) {
        CompletableFuture.runAsync(task, worker.loop()).join();
    }

    private static final class Recorder implements Readiness {

        private final List<Integer> events = Collections.synchronizedList(new ArrayList<>());
        private final List<String> threads = Collections.synchronizedList(new ArrayList<>());
        private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean throwing;

        @Override
        public void ready(int event) {
            events.add(event);
            threads.add(Thread.currentThread().getName());
            if (throwing) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }

        boolean saw(int bit) {
            return List.copyOf(events).stream().anyMatch(event -> (event & bit) != 0);
        }
    }
}
