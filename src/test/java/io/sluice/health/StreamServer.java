package io.sluice.health;

import io.sluice.model.Endpoint;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that holds the same conversation with everyone, and notes when each has hung up. */
final class StreamServer implements Closeable {

    /** What it says; it may read and write until the other side is gone. */
    interface Conversation {
        void hold(DataInputStream in, OutputStream out, Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Conversation conversation;
    private final BlockingQueue<Long> hangUps = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> lastWords = new LinkedBlockingQueue<>();

    StreamServer(Conversation conversation) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.conversation = conversation;
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "stream-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            conversation.hold(new DataInputStream(socket.getInputStream()), socket.getOutputStream(), socket);
            if (!socket.isClosed()) {
                lastWords.add(socket.getInputStream().readAllBytes());
            }
        } catch (IOException e) {
            lastWords.add(new byte[0]); // the other side has reset the connection: it is gone as well
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            hangUps.add(System.nanoTime());
        }
    }

    Endpoint target() {
        return Asking.at(listening.getLocalPort());
    }

    /** Waits for the end of one connection, from the other side or from this one. */
    boolean sawHangUp() throws InterruptedException {
        return hangUps.poll(20, TimeUnit.SECONDS) != null;
    }

    /** What came after the conversation, up to the end. */
    byte[] lastWords() throws InterruptedException {
        byte[] words = lastWords.poll(20, TimeUnit.SECONDS);
        if (words == null) {
            throw new AssertionError("nobody hung up");
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
