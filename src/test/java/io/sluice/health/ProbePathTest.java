package io.sluice.health;

import static io.sluice.health.Asker.assertVerdict;
import static io.sluice.health.Asker.probe;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import io.sluice.model.ProbeReason;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProbePathTest {

    private static final Probe TCP = new TcpProbe();
    private static final byte[] LOCAL = "\r\n\r\n\0\r\nQUIT\n \0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private Asker asker;

    @BeforeEach
    void begin() {
        asker = scene.closing(new Asker());
    }

    private static ProbePath detour(String... proxies) {
        GivenOptions options = GivenOptions.of(Map.of("detour_of", List.of(proxies)));
        ProbePath path = ProbePath.read(options);
        assertThat(options.rejected()).isEmpty();
        return path;
    }

    private static InetSocketAddress at(ScriptedBackend backend) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port());
    }

    private ScriptedBackend web() throws IOException {
        return scene.backend(peer -> {
            HttpProbeTest.head(peer);
            peer.send(OK);
            peer.readToEnd();
        });
    }

    @Test
    void leavesFromItsSource() throws IOException {
        ScriptedBackend backend = scene.backend(Script.silent());

        asker.over(ProbePath.DIRECT.from(NetUtil.createInetAddressFromIpAddressString("127.0.0.7")));
        assertVerdict(asker.ask(TCP, backend), ProbeReason.OK, "");

        assertThat(backend.peer(0).socket().getInetAddress().getHostAddress()).isEqualTo("127.0.0.7");
    }

    @Test
    void announcesItselfAsLocalInVersion2() throws IOException {
        ScriptedBackend backend = scene.backend(peer -> {
            assertThat(peer.readExactly(LOCAL.length)).isEqualTo(LOCAL);
            assertThat(HttpProbeTest.head(peer)).startsWith("GET / ");
            peer.send(OK);
            peer.readToEnd();
        });

        asker.over(ProbePath.DIRECT.announced(ProxyHeader.V2));
        assertVerdict(asker.ask(probe("http", Map.of()), backend), ProbeReason.OK, "HTTP 200");
        assertVerdict(asker.ask(TCP, scene.backend(Script.silent())), ProbeReason.OK, "");
    }

    @Test
    void announcesItsOwnAddressesInVersion1() throws IOException {
        ScriptedBackend backend = scene.backend(peer -> {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\n") < 0) {
                line.append(peer.readText(1));
            }
            assertThat(line)
                    .hasToString("PROXY TCP4 127.0.0.1 127.0.0.1 "
                            + peer.socket().getPort() + " " + peer.localPort() + "\r\n");
            peer.send("ready");
            peer.readToEnd();
        });

        asker.over(ProbePath.DIRECT.announced(ProxyHeader.V1));
        assertVerdict(asker.ask(probe("send-expect", Map.of("expect", "ready")), backend), ProbeReason.OK, "");
    }

    @Test
    void announcesItselfAheadOfTls() throws IOException {
        TlsGround ground = new TlsGround();
        ScriptedBackend secured = ground.backend(scene, Script.silent());
        ScriptedBackend front = scene.backend(peer -> {
            assertThat(peer.readExactly(LOCAL.length)).isEqualTo(LOCAL);
            new ProxyScripts(Map.of()).join(peer, secured.address(), new byte[0]);
        });

        asker.over(ProbePath.DIRECT.announced(ProxyHeader.V2));
        assertVerdict(
                asker.ask(probe("tls", Map.of("ca", ground.ca(directory), "server_name", "app.test")), front),
                ProbeReason.OK,
                "TLS");
    }

    @Test
    void goesThroughProxiesInTheirOrder() throws IOException {
        ProxyScripts proxies = new ProxyScripts(Map.of());
        ScriptedBackend first = scene.backend(proxies.socks());
        ScriptedBackend second = scene.backend(proxies.http());
        ScriptedBackend backend = web();

        asker.over(detour("socks5://" + first.address(), "http://" + second.address()));
        assertVerdict(asker.ask(probe("http", Map.of()), backend), ProbeReason.OK, "HTTP 200");

        assertThat(proxies.asked).containsExactly("socks5 " + second.address(), "http " + backend.address());
    }

    @Test
    void announcesItselfToTheBackendBehindTheProxies() throws IOException {
        ProxyScripts proxies = new ProxyScripts(Map.of());
        ScriptedBackend proxy = scene.backend(proxies.socks());
        ScriptedBackend backend = scene.backend(peer -> {
            assertThat(peer.readText(15)).isEqualTo("PROXY UNKNOWN\r\n");
            peer.send("ready");
            peer.readToEnd();
        });

        asker.over(detour("socks5://" + proxy.address()).announced(ProxyHeader.V1));

        assertVerdict(asker.ask(probe("send-expect", Map.of("expect", "ready")), backend), ProbeReason.OK, "");
    }

    @Test
    void isNotConnectedBeforeTheProxyAgrees() throws IOException {
        ScriptedBackend silent = scene.backend(Script.silent());

        asker.over(detour("socks5://" + silent.address())).within(Duration.ofMillis(300));

        assertVerdict(asker.ask(TCP, silent), ProbeReason.TIMEOUT, "no connection");
    }

    @Test
    void saysWhatTheProxySaid() throws IOException {
        ScriptedBackend backend = scene.backend(Script.silent());
        ScriptedBackend refusing = scene.backend(peer -> {
            HttpProbeTest.head(peer);
            peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            peer.readToEnd();
        });

        asker.over(detour("http://" + refusing.address()));
        assertVerdict(asker.ask(TCP, backend), ProbeReason.PROXY, "403 Forbidden");
        ScriptedBackend garbage = scene.backend(Script.naming("220 mail.test\r\n"));
        asker.over(detour("socks5://" + garbage.address()));
        assertThat(asker.ask(TCP, backend).reason()).isEqualTo(ProbeReason.PROXY);
        asker.over(detour("http://" + scene.backend(Script.closing()).address()));
        assertThat(asker.ask(TCP, backend).reason()).isEqualTo(ProbeReason.PROXY);
        asker.over(detour("http://user:secret@" + ClosedPort.address()));
        assertThat(asker.ask(TCP, backend).detail())
                .startsWith("http://127.0.0.1:")
                .contains("refused")
                .doesNotContain("secret");
        assertThat(backend.connections()).isZero();
    }

    @Test
    void fetchesAUrlThroughABackendThatIsAProxy() throws IOException {
        ScriptedBackend origin = web();
        ProxyScripts proxies = new ProxyScripts(Map.of("app.test:81", at(origin)));
        Map<String, Object> socks = Map.of("destination", "http://app.test:81/", "through", "socks5");
        Map<String, Object> connect = Map.of("destination", "http://app.test:81/", "through", "http-connect");

        assertVerdict(asker.ask(probe("http", socks), scene.backend(proxies.socks())), ProbeReason.OK, "HTTP 200");
        assertVerdict(asker.ask(probe("http", connect), scene.backend(proxies.http())), ProbeReason.OK, "HTTP 200");

        assertThat(proxies.asked).containsExactly("socks5 app.test:81", "http app.test:81");
    }

    @Test
    void reachesABackendThatIsAProxyAsTrafficDoes() throws IOException {
        ScriptedBackend origin = web();
        ProxyScripts proxies = new ProxyScripts(Map.of("app.test:80", at(origin)));
        ScriptedBackend first = scene.backend(proxies.http());
        ScriptedBackend backend = scene.backend(proxies.socks());

        asker.over(detour("http://" + first.address()));
        assertVerdict(
                asker.ask(probe("http", Map.of("destination", "http://app.test/", "through", "socks5")), backend),
                ProbeReason.OK,
                "HTTP 200");

        assertThat(proxies.asked).containsExactly("http " + backend.address(), "socks5 app.test:80");
        Eventually.equal("ends", 1, origin::connections);
    }

    @Test
    void rejectsProxiesThatCannotBeReached() {
        for (String bad : List.of("10.0.0.1:80", "socks4://10.0.0.1:80", "http://10.0.0.1", "http://10.0.0.1:80/a")) {
            GivenOptions options = GivenOptions.of(Map.of("detour_of", List.of(bad)));
            assertThat(ProbePath.read(options)).isEqualTo(ProbePath.DIRECT);
            assertThat(options.rejected()).as(bad).containsExactly("detour_of");
        }
        GivenOptions named = GivenOptions.of(Map.of("detour_of", List.of("http://proxy.test:80")));
        assertThat(ProbePath.read(named)).isEqualTo(ProbePath.DIRECT);
        assertThat(named.rejected()).containsExactly("detour_of");
    }

    @Test
    void readsWhoWeAreAndDoesNotShowIt() {
        ProxyHop hop = ProxyHop.parse("socks5://me:se:cret@[::1]:1080");

        assertThat(hop).isEqualTo(new ProxyHop(ProxyKind.SOCKS5, "::1", 1080, "me", "se:cret"));
        assertThat(hop).hasToString("socks5://[::1]:1080");
    }
}
