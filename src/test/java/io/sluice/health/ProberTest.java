package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The schedule with frozen time, and probes that answer when the test says so. */
class ProberTest {

    private static final long SEED = 42;
    private static final int MOST_AT_ONCE = 3;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final Monitor monitor = new Monitor(SEED);
    private final List<Attempt> asked = new ArrayList<>();
    private final List<Long> askedAt = new ArrayList<>();
    private final List<ProbeResult> told = new ArrayList<>();
    private final Prober prober = new Prober(channel.eventLoop(), new SplittableRandom(SEED), MOST_AT_ONCE);

    @AfterEach
    void close() {
        prober.stop();
        var unused = channel.close();
        monitor.close();
    }

    @Test
    void asksFirstWithinOneInterval() {
        prober.add(watching(1, 200, null));

        pass(200);

        assertThat(asked).hasSize(1);
    }

    @Test
    void asksFirstWithinASecondWhateverTheInterval() {
        prober.add(watching(1, 60_000, null));

        pass(1_000);

        assertThat(asked).hasSize(1);
    }

    @Test
    void spreadsTheFirstQuestions() {
        for (int port = 1; port <= 200; port++) {
            prober.add(watching(port, 60_000, null));
        }
        List<Integer> perTenth = new ArrayList<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            int before = asked.size();
            for (int step = 0; step < 100; step++) {
                pass(1);
                answerAll();
            }
            perTenth.add(asked.size() - before);
        }

        assertThat(asked).hasSize(200);
        assertThat(perTenth).as("seed %d", SEED).allMatch(count -> count >= 8 && count <= 35);
    }

    @Test
    void asksAgainAnIntervalLaterGiveOrTakeATenth() {
        prober.add(watching(1, 1_000, null));

        for (int step = 0; step < 60_000; step++) {
            pass(1);
            answerAll();
        }

        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < askedAt.size(); i++) {
            gaps.add(askedAt.get(i) - askedAt.get(i - 1));
        }
        assertThat(gaps).as("seed %d", SEED).hasSizeBetween(55, 65).allMatch(gap -> gap >= 900 && gap <= 1_101);
        assertThat(gaps.stream().distinct().count()).as("jitter").isGreaterThan(20);
    }

    @Test
    void hasOneQuestionInFlightAndAsksTheNextAtOnceWhenItIsLate() {
        prober.add(watching(1, 100, null));
        pass(450);
        assertThat(asked).hasSize(1);

        asked.get(0).succeed();
        pass(1);

        assertThat(asked).hasSize(2);
    }

    @Test
    void endsAQuestionThatIsNotAnswered() {
        prober.add(watching(1, 1_000, null));

        pass(1_000 + 500);

        assertThat(told).extracting(ProbeResult::reason).containsExactly(ProbeReason.TIMEOUT);
        assertThat(told.get(0).durationNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void asksFasterOnRequestAndBringsTheNextQuestionForward() {
        Watching watching = watching(1, 10_000, 100);
        prober.add(watching);
        pass(1_000);
        answerAll();
        pass(50);

        prober.pace(watching, Pace.FAST);
        for (int step = 0; step < 2_000; step++) {
            pass(1);
            answerAll();
        }

        assertThat(asked.size()).as("seed %d", SEED).isBetween(18, 24);
        prober.pace(watching, Pace.NORMAL);
        pass(200);
        answerAll();
        int soFar = asked.size();
        pass(8_000);
        assertThat(asked).hasSize(soFar);
    }

    @Test
    void doesNotHurryAFirstQuestion() {
        Watching watching = watching(1, 10_000, 10);
        prober.add(watching);

        prober.pace(watching, Pace.FAST);
        pass(20);

        assertThat(asked).as("seed %d", SEED).isEmpty();
    }

    @Test
    void asksNoMoreThanSoManyAtOnceAndTheOthersInTurn() {
        for (int port = 1; port <= 8; port++) {
            prober.add(watching(port, 100, null));
        }
        pass(100);
        assertThat(asked).hasSize(MOST_AT_ONCE);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ports.add(port(asked.get(i)));
            asked.get(i).succeed();
        }

        assertThat(ports).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(asked).as("nobody twice before everybody once").hasSize(8);
    }

    @Test
    void takesTheNextInTurnWhenOneIsNoLongerWatched() {
        List<Watching> all = new ArrayList<>();
        for (int port = 1; port <= 4; port++) {
            all.add(watching(port, 100, null));
            prober.add(all.get(port - 1));
        }
        pass(100);
        int flying = port(asked.get(0));

        prober.remove(all.get(flying - 1));

        assertThat(asked).hasSize(4);
        assertThat(asked.get(0).isOver()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void asksAQuestionOnceForAllWhoHaveIt() {
        prober.add(watching(1, 100, null));
        prober.add(watching(1, 100, null));
        pass(100);

        assertThat(asked).hasSize(1);
        asked.get(0).succeed();
        assertThat(told).hasSize(2);
    }

    @Test
    void asksTwoQuestionsThatDifferInTimingOnly() {
        prober.add(watching(1, 100, null));
        prober.add(watching(1, 200, null));

        pass(200);

        assertThat(asked).hasSize(2);
    }

    @Test
    void goesOnForTheOthersWhenOneNoLongerWatches() {
        Watching first = watching(1, 100, null);
        prober.add(first);
        prober.add(watching(1, 100, null));
        pass(100);

        prober.remove(first);
        asked.get(0).succeed();
        pass(200);

        assertThat(told).hasSize(1);
        assertThat(asked).hasSize(2);
    }

    @Test
    void asksNothingAfterTheLastWatchingHasEnded() {
        Watching watching = watching(1, 100, null);
        prober.add(watching);

        prober.remove(watching);
        pass(10_000);

        assertThat(asked).isEmpty();
    }

    @Test
    void asksNothingAfterItHasStopped() {
        prober.add(watching(1, 100, null));
        pass(100);

        prober.stop();
        pass(10_000);

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).isOver()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void asksThousandsThatFailAtOnceWithoutEndingTheStack() {
        for (int port = 1; port <= 20_000; port++) {
            Question question = new Question(
                    new TcpProbe(), new Endpoint.Named("nowhere", port), ProbePath.DIRECT, timing(100, null));
            prober.add(new Watching(question, told::add, monitor));
        }

        pass(100);

        assertThat(told).hasSizeGreaterThanOrEqualTo(20_000).allMatch(result -> result.reason() == ProbeReason.RESOLVE);
    }

    @Test
    void asksAReferenceOnce() {
        prober.askOnce(new Reference(probe(), endpoint(1)), Duration.ofMillis(500), told::add);
        assertThat(asked).hasSize(1);

        asked.get(0).succeed();
        pass(10_000);

        assertThat(told).hasSize(1);
        assertThat(asked).hasSize(1);
    }

    private Watching watching(int port, int intervalMillis, @Nullable Integer fastMillis) {
        Question question = new Question(probe(), endpoint(port), ProbePath.DIRECT, timing(intervalMillis, fastMillis));
        return new Watching(question, told::add, monitor);
    }

    private static Timing timing(int intervalMillis, @Nullable Integer fastMillis) {
        Duration fast = fastMillis == null ? null : Duration.ofMillis(fastMillis);
        return new Timing(Duration.ofMillis(intervalMillis), fast, Duration.ofMillis(500));
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static int port(Attempt attempt) {
        return ((Endpoint.Inet) attempt.target()).address().getPort();
    }

    private Probe probe() {
        return new Scripted(this);
    }

    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            ticker.advance(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private void answerAll() {
        List.copyOf(asked).forEach(Attempt::succeed);
    }

    /** Writes down that it is asked; the test answers. */
    private record Scripted(ProberTest test) implements Probe {

        @Override
        public String type() {
            return "scripted";
        }

        @Override
        public void ask(Attempt attempt) {
            test.asked.add(attempt);
            test.askedAt.add(TimeUnit.NANOSECONDS.toMillis(test.ticker.nanoTime()));
        }
    }
}
