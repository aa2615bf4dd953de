import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The backends: every TCP and UDP port given sends back what it receives. One thread and one selector serve them all. */
final class Echo implements Runnable {

    private static final int BACKLOG = 4096;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    private final Selector selector = Selector.open();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private Echo(int[] tcpPorts, int[] udpPorts) throws IOException {
        for (int port : tcpPorts) {
            listen(port);
        }
        for (int port : udpPorts) {
            receive(port);
        }
    }

    /** Echoes until standard input ends. */
    static void serve(int[] tcpPorts, int[] udpPorts) throws IOException {
        Thread thread = new Thread(new Echo(tcpPorts, udpPorts), "echo");
        thread.setDaemon(true);
        thread.start();
        System.out.println("{\"ready\":true}");
        while (System.in.read() >= 0) {}
    }

    @Override
    public void run() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the backends stopped", e);
        }
    }

    private void listen(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    private void receive(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server);
            } else if (key.channel() instanceof DatagramChannel channel) {
                returnDatagrams(channel);
            } else {
                returnBytes(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
    }

    private void returnDatagrams(DatagramChannel channel) throws IOException {
        scratch.clear();
        for (SocketAddress client = channel.receive(scratch); client != null; client = channel.receive(scratch)) {
            channel.send(scratch.flip(), client);
            scratch.clear();
        }
    }

    /** What the socket does not take at once is kept as the attachment, and nothing more is read until it is gone. */
    private void returnBytes(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (key.isWritable() && key.attachment() instanceof ByteBuffer rest) {
            channel.write(rest);
            if (rest.hasRemaining()) {
                return;
            }
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
        scratch.clear();
        if (channel.read(scratch) < 0) {
            close(key);
            return;
        }
        channel.write(scratch.flip());
        if (scratch.hasRemaining()) {
            key.attach(ByteBuffer.allocate(scratch.remaining()).put(scratch).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }
}
