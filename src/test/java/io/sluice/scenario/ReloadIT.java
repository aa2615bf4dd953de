package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.control.ReloadResult;
import io.sluice.model.BackendState;
import io.sluice.pool.Backend;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The configuration changes while traffic flows, and what must survive it. */
class ReloadIT {

    private static final String WEB = "  web: { listen: \"127.0.0.1:0\", pool: app }\n";

    @RegisterExtension
    final Scene scene = new Scene();

    private static String yaml(String listeners, String keys, String... backends) {
        return "listeners:\n" + listeners + "pools:\n  app:\n    scheduler: rr\n" + keys + "    backends:\n      - "
                + String.join("\n      - ", backends) + "\n";
    }

    private static String of(ScriptedBackend backend, String name, String more) {
        return "{ address: \"" + backend.address() + "\", name: " + name + more + " }";
    }

    private String greeting(InetSocketAddress address) throws IOException {
        try (Peer client = scene.client(address)) {
            return client.readText(1);
        }
    }

    @Test
    void addsOneListenerAndRemovesAnotherWhoseSessionFinishes() throws Exception {
        ScriptedBackend one = scene.backend(Script.echo());
        ScriptedBackend two = scene.backend(Script.naming("2"));
        String old = "  old: { listen: \"127.0.0.1:0\", pool: app }\n";
        Sluice sluice = scene.sluice(yaml(WEB + old, "", of(one, "b1", "")));
        InetSocketAddress web = sluice.address("web");
        InetSocketAddress gone = sluice.address("old");
        Peer live = scene.client(gone);
        live.send("a");
        assertThat(live.readText(1)).isEqualTo("a");

        String added = "  new: { listen: \"127.0.0.1:0\", pool: other }\n";
        List<String> changes = sluice.reload(yaml(WEB + added, "", of(one, "b1", ""))
                + "  other: { scheduler: rr, backends: [ " + of(two, "b2", "") + " ] }\n");

        assertThat(changes)
                .anyMatch(line -> line.startsWith("listener new: added, 127.0.0.1:"))
                .contains("listener old: removed, sessions that go on: 1", "pool other: added, backends: 1");
        assertThat(sluice.address("web")).isEqualTo(web);
        assertThat(greeting(sluice.address("new"))).isEqualTo("2");
        assertThatThrownBy(() -> scene.client(gone)).isInstanceOf(ConnectException.class);
        live.send("b");
        assertThat(live.readText(1)).isEqualTo("b");
        assertThat(sluice.listener("old").stats().active()).isEqualTo(1);
        live.close();
        Eventually.isTrue("the old listener is forgotten", () -> sluice.inventory().listeners().stream()
                .noneMatch(listener -> listener.name().equals("old")));
        assertThat(sluice.inventory().config().version()).isEqualTo(2);
    }

    @Test
    void changesWeightAndSchedulerAtOnceAndKeepsCounters() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        ScriptedBackend two = scene.backend(Script.naming("2"));
        Sluice sluice = scene.sluice(yaml(WEB, "", of(one, "b1", ""), of(two, "b2", "")));
        for (int i = 0; i < 4; i++) {
            assertThat(greeting(sluice.address())).isIn("1", "2");
        }
        Backend before = sluice.backends().get(0);
        sluice.state("app", "b2", BackendState.DRAINING);

        List<String> changes = sluice.reload(
                yaml(WEB, "", of(one, "b1", ", weight: 0"), of(two, "b2", "")).replace(": rr", ": sticky"));

        assertThat(changes)
                .containsExactly(
                        "pool app: scheduler rr -> sticky",
                        "pool app: backend b1: weight 1 -> 0",
                        "pool app: backend b2: state draining (set at run time) -> enabled");
        assertThat(sluice.backends().get(0)).isSameAs(before);
        assertThat(before.stats().total()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            assertThat(greeting(sluice.address())).isEqualTo("2");
        }
        assertThat(sluice.reload(yaml(WEB, "", of(one, "b1", ", weight: 0"), of(two, "b2", ""))
                        .replace(": rr", ": sticky")))
                .as("the same again")
                .isEmpty();
        assertThat(sluice.inventory().config().reloads("applied")).isEqualTo(2);
    }

    @Test
    void letsARemovedBackendsSessionsGoOn() throws Exception {
        ScriptedBackend one = scene.backend(Script.echo());
        ScriptedBackend two = scene.backend(Script.naming("2"));
        Sluice sluice = scene.sluice(yaml(WEB, "", of(one, "b1", "")));
        Peer live = scene.client(sluice.address());
        live.send("a");
        assertThat(live.readText(1)).isEqualTo("a");
        Backend before = sluice.backends().get(0);

        ReloadResult refused = sluice.reload(yaml(WEB, "", of(two, "b2", "")), false);
        assertThat(refused).isInstanceOf(ReloadResult.Refused.class);
        assertThat(((ReloadResult.Refused) refused).problems())
                .singleElement()
                .asString()
                .startsWith("pool app: every backend");
        assertThat(sluice.backends()).containsExactly(before);
        assertThat(sluice.reload(yaml(WEB, "", of(two, "b2", "")), true)).isInstanceOf(ReloadResult.Applied.class);

        assertThat(greeting(sluice.address())).isEqualTo("2");
        live.send("b");
        assertThat(live.readText(1)).isEqualTo("b");
        assertThat(sluice.control().departed()).hasSize(1);
        sluice.reload(yaml(WEB, "", of(one, "b1", ""), of(two, "b2", "")));
        assertThat(sluice.backends().get(0))
                .as("back before its last session ended")
                .isSameAs(before);
        assertThat(sluice.control().departed()).isEmpty();
        sluice.reload(yaml(WEB, "", of(two, "b2", "")));
        live.close();
        Eventually.isTrue("it is forgotten", () -> sluice.control().departed().isEmpty());
    }

    @Test
    void changesNothingWhenAPortIsTaken() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        Sluice sluice = scene.sluice(yaml(WEB, "", of(one, "b1", "")));
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String more = "  a: { listen: \"127.0.0.1:0\", pool: app }\n  b: { listen: \"127.0.0.1:"
                    + taken.getLocalPort() + "\", pool: app }\n";
            ReloadResult result = sluice.reload(yaml(WEB + more, "", of(one, "b1", ", weight: 7")), false);

            assertThat(result).isInstanceOf(ReloadResult.Refused.class);
            assertThat(((ReloadResult.Refused) result).problems())
                    .singleElement()
                    .asString()
                    .contains("listener=b cannot be opened", ":" + taken.getLocalPort());
        }
        assertThat(sluice.inventory().listeners()).hasSize(1);
        assertThat(sluice.inventory().pools().get(0).snapshot().members().get(0).weight())
                .isEqualTo(1);
        assertThat(sluice.inventory().config().version()).isEqualTo(1);
        assertThat(sluice.inventory().config().reloads("refused")).isEqualTo(1);
        assertThat(greeting(sluice.address())).isEqualTo("1");
    }

    @Test
    void movesAnAddressFromOneListenerToAnother() throws Exception {
        ScriptedBackend one = scene.backend(Script.naming("1"));
        int port = freePort();
        String fixed = "  fixed: { listen: \"127.0.0.1:" + port + "\", pool: app }\n";
        Sluice sluice = scene.sluice(yaml(WEB + fixed, "", of(one, "b1", "")));
        long refused = sluice.inventory().config().reloads("refused");

        assertThat(sluice.reload(yaml(WEB + fixed.replace("fixed:", "other:"), "", of(one, "b1", ""))))
                .containsExactly("listener other: name fixed -> other");
        assertThat(greeting(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .isEqualTo("1");
        String web = "  web: { listen: [ \"127.0.0.1:0\", \"127.0.0.1:" + port + "\" ], pool: app }\n";
        assertThat(sluice.reload(yaml(web, "", of(one, "b1", "")))).hasSize(2);
        assertThat(greeting(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .isEqualTo("1");
        assertThat(sluice.inventory().config().reloads("refused")).isEqualTo(refused);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void losesNoClientInFiftyReloadsUnderLoad() throws Exception {
        ScriptedBackend one = scene.backend(Script.echo());
        ScriptedBackend two = scene.backend(Script.echo());
        String first = yaml(WEB, "    affinity: { by: source, timeout: 1h }\n", of(one, "b1", ""), of(two, "b2", ""));
        Sluice sluice = scene.sluice(first);
        InetSocketAddress address = sluice.address();
        List<Peer> live = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            live.add(scene.client(address));
        }
        var load = Scene.async(() -> {
            for (int i = 0; i < 1_000; i++) {
                try (Peer client = Peer.connect(address)) {
                    client.send("x");
                    client.readExactly(1);
                }
            }
            return true;
        });
        for (int done = 0; done < 50; done++) {
            long clients = 20 + done * 19L;
            Eventually.isTrue("clients come", () -> sluice.stats().acceptedTotal() >= clients || load.isDone());
            String next = done % 2 == 0
                    ? first.replace("name: b2", "name: b2, weight: " + (2 + done))
                            .replace("pool: app", "pool: app, max_sessions: 5000")
                    : first + "  spare: { scheduler: rr, backends: [ " + of(two, "s", "") + " ] }\n";
            assertThat(sluice.reload(next)).isNotEmpty();
        }
        assertThat(load.join()).isTrue();
        for (Peer client : live) {
            client.send("y");
            assertThat(client.readText(1)).isEqualTo("y");
        }
        assertThat(sluice.stats().acceptedTotal()).isEqualTo(1_020);
        assertThat(sluice.backends().subList(0, 2).stream()
                        .map(each -> each.stats().total()))
                .as("one client, remembered all the time")
                .containsExactlyInAnyOrder(1_020L, 0L);
    }

    @Test
    void keepsUdpSessionsWhereTheirAddressStays() throws Exception {
        UdpScene udp = new UdpScene(scene);
        UdpBackend one = udp.backend(UdpBackend.named("1"));
        UdpBackend two = udp.backend(UdpBackend.named("2"));
        String dns = "  dns: { listen: \"127.0.0.1:0\", protocol: udp, pool: app }\n";
        String more = "  more: { listen: \"127.0.0.1:0\", protocol: udp, pool: app, idle_timeout: 1s }\n";
        String b1 = "{ address: \"" + one.address() + "\", name: b1 }";
        String b2 = "{ address: \"" + two.address() + "\", name: b2 }";
        Sluice sluice = scene.sluice(yaml(dns + more, "", b1));
        InetSocketAddress address = sluice.address("dns");
        InetSocketAddress leaving = sluice.address("more");
        UdpClient client = udp.client();
        UdpClient other = udp.client();
        String answer = client.ask("x", address);
        assertThat(other.ask("x", leaving)).isEqualTo(answer);

        String to2 = dns.replace("pool: app", "pool: two, max_sessions: 9");
        String pool2 = "  two: { scheduler: rr, backends: [ " + b2 + " ] }\n";
        assertThat(sluice.reload(yaml(to2, "", b1.replace("b1", "b1, weight: 2")) + pool2))
                .contains("listener dns: pool app -> two", "listener more: removed, sessions that go on: 1");

        assertThat(client.ask("x", address)).as("the session goes on").isEqualTo(answer);
        assertThat(other.ask("x", leaving)).as("the session goes on").isEqualTo(answer);
        assertThat(udp.client().ask("x", address)).as("a new one").isNotEqualTo(answer);
        Eventually.isTrue(
                "idle, closed, forgotten", () -> sluice.inventory().listeners().size() == 1);
        sluice.reload(yaml(
                        to2 + more.replace("more:", "again:").replace("127.0.0.1:0", "127.0.0.1:" + leaving.getPort()),
                        "",
                        b1)
                + pool2);
        assertThat(udp.client().ask("x", leaving)).isEqualTo(answer);
        sluice.close();
    }
}
