package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.BackendAnswer;
import io.sluice.control.DrainPace;
import io.sluice.control.Event;
import io.sluice.control.Happening.Kind;
import io.sluice.model.BackendState;
import io.sluice.model.Protocol;
import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend drains, and its sessions are ended little by little. */
class GradualDrainIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);
    private final Crowd crowd = new Crowd(scene);

    private String backends = "";

    /** Two listeners before two backends, a and b, by turns. */
    private Sluice sluice() throws IOException {
        backends = "{ name: a, address: \"%s\" }, { name: b, address: \"%s\" }"
                .formatted(
                        scene.backend(new Controlled("a")).address(),
                        scene.backend(new Controlled("b")).address());
        return scene.sluice(yaml(backends));
    }

    private static String yaml(String backends) {
        return """
                runtime: { workers: 2 }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                  more: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { scheduler: rr, backends: [ %s ] }
                """.formatted(backends);
    }

    private void join(Sluice sluice, int count) throws IOException {
        for (int i = 0; i < count; i += 4) {
            crowd.join(sluice.address("web"), 2);
            crowd.join(sluice.address("more"), 2);
        }
    }

    private static void drain(Sluice sluice, String backend, @Nullable DrainPace pace) {
        assertThat(sluice.control()
                        .moves()
                        .drain("app", backend, pace, any -> true)
                        .join())
                .isInstanceOfSatisfying(
                        BackendAnswer.Changed.class,
                        changed -> assertThat(changed.after().state()).isEqualTo(BackendState.DRAINING));
    }

    private static DrainPace pace(int perSecond) {
        return new DrainPace(perSecond, Duration.ZERO);
    }

    private static List<String> ended(Sluice sluice) {
        return sluice.records().stream().map(SessionRecord::client).toList();
    }

    private static int count(Sluice sluice) {
        return sluice.records().size();
    }

    /** What was told of moving sessions, in short. */
    private static List<String> told(Sluice sluice) {
        return LongStream.rangeClosed(1, sluice.inventory().events().last())
                .mapToObj(sluice.inventory().events()::find)
                .map(Objects::requireNonNull)
                .map(Event::happening)
                .filter(happening -> happening.kind() == Kind.MOVING)
                .map(each -> each.pool() + "/" + each.backend() + " " + each.from() + ">" + each.to() + " "
                        + each.reason() + ": " + each.detail())
                .toList();
    }

    @Test
    void endsTheOldestFirstAtItsRateAndNobodyElse() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 80);

        long begun = System.nanoTime();
        drain(sluice, "b", pace(50));
        Eventually.isTrue("all are ended", () -> count(sluice) == 40);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(millis).as("40 at 50 a second").isBetween(750L, 2_500L);
        Crowd.assertInOrder(ended(sluice), crowd.with("b"), 8);
        assertThat(sluice.records())
                .allSatisfy(record -> assertThat(record.code()).isEqualTo(TerminationCode.KILLED));
        assertThat(sluice.listener("web").stats().ended().count(TerminationCode.KILLED))
                .isEqualTo(20);
        assertThat(List.of(sluice.backend(0).active(), sluice.backend(1).active()))
                .containsExactly(40, 0);
        assertThat(crowd.served("a")).isEqualTo(40);
        Eventually.equal(
                "events",
                List.of("app/b null>drain command: rate 50/s", "app/b drain>null empty: ended 40 sessions"),
                () -> told(sluice));
    }

    @Test
    void endsNobodyBeforeItsAgeAndTheOthersWhenTheyHaveIt() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 8);
        Eventually.becomesTrue(Duration.ofMillis(400), () -> false);
        join(sluice, 8);

        drain(sluice, "b", new DrainPace(200, Duration.ofMillis(600)));
        Eventually.isTrue("the old ones are ended", () -> count(sluice) >= 4);
        Eventually.isTrue("all are ended", () -> count(sluice) == 8);

        assertThat(sluice.records())
                .extracting(SessionRecord::durationNanos)
                .allMatch(nanos -> nanos >= TimeUnit.MILLISECONDS.toNanos(600), "old enough")
                .allMatch(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(2_500), "not much older");
        assertThat(ended(sluice).subList(0, 4))
                .containsExactlyInAnyOrderElementsOf(crowd.with("b").subList(0, 4));
        assertThat(crowd.served("a")).isEqualTo(8);
    }

    @Test
    void stopsWhenTheBackendIsEnabledAndGoesOnThroughAPlainDrain() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 80);
        drain(sluice, "b", pace(20));
        Eventually.isTrue("it begins", () -> count(sluice) >= 2);

        sluice.state("app", "b", BackendState.DRAINING);
        int before = count(sluice);
        Eventually.isTrue("it goes on", () -> count(sluice) > before + 2);
        sluice.state("app", "b", BackendState.ENABLED);
        Eventually.becomesTrue(Duration.ofMillis(100), () -> false); // one that was under way
        int after = count(sluice);

        assertThat(Eventually.staysTrue(Duration.ofMillis(400), () -> count(sluice) == after))
                .as("nobody is ended any more")
                .isTrue();
        assertThat(after).isLessThan(30);
        assertThat(crowd.served("a")).isEqualTo(40);
        assertThat(crowd.served("b")).isEqualTo(40 - after);
        assertThat(told(sluice)).hasSize(2).last().isEqualTo("app/b drain>null enabled: ended " + after + " sessions");
    }

    @Test
    void isReplacedByAnotherDrain() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 40);
        drain(sluice, "b", pace(1));
        drain(sluice, "b", pace(2_000));
        Eventually.isTrue("all are ended, fast", () -> count(sluice) == 20);

        drain(sluice, "a", pace(10));
        Eventually.isTrue("the other too", () -> count(sluice) > 20);
        drain(sluice, "a", null);
        Eventually.becomesTrue(Duration.ofMillis(100), () -> false); // one that was under way
        int after = count(sluice);
        assertThat(Eventually.staysTrue(Duration.ofMillis(300), () -> count(sluice) == after))
                .as("sessions may go on")
                .isTrue();

        assertThat(crowd.served("a")).isEqualTo(40 - after);
        assertThat(told(sluice))
                .hasSize(6)
                .contains("app/b drain>null replaced: ended 0 sessions")
                .contains("app/a drain>null replaced: ended " + (after - 20) + " sessions");
    }

    @Test
    void endsWhenTheBackendIsDisabledOrTakenOutByAReload() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 40);

        drain(sluice, "b", pace(1));
        sluice.state("app", "b", BackendState.DISABLED);
        assertThat(sluice.backend(1).active()).isZero();
        drain(sluice, "a", pace(1));
        List<String> changes = sluice.reload(yaml(backends.substring(backends.indexOf("{ name: b"))));

        assertThat(changes).anyMatch(line -> line.startsWith("pool app: backend a: removed"));
        assertThat(told(sluice))
                .containsExactly(
                        "app/b null>drain command: rate 1/s",
                        "app/b drain>null disabled: ended 0 sessions",
                        "app/a null>drain command: rate 1/s",
                        "app/a drain>null removed: ended 0 sessions");
        assertThat(crowd.served("a")).isEqualTo(20);
    }

    @Test
    void endsWhenAReloadEnablesTheBackend() throws IOException {
        Sluice sluice = sluice();
        join(sluice, 20);
        drain(sluice, "b", pace(1));

        assertThat(sluice.reload(yaml(backends)))
                .contains("pool app: backend b: state draining (set at run time) -> enabled");

        assertThat(told(sluice)).last().isEqualTo("app/b drain>null enabled: ended 0 sessions");
        assertThat(crowd.served("b")).isEqualTo(10);
    }

    @Test
    void endsUdpSessionsToo() throws IOException {
        UdpBackend one = udp.backend(UdpBackend.named("a"));
        UdpBackend two = udp.backend(UdpBackend.named("b"));
        Sluice sluice = udp.sluice("", one, two);
        List<UdpClient> clients = udp.clients(40);
        for (UdpClient client : clients) {
            client.ask("x", sluice.address());
        }
        String backend = two.address();

        drain(sluice, backend, pace(50));
        Eventually.isTrue("all are ended", () -> count(sluice) == 20);

        assertThat(sluice.records()).allSatisfy(record -> {
            assertThat(record.protocol()).isEqualTo(Protocol.UDP);
            assertThat(record.code()).isEqualTo(TerminationCode.KILLED);
            assertThat(record.backend()).isEqualTo(backend);
        });
        Crowd.assertInOrder(
                ended(sluice),
                clients.stream()
                        .map(UdpClient::address)
                        .filter(ended(sluice)::contains)
                        .toList(),
                8);
        for (UdpClient client : clients) {
            assertThat(client.ask("y", sluice.address())).isEqualTo("ay");
        }
        assertThat(sluice.stats().active()).isEqualTo(40);
        sluice.close();
    }
}
