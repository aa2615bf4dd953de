package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small blocking server on loopback that does with each connection what its script says, and remembers all of them. */
public final class ScriptedBackend implements Closeable {

    private static final int BACKLOG = 4096;

    private final ServerSocket listening;
    private final Script script;
    private final Thread accepting;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private ScriptedBackend(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        this.accepting = run("test-accept", this::accept);
    }

    static ScriptedBackend on(String host, Script script) throws IOException {
        return new ScriptedBackend(new ServerSocket(0, BACKLOG, InetAddress.getByName(host)), script);
    }

    static ScriptedBackend at(int port, Script script) throws IOException {
        return new ScriptedBackend(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()), script);
    }

    /** A successor of one that is closed, at the same address. */
    static ScriptedBackend after(ScriptedBackend closed, Script script) throws IOException {
        return new ScriptedBackend(new ServerSocket(closed.port(), BACKLOG, closed.listening.getInetAddress()), script);
    }

    /** Accepts over a socket with options of its own, which its connections inherit. */
    static ScriptedBackend on(ServerSocket unbound, Script script) throws IOException {
        unbound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return new ScriptedBackend(unbound, script);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                Peer peer = new Peer(socket);
                peers.add(peer);
                if (script != Script.DEAF) {
                    Thread unused = run("test-serve", () -> serve(peer));
                }
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Peer peer) {
        try (peer) {
            script.serve(peer);
        } catch (IOException e) {
            return; // the other side went; tests look at what it received
        }
    }

    private Thread run(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 256 * 1024);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** As the configuration writes it. */
    public String address() {
        String host = listening.getInetAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections so far. */
    public int connections() {
        return peers.size();
    }

    /** Waits for a connection, counted from 0. */
    public Peer peer(int index) {
        Eventually.isTrue("connection " + index, () -> peers.size() > index);
        return peers.get(index);
    }

    /** Bytes received over all connections. */
    public long received() {
        return peers.stream().mapToLong(Peer::received).sum();
    }

    /** Bytes sent over all connections. */
    public long sent() {
        return peers.stream().mapToLong(Peer::sent).sum();
    }

    /** When it returns nobody is accepted any more: the JDK closes the socket only when the thread that accepts has left it. */
    @Override
    public void close() throws IOException {
        listening.close();
        Eventually.isTrue("nobody accepts", () -> !accepting.isAlive());
        for (Peer peer : peers) {
            peer.close();
        }
    }

    boolean hasEnded() {
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
