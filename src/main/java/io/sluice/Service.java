package io.sluice;

import io.sluice.net.NotifySocket;
import io.sluice.topology.Topology;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon as a process: from start to the signal that ends it. SIGTERM and SIGINT drain, a second one ends at once; SIGHUP
 * has the file read again.
 */
final class Service {

    private static final int SIGNALLED = 128;

    private final Topology topology;
    private final String hash;
    private final ConfigSource source;
    private final AtomicReference<@Nullable Supervision> serving = new AtomicReference<>();
    private final PrintWriter err;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean hasBeenAsked = new AtomicBoolean();
    private final AtomicBoolean hasHungUp = new AtomicBoolean();

    Service(Topology topology, String hash, ConfigSource source, PrintWriter err) {
        this.topology = topology;
        this.hash = hash;
        this.source = source;
        this.err = err;
    }

    /** Runs until a signal; the answer is the exit code. */
    int run(Consumer<Daemon> whenReady) throws InterruptedException {
        String complaint = Platform.complaint();
        if (complaint != null) {
            err.println("sluice: " + complaint);
            return 1;
        }
        long seed = new SplittableRandom().nextLong();
        listenToSignals(); // first: a signal that comes while the daemon starts must drain it, not kill it
        FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
        try (Daemon daemon = Daemon.start(topology, hash, source, new Surroundings(stdout, Service::halt, seed))) {
            serve(daemon, whenReady);
            return 0;
        } catch (IOException e) {
            err.println("sluice: " + e.getMessage());
            return 1;
        }
    }

    private void serve(Daemon daemon, Consumer<Daemon> whenReady) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        NotifySocket supervisor =
                NotifySocket.of(environment, ProcessHandle.current().pid());
        try (Supervision supervision = new Supervision(daemon, supervisor, Service::halt)) {
            supervision.ready();
            serving.set(supervision);
            reloadIfHungUp();
            whenReady.accept(daemon);
            asked.await();
            serving.set(null);
            supervision.stopping();
            daemon.drain();
        }
    }

    private void listenToSignals() {
        Logger log = LoggerFactory.getLogger(Service.class);
        for (String name : new String[] {"TERM", "INT"}) {
            Signals.hear(name, number -> {
                if (!hasBeenAsked.compareAndSet(false, true)) {
                    halt(SIGNALLED + number);
                }
                log.info("signal={} stopping", name);
                asked.countDown();
            });
        }
        Signals.hear("HUP", number -> {
            boolean isStopping = hasBeenAsked.get();
            log.info("signal=HUP {}", isStopping ? "ignored: stopping" : "reloading");
            hasHungUp.set(!isStopping);
            reloadIfHungUp();
        });
    }

    /** Also of a signal that came while the daemon started. */
    private void reloadIfHungUp() {
        Supervision supervision = serving.get();
        if (supervision != null && hasHungUp.getAndSet(false)) {
            supervision.reload();
        }
    }

    /** Ends the process now: nothing that could block is run. */
    private static void halt(int status) {
        Runtime.getRuntime().halt(status);
    }
}
