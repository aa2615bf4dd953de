package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One blocking TCP connection of a test, of a client or of a scripted backend. Reads give up after half a minute. */
public final class Peer implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** A client's connection. */
    public static Peer connect(InetSocketAddress address) throws IOException {
        return connect(new Socket(), address);
    }

    /** A client's connection over a socket with options of its own. */
    public static Peer connect(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, (int) PATIENCE.toMillis());
            return new Peer(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(bytes, bytes.length);
    }

    public void send(byte[] bytes) throws IOException {
        send(bytes, bytes.length);
    }

    public void send(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
        sent.addAndGet(count);
    }

    /** A count, or -1 at the end. */
    public int read(byte[] buffer) throws IOException {
        int count = in.read(buffer);
        if (count > 0) {
            received.addAndGet(count);
        }
        return count;
    }

    public String readText(int count) throws IOException {
        return new String(readExactly(count), StandardCharsets.UTF_8);
    }

    /**
     * Exactly so many bytes.
     *
     * @throws EOFException when the other side ended before that many bytes
     */
    public byte[] readExactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        received.addAndGet(bytes.length);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** All bytes up to a clean end; a reset is an exception. */
    public byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            all.write(buffer, 0, count);
        }
        return all.toByteArray();
    }

    /** Reads and forgets up to a clean end; how many bytes that were. */
    public long readToEnd() throws IOException {
        long total = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            total += count;
        }
        return total;
    }

    /** Reads up to a clean end; the hash of what came. */
    public String hashToEnd() throws IOException {
        MessageDigest digest = Content.digest();
        byte[] buffer = new byte[64 * 1024];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return Content.text(digest);
    }

    /** Reads whatever comes until the connection ends, and tells how it ended. */
    public Ending ending() throws IOException {
        try {
            readToEnd();
            return Ending.FIN;
        } catch (SocketException e) {
            return Ending.RESET;
        }
    }

    /** Ends our direction with a FIN. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset. */
    public void reset() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    /** Waits until the other kernel has acknowledged all that was sent. */
    public void awaitDelivery() {
        SocketTable.awaitSendQueueEmpty(socket.getLocalPort(), socket.getPort());
    }

    /** Waits until the test closes this connection. */
    public void awaitClose() {
        try {
            boolean unused = closing.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    public Socket socket() {
        return socket;
    }

    public long sent() {
        return sent.get();
    }

    public long received() {
        return received.get();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        socket.close();
    }

    /** How a connection ended. */
    public enum Ending {
        FIN,
        RESET
    }
}
