package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Everything one test starts: clients, a daemon, backends. After the test all of it is closed, clients first, and the
 * {@link Epilogue} looks at what must be true then. Register it with {@code @RegisterExtension}.
 */
public final class Scene implements BeforeEachCallback, AfterEachCallback {

    private final List<Sluice> sluices = new ArrayList<>();
    private final List<ScriptedBackend> backends = new ArrayList<>();
    private final Deque<Closeable> others = new ArrayDeque<>();
    private final Deque<Closeable> last = new ArrayDeque<>();
    private @Nullable Epilogue epilogue;
    private boolean complaintsExpected;

    @Override
    public void beforeEach(ExtensionContext context) {
        epilogue = Epilogue.begin();
    }

    /** A backend on 127.0.0.1. */
    public ScriptedBackend backend(Script script) throws IOException {
        return backend("127.0.0.1", script);
    }

    public ScriptedBackend backend(String host, Script script) throws IOException {
        return remembered(ScriptedBackend.on(host, script));
    }

    /** A backend at the address of one that the test has closed. */
    public ScriptedBackend backendAfter(ScriptedBackend closed, Script script) throws IOException {
        return remembered(ScriptedBackend.after(closed, script));
    }

    /** A backend on 127.0.0.1 at a port that the test knows to be free. */
    public ScriptedBackend backendAt(int port, Script script) throws IOException {
        return remembered(ScriptedBackend.at(port, script));
    }

    /** A backend whose connections inherit the options of this socket. */
    public ScriptedBackend backend(ServerSocket unbound, Script script) throws IOException {
        return remembered(ScriptedBackend.on(unbound, script));
    }

    private ScriptedBackend remembered(ScriptedBackend backend) {
        backends.add(backend);
        return backend;
    }

    /** A listener {@code web} before a pool {@code app} with these backends, picked in turn. */
    public Sluice sluice(ScriptedBackend... before) {
        return sluice(Sluice.before(before));
    }

    public Sluice sluice(String yaml) {
        Sluice sluice = Sluice.start(yaml);
        sluices.add(sluice);
        return sluice;
    }

    /** With room for so many sessions in the whole process. */
    public Sluice sluice(String yaml, int room) {
        Sluice sluice = Sluice.start(yaml, room);
        sluices.add(sluice);
        return sluice;
    }

    /** A daemon in a process of its own, with its files in this directory. */
    public DaemonProcess process(Path directory, String yaml) throws IOException {
        return process(directory, yaml, List.of());
    }

    /** With these options for its Java. */
    public DaemonProcess process(Path directory, String yaml, List<String> options) throws IOException {
        return closing(DaemonProcess.start(directory, yaml, options));
    }

    public Peer client(InetSocketAddress address) throws IOException {
        return closing(Peer.connect(address));
    }

    /** A client over a socket with options of its own. */
    public Peer client(Socket socket, InetSocketAddress address) throws IOException {
        return closing(Peer.connect(socket, address));
    }

    /** Closes this after the test, last opened first. */
    public <T extends Closeable> T closing(T closeable) {
        others.push(closeable);
        return closeable;
    }

    /** This test makes the daemon complain on purpose. */
    public void expectComplaints() {
        complaintsExpected = true;
    }

    /** Closes this after everything else of the test. */
    public <T extends Closeable> T closingLast(T closeable) {
        last.push(closeable);
        return closeable;
    }

    /** Runs this on a thread of its own. */
    public static <T> CompletableFuture<T> async(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(null, work, "test-async", 512 * 1024);
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (Closeable other : others) {
            other.close();
        }
        if (epilogue != null && context.getExecutionException().isEmpty()) {
            closeAndCheck();
        } else {
            closeBackends();
            sluices.forEach(Sluice::close);
        }
        for (Closeable part : last) {
            part.close();
        }
        if (epilogue != null && context.getExecutionException().isEmpty()) {
            epilogue.check(complaintsExpected);
        }
    }

    private void closeAndCheck() throws IOException {
        try {
            closeBackends();
            sluices.forEach(Epilogue::checkAtRest);
        } finally {
            sluices.forEach(Sluice::close);
        }
        sluices.forEach(Epilogue::checkClosed);
        backends.forEach(backend -> Eventually.isTrue("backend threads end", backend::hasEnded));
    }

    private void closeBackends() throws IOException {
        for (ScriptedBackend backend : backends) {
            backend.close();
        }
    }
}
