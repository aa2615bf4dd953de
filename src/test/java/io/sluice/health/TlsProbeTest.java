package io.sluice.health;

import static io.sluice.health.Asker.assertVerdict;
import static io.sluice.health.Asker.probe;
import static io.sluice.health.Asker.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.sluice.model.ProbeReason;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TlsProbeTest {

    private static final TlsGround GROUND = new TlsGround();
    private static final Duration SHORT = Duration.ofMillis(500);

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private Asker asker;

    @BeforeEach
    void begin() {
        asker = scene.closing(new Asker());
    }

    private Map<String, Object> trusting(Object... more) {
        Map<String, Object> options = new HashMap<>(Map.of("ca", GROUND.ca(directory), "server_name", "app.test"));
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    @Test
    void shakesHandsAndEndsInOrder() throws IOException {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        ScriptedBackend backend = GROUND.backend(scene, peer -> {
            long received = peer.readToEnd(); // an end without close_notify would be an exception
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer.socket()).getSession();
            seen.add(session.getRequestedServerNames() + " " + received);
        });

        assertVerdict(asker.ask(probe("tls", trusting()), backend), ProbeReason.OK, "TLSv1.3");

        Eventually.isTrue("the end", () -> !seen.isEmpty());
        assertThat(seen.remove()).contains("app.test").endsWith(" 0");
    }

    @Test
    void wantsTheRightName() throws IOException {
        assertVerdict(
                asker.ask(probe("tls", trusting("server_name", "other.test")), GROUND.backend(scene, Script.silent())),
                ProbeReason.TLS,
                "other.test");
    }

    @Test
    void wantsAnAuthorityItTrusts() throws IOException {
        ScriptedBackend backend = GROUND.backend(scene, Script.silent());

        assertVerdict(asker.ask(probe("tls", Map.of()), backend), ProbeReason.TLS, "certification path");
        assertVerdict(asker.ask(probe("tls", Map.of("verify", false)), backend), ProbeReason.OK, "");
        assertVerdict(asker.ask(probe("tls", Map.of("ca", GROUND.ca(directory))), backend), ProbeReason.OK, "TLSv1.3");
    }

    @Test
    void wantsACertificateThatHasNotExpired() throws IOException {
        ScriptedBackend expired = GROUND.backend(scene, Duration.ofDays(-1), Script.silent());

        assertThat(asker.ask(probe("tls", trusting()), expired).reason()).isEqualTo(ProbeReason.TLS);
        assertVerdict(
                asker.ask(probe("tls", Map.of("verify", false, "min_validity", Duration.ofHours(1))), expired),
                ProbeReason.TLS,
                "certificate expired ");
    }

    @Test
    void wantsACertificateThatLastsLongEnough() throws IOException {
        ScriptedBackend backend = GROUND.backend(scene, Duration.ofDays(10), Script.silent());

        assertVerdict(
                asker.ask(probe("tls", trusting("min_validity", Duration.ofDays(14))), backend),
                ProbeReason.TLS,
                "certificate expires 20");
        assertVerdict(
                asker.ask(probe("tls", trusting("min_validity", Duration.ofDays(9))), backend), ProbeReason.OK, "");
    }

    @Test
    void wantsOneOfTheProtocolsItOffers() throws IOException {
        X509Bundle certificate = GROUND.certificate(Duration.ofDays(90));
        ScriptedBackend modern = scene.backend(GROUND.socket(certificate, "h2"), Script.silent());
        ScriptedBackend plain = scene.backend(GROUND.socket(certificate), Script.silent());

        assertVerdict(asker.ask(probe("tls", trusting("alpn", List.of("h2"))), modern), ProbeReason.OK, ", h2");
        assertVerdict(asker.ask(probe("tls", trusting("alpn", List.of("h2"))), plain), ProbeReason.TLS, "none of h2");
    }

    @Test
    void takesNothingButTls() throws IOException {
        assertVerdict(
                asker.ask(probe("tls", trusting()), scene.backend(Script.namingAndHolding("220 mail.test\r\n"))),
                ProbeReason.TLS,
                "not TLS");
    }

    @Test
    void tellsAnEndAResetAndSilenceApart() throws IOException {
        Probe probe = probe("tls", trusting());

        assertThat(asker.ask(probe, scene.backend(Script.resetAfterReading(5))).reason())
                .isIn(ProbeReason.RESET, ProbeReason.TLS); // as the reset comes with the reading or before it
        assertVerdict(
                asker.ask(probe, scene.backend(peer -> {
                    byte[] hello = new byte[4096];
                    peer.read(hello);
                    peer.finish();
                    peer.readToEnd();
                })),
                ProbeReason.TLS,
                "");
        asker.within(SHORT);
        assertVerdict(
                asker.ask(probe, scene.backend(Script.silent())),
                ProbeReason.TIMEOUT,
                "after 500 ms: no TLS handshake");
    }

    @Test
    void asksOverHttps() throws IOException {
        ScriptedBackend backend = GROUND.backend(scene, peer -> {
            HttpProbeTest.head(peer);
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready");
            peer.readToEnd();
        });
        Map<String, Object> options = new HashMap<>(Map.of("ca", GROUND.ca(directory), "body", "ready"));

        options.put("destination", "https://app.test/");
        assertVerdict(asker.ask(probe("https", options), backend), ProbeReason.OK, "HTTP 200");
        options.put("destination", "https://other.test/");
        assertVerdict(asker.ask(probe("https", options), backend), ProbeReason.TLS, "other.test");
    }

    @Test
    void neverTakesUpAnEarlierSession() throws IOException {
        Queue<Long> created = new ConcurrentLinkedQueue<>();
        ScriptedBackend backend = GROUND.backend(scene, peer -> {
            HttpProbeTest.head(peer);
            created.add(((SSLSocket) peer.socket()).getSession().getCreationTime());
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready");
            peer.readToEnd();
        });
        Probe probe = probe("https", trusting("body", "ready"));

        assertVerdict(asker.ask(probe, backend), ProbeReason.OK, "");
        long now = System.currentTimeMillis();
        Eventually.isTrue("a later millisecond", () -> System.currentTimeMillis() > now);
        assertVerdict(asker.ask(probe, backend), ProbeReason.OK, "");

        assertThat(created).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void sendsAndExpectsOverTls() throws IOException {
        ScriptedBackend backend = GROUND.backend(scene, Script.namingAndHolding("220 ready\r\n"));

        assertVerdict(
                asker.ask(probe("send-expect", trusting("tls", true, "expect", "220 ")), backend), ProbeReason.OK, "");
    }

    @Test
    void rejectsWhatCannotBeUsed() throws IOException {
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThat(rejected("tls", Map.of("ca", "/no/such.pem"))).containsExactly("ca");
        assertThat(rejected("tls", Map.of("ca", nonsense.toString()))).containsExactly("ca");
        assertThat(rejected("tls", Map.of("ca", empty.toString()))).containsExactly("ca");
        assertThat(rejected("tls", Map.of("ca", directory.toString()))).containsExactly("ca");
        assertThat(rejected("tls", Map.of("server_name", "a b"))).containsExactly("server_name");
        assertThat(rejected("tls", Map.of("alpn", List.of("")))).containsExactly("alpn");
    }

    @Test
    void comparesByWhatItAsksAndWhomItTrusts() {
        assertThat(probe("tls", trusting())).isEqualTo(probe("tls", trusting()));
        assertThat(probe("tls", trusting())).isNotEqualTo(probe("tls", Map.of("server_name", "app.test")));
    }
}
