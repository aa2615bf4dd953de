import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Sends 200 byte datagrams from many sockets and keeps a window of them under way on each. */
final class Datagrams {

    private static final int BYTES = 200;
    private static final int TURN_MILLIS = 50;
    private static final long LOST_AFTER_NANOS = 300_000_000L;

    private final InetSocketAddress target;
    private final Score score;
    private final Selector selector = Selector.open();
    private final ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4 * BYTES);
    private long totalUnderWay;

    Datagrams(int port, Score score) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.score = score;
    }

    void run(int sockets, int window) throws IOException {
        Flow[] flows = new Flow[sockets];
        for (int i = 0; i < sockets; i++) {
            flows[i] = new Flow();
            flows[i].fill(window);
        }
        long looked = System.nanoTime();
        while (score.isRunning()) {
            selector.select(key -> ((Flow) key.attachment()).ready(true), TURN_MILLIS);
            if (System.nanoTime() - looked > LOST_AFTER_NANOS) {
                looked = System.nanoTime();
                for (Flow flow : flows) {
                    flow.look(window);
                }
            }
        }
        score.stop();
        long deadline = System.nanoTime() + LOST_AFTER_NANOS;
        while (totalUnderWay > 0 && System.nanoTime() < deadline) {
            selector.select(key -> ((Flow) key.attachment()).ready(false), TURN_MILLIS);
        }
        for (Flow flow : flows) {
            flow.end();
        }
        selector.close();
    }

    /** One socket, which a balancer sees as one session. */
    private final class Flow {

        private final DatagramChannel channel = DatagramChannel.open();
        private long heard = System.nanoTime();
        private int underWay;

        Flow() throws IOException {
            channel.connect(target);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
        }

        void fill(int window) {
            while (underWay < window && send()) {}
        }

        void ready(boolean goesOn) {
            try {
                for (int count = channel.read(answer.clear()); count > 0; count = channel.read(answer.clear())) {
                    book(count, goesOn);
                }
            } catch (IOException e) {
                score.errors++;
            }
        }

        /** An answer that comes after its datagram was given up counts as an operation, and opens no second place in the window. */
        private void book(int count, boolean goesOn) {
            heard = System.nanoTime();
            if (count != BYTES) {
                score.errors++;
                return;
            }
            score.latencies.record(heard - answer.getLong(0));
            if (underWay == 0) {
                score.lost--;
                return;
            }
            underWay--;
            totalUnderWay--;
            if (goesOn) {
                send();
            }
        }

        void look(int window) {
            if (System.nanoTime() - heard > LOST_AFTER_NANOS) {
                giveUp();
                fill(window);
            }
        }

        void end() throws IOException {
            giveUp();
            channel.close();
        }

        private void giveUp() {
            score.lost += underWay;
            totalUnderWay -= underWay;
            underWay = 0;
        }

        private boolean send() {
            try {
                message.clear().putLong(0, System.nanoTime());
                boolean isSent = channel.write(message) == BYTES;
                underWay += isSent ? 1 : 0;
                totalUnderWay += isSent ? 1 : 0;
                return isSent;
            } catch (IOException e) {
                score.errors++;
                return false;
            }
        }
    }
}
