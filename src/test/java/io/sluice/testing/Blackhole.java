package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that answers no SYN: a listening socket on loopback whose queue is full, so that the kernel drops what comes. */
public final class Blackhole implements Closeable {

    private static final int FULL_AFTER_MILLIS = 100;
    private static final int MOST = 10;

    private final ServerSocket listening;
    private final List<Socket> queued = new ArrayList<>();

    public Blackhole() throws IOException {
        this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < MOST; i++) {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(listening.getLocalSocketAddress(), FULL_AFTER_MILLIS);
            } catch (SocketTimeoutException e) {
                return; // full
            }
        }
        throw new IllegalStateException("the queue does not fill");
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : queued) {
            socket.close();
        }
    }
}
