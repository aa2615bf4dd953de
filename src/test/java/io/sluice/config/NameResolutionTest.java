package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigResult.Loaded;
import io.sluice.health.CheckSpec;
import io.sluice.health.Reference;
import io.sluice.model.BackendSpec;
import io.sluice.model.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NameResolutionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String TEXT = """
            listeners:
              web: { listen: "0.0.0.0:80", pool: web }
              dns: { listen: "0.0.0.0:53", protocol: udp, pool: dns }
            pools:
              web:
                backends:
                  - 10.0.0.1:80
                  - app.internal:80
                  - { address: "other.internal:53", name: other, weight: 7, max_sessions: 8, state: draining }
              dns:
                backends:
                  - app.internal:53
            """;

    @Test
    void replacesNamesByAddresses() throws UnknownHostException {
        Resolved resolved = resolve(TEXT, Map.of("app.internal", ips("10.0.0.2"), "other.internal", ips("10.0.0.3")));

        assertThat(resolved.warnings()).isEmpty();
        assertThat(addresses(resolved, 0)).containsExactly("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:53");
        assertThat(addresses(resolved, 1)).containsExactly("10.0.0.2:53");
    }

    @Test
    void resolvesTheReferenceOfACheckAndWarnsOfNoneThatFails() throws UnknownHostException {
        String text = """
                listeners:
                  web: { listen: "0.0.0.0:80", pool: web }
                pools:
                  web: { backends: [ "10.0.0.1:80" ], check: { connectivity: "http://gateway.internal/up" } }
                """;

        Resolved found = resolve(text, Map.of("gateway.internal", ips("10.0.0.9")));
        Resolved missing = resolve(text, Map.of());

        assertThat(reference(found)).isEqualTo("10.0.0.9:80");
        assertThat(reference(missing)).isEqualTo("gateway.internal:80");
        assertThat(missing.warnings()).isEmpty();
    }

    private static String reference(Resolved resolved) {
        CheckSpec check = resolved.topology().pools().get(0).check();
        Reference reference = check == null ? null : check.connectivity();
        return reference == null ? "none" : reference.target().text();
    }

    @Test
    void keepsAllElseOfABackend() throws UnknownHostException {
        Loaded loaded = Texts.loaded(TEXT);

        Resolved resolved = resolve(TEXT, Map.of("other.internal", ips("10.0.0.3")));

        BackendSpec before = loaded.topology().pools().get(0).backends().get(2);
        BackendSpec after = resolved.topology().pools().get(0).backends().get(2);
        assertThat(after)
                .isEqualTo(new BackendSpec(
                        before.name(), after.endpoint(), before.weight(), before.maxSessions(), before.state()));
        assertThat(resolved.topology().listeners()).isEqualTo(loaded.topology().listeners());
    }

    @Test
    void prefersTheFirstIpv4Address() throws UnknownHostException {
        Resolved resolved = resolve(
                TEXT,
                Map.of(
                        "app.internal", ips("2001:db8::1", "10.0.0.2", "10.0.0.9"),
                        "other.internal", ips("2001:db8::3", "2001:db8::4")));

        assertThat(addresses(resolved, 0)).containsExactly("10.0.0.1:80", "10.0.0.2:80", "[2001:db8::3]:53");
    }

    @Test
    void doesNotTakeTheWildcardForAnAddress() throws UnknownHostException {
        Resolved resolved = resolve(
                TEXT, Map.of("app.internal", ips("0.0.0.0", "::"), "other.internal", ips("0.0.0.0", "10.0.0.3")));

        assertThat(resolved.warnings())
                .extracting(Problem::value)
                .containsExactly("app.internal:80", "app.internal:53");
        assertThat(addresses(resolved, 0)).contains("10.0.0.3:53");
    }

    @Test
    void warnsOfNamesThatDoNotResolveWhereTheyAreWritten() {
        Resolved resolved = resolve(TEXT, Map.of());

        String expected = " (expected: a name that resolves; until a reload finds it, this backend takes no traffic)";
        assertThat(Texts.strings(resolved.warnings()))
                .containsExactly(
                        "test.yaml:8:9 pools.web.backends[1]: app.internal:80" + expected,
                        "test.yaml:9:20 pools.web.backends[2].address: other.internal:53" + expected,
                        "test.yaml:12:9 pools.dns.backends[0]: app.internal:53" + expected);
        assertThat(resolved.topology()).isEqualTo(Texts.loaded(TEXT).topology());
    }

    @Test
    void refusesANameThatLeadsBackToUs() throws UnknownHostException {
        Resolved resolved = resolve(TEXT, Map.of("app.internal", ips("127.0.0.1"), "other.internal", ips("127.0.0.1")));

        assertThat(Texts.strings(resolved.warnings()))
                .containsExactly(
                        "test.yaml:8:9 pools.web.backends[1]: app.internal:80 (expected: an address outside of this"
                                + " daemon; it resolves to listeners.web at 0.0.0.0:80, and takes no traffic)",
                        "test.yaml:12:9 pools.dns.backends[0]: app.internal:53 (expected: an address outside of this"
                                + " daemon; it resolves to listeners.dns at 0.0.0.0:53, and takes no traffic)");
        assertThat(addresses(resolved, 0))
                .as("port 53 over TCP is somebody else's")
                .containsExactly("10.0.0.1:80", "app.internal:80", "127.0.0.1:53");
    }

    @Test
    void asksForEveryNameOnceAndAtTheSameTime() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(2);
        Resolver resolver = host -> {
            assertThat(asked.add(host)).as(host).isTrue();
            await(together); // the first waits for the second: one after the other would never end
            return ips("10.0.0.2");
        };

        Resolved resolved = new NameResolution(resolver, LONG).resolve(Texts.loaded(TEXT));

        assertThat(asked).containsExactlyInAnyOrder("app.internal", "other.internal");
        assertThat(resolved.warnings()).isEmpty();
    }

    @Test
    void goesOnWithoutAResolverThatHangs() throws UnknownHostException {
        CountDownLatch never = new CountDownLatch(1);
        InetAddress[] answer = ips("10.0.0.2");
        Resolver resolver = host -> {
            if (host.equals("other.internal")) {
                hang(never);
            }
            return answer;
        };

        Resolved resolved = new NameResolution(resolver, Duration.ofMillis(300)).resolve(Texts.loaded(TEXT));

        assertThat(resolved.warnings()).extracting(Problem::value).containsExactly("other.internal:53");
        assertThat(addresses(resolved, 1)).containsExactly("10.0.0.2:53");
    }

    @Test
    void asksNobodyWhenThereAreNoNames() {
        String text = TEXT.replace("app.internal", "10.0.0.5").replace("other.internal", "10.0.0.6");
        Resolver resolver = host -> {
            throw new AssertionError(host);
        };

        Resolved resolved = new NameResolution(resolver, LONG).resolve(Texts.loaded(text));

        assertThat(resolved.topology()).isEqualTo(Texts.loaded(text).topology());
    }

    private static Resolved resolve(String text, Map<String, InetAddress[]> names) {
        Resolver resolver = host -> {
            InetAddress[] found = names.get(host);
            if (found == null) {
                throw new UnknownHostException(host);
            }
            return found;
        };
        return new NameResolution(resolver, LONG).resolve(Texts.loaded(text));
    }

    private static List<String> addresses(Resolved resolved, int pool) {
        return resolved.topology().pools().get(pool).backends().stream()
                .map(BackendSpec::endpoint)
                .map(Endpoint::text)
                .toList();
    }

    private static InetAddress[] ips(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void hang(CountDownLatch never) {
        try {
            assertThat(never.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
