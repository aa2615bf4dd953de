package io.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.LinuxSocket;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkerLoopsTest {

    private final Workers workers = new Workers(1, new Alarm(status -> {}), 1);
    private final Worker worker = workers.all().get(0);

    /** Once in a hundred stops under load the listening sockets of one worker stayed open for good. */
    @Test
    void closesWhatIsRegisteredThoughItIsAskedToEndWhileItRunsATask() throws Exception {
        LinuxSocket socket = StreamSockets.bound(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        socket.listen(1);
        Descriptor descriptor = new Descriptor(worker, socket, new Nobody());
        CompletableFuture.runAsync(() -> descriptor.watch(Events.READ), worker.loop())
                .join();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch task = new CountDownLatch(1);
        worker.execute(() -> {
            running.countDown();
            boolean unused = Eventually.calling(() -> {
                task.await();
                return true;
            });
        });
        running.await();

        CompletableFuture<Boolean> stopped = Scene.async(() -> {
            workers.stop();
            return true;
        });
        Eventually.isTrue("asked to end", worker.loop()::isShuttingDown);
        task.countDown();

        assertThat(stopped.join()).isTrue();
        assertThat(worker.loop().isTerminated()).isTrue();
        assertThat(socket.isOpen()).isFalse();
    }

    private record Nobody() implements Readiness {

        @Override
        public void ready(int events) {}

        @Override
        public void failed(Throwable cause) {}
    }
}
