package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** An echo server on a UNIX stream socket. */
public final class UnixEcho implements Closeable {

    private final Path path;
    private final ServerSocketChannel listening;

    public UnixEcho(Path path) throws IOException {
        this.path = path;
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        var unused = Scene.async(this::accept);
    }

    private boolean accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                var unused = Scene.async(() -> echo(channel));
            }
        } catch (IOException e) {
            return true; // closed
        }
    }

    private static boolean echo(SocketChannel opened) throws IOException {
        try (SocketChannel channel = opened) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            return true;
        }
    }

    /** As the configuration writes it. */
    public String address() {
        return "unix:" + path;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
