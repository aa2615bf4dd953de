import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Sends 128 bytes and waits for them to come back, on connections that stay open; one message under way on each. */
final class PingPong {

    private static final int BYTES = 128;
    private static final int TURN_MILLIS = 50;

    private final InetSocketAddress target;
    private final Score score;
    private final Selector selector = Selector.open();
    private final ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4 * BYTES);

    PingPong(int port, Score score) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.score = score;
    }

    void run(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(target);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, new Turn(channel));
        }
        for (SelectionKey key : selector.keys()) {
            ((Turn) key.attachment()).send();
        }
        while (score.isRunning()) {
            selector.select(key -> ((Turn) key.attachment()).ready(), TURN_MILLIS);
        }
        score.stop();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** One connection and the message under way on it. */
    private final class Turn {

        private final SocketChannel channel;
        private long sent;
        private int received;

        Turn(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            received = 0;
            sent = System.nanoTime();
            channel.write(message.clear());
        }

        void ready() {
            try {
                int count = channel.read(answer.clear());
                if (count < 0) {
                    throw new IOException("closed by the balancer");
                }
                received += count;
                if (received >= BYTES) {
                    score.latencies.record(System.nanoTime() - sent);
                    send();
                }
            } catch (IOException e) {
                end();
            }
        }

        private void end() {
            score.errors++;
            try {
                channel.close();
            } catch (IOException e) {
                score.errors++;
            }
        }
    }
}
