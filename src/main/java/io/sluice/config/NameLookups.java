package io.sluice.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many lookups at once with one deadline. A lookup that hangs is left behind on its daemon thread, which ends with it.
 *
 * @param deadline for all names together
 */
record NameLookups(Resolver resolver, Duration deadline) {

    private static final int MOST_THREADS = 64;

    /** The address of each name that has one. */
    Map<String, InetAddress> all(List<String> hosts) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(hosts.size(), MOST_THREADS), NameLookups::thread);
        try {
            List<Future<InetAddress>> answers = threads.invokeAll(
                    hosts.stream().map(this::lookup).toList(), deadline.toNanos(), TimeUnit.NANOSECONDS);
            Map<String, InetAddress> found = new HashMap<>();
            for (int i = 0; i < hosts.size(); i++) {
                InetAddress address = answer(answers.get(i));
                if (address != null) {
                    found.put(hosts.get(i), address);
                }
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<InetAddress> lookup(String host) {
        return () -> preferred(resolver.addresses(host));
    }

    private static InetAddress preferred(InetAddress... addresses) throws UnknownHostException {
        List<InetAddress> usable = Stream.of(addresses)
                .filter(address -> !address.isAnyLocalAddress())
                .toList(); // 0.0.0.0: a blocked name
        return usable.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> usable.stream().findFirst())
                .orElseThrow(UnknownHostException::new);
    }

    private static @Nullable InetAddress answer(Future<InetAddress> future) throws InterruptedException {
        try {
            return future.get();
        } catch (CancellationException e) {
            return null; // the deadline came first
        } catch (ExecutionException e) {
            return null; // the name has no address; the caller warns of it
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "name-lookup");
        thread.setDaemon(true);
        return thread;
    }
}
