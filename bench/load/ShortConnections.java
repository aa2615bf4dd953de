import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Connects, sends 16 bytes, reads them back, closes, and starts again, on a fixed number of places at once. */
final class ShortConnections {

    private static final int BYTES = 16;
    private static final int PAUSE_MILLIS = 10;
    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    private final InetSocketAddress target;
    private final Score score;
    private final Selector selector = Selector.open();
    private final ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4 * BYTES);

    ShortConnections(int port, Score score) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.score = score;
    }

    void run(int concurrent) throws IOException {
        Place[] places = new Place[concurrent];
        for (int i = 0; i < concurrent; i++) {
            places[i] = new Place();
            places[i].open();
        }
        while (score.isRunning()) {
            selector.select(key -> ((Place) key.attachment()).ready(key), PAUSE_MILLIS);
            long now = System.nanoTime();
            for (Place place : places) {
                place.look(now);
            }
        }
        score.stop();
        for (Place place : places) {
            place.close();
        }
        selector.close();
    }

    /** One of the connections under way, again and again. */
    private final class Place {

        private SocketChannel channel;
        private long started;
        private long failedAt;
        private int received;

        void open() {
            started = System.nanoTime();
            received = 0;
            try {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                boolean isConnected = channel.connect(target);
                channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
                if (isConnected) {
                    channel.write(message.clear());
                }
            } catch (IOException e) {
                fail();
            }
        }

        void ready(SelectionKey key) {
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    channel.write(message.clear());
                    key.interestOps(SelectionKey.OP_READ);
                } else {
                    read();
                }
            } catch (IOException e) {
                fail();
            }
        }

        /** Gives up a connection that hangs, and opens again, after a pause, where the last one failed. */
        void look(long now) {
            if (channel != null && now - started > TIMEOUT_NANOS) {
                fail();
            } else if (channel == null && now - failedAt > PAUSE_MILLIS * 1_000_000L) {
                open();
            }
        }

        private void read() throws IOException {
            int count = channel.read(answer.clear());
            if (count < 0) {
                fail();
                return;
            }
            received += count;
            if (received >= BYTES) {
                score.latencies.record(System.nanoTime() - started);
                close();
                open();
            }
        }

        private void fail() {
            score.errors++;
            failedAt = System.nanoTime();
            close();
        }

        void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                score.errors++;
            }
            channel = null;
        }
    }
}
