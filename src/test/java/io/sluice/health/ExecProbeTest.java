package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProbeTest {

    private static final Endpoint TARGET = Asking.at(1234);

    private final Asking asking = new Asking();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void takesTheExitStatusAndTheFirstLine() {
        assertVerdict(ProbeReason.OK, "", "true");
        assertVerdict(ProbeReason.OK, "fine", "sh", "-c", "echo; echo fine; echo more");
        assertVerdict(ProbeReason.STATUS, "exit 3: broken.", "sh", "-c", "printf 'broken\\007' >&2; exit 3");
        assertVerdict(ProbeReason.STATUS, "exit 1", "false");
        assertVerdict(ProbeReason.STATUS, "exit 137", "sh", "-c", "kill -KILL $$");
    }

    @Test
    void givesTheTargetAndNothingOfItsOwnEnvironment() {
        ProbeResult result = asking.ask(sh("env | sort | grep -v '^_=' | tr '\\n' ' '"), TARGET);

        assertThat(result.detail())
                .matches("PATH=\\S+ PWD=/ SLUICE_ADDRESS=127.0.0.1:1234 SLUICE_HOST=127.0.0.1 SLUICE_PORT=1234"
                        + " SLUICE_PROBE=[0-9a-f]{16}");
    }

    @Test
    void usesNoShell() {
        assertVerdict(ProbeReason.OK, "$(id) ; *", "echo", "$(id) ; *");
    }

    @Test
    void holdsNothingAgainstTheBackendWhenThereIsNoSuchCommand() {
        ProbeResult result = asking.ask(Asking.probe("exec", Map.of("command", List.of("/nowhere"))), TARGET);

        assertThat(result.reason()).isEqualTo(ProbeReason.LOCAL);
        assertThat(result.detail()).contains("/nowhere");
    }

    @Test
    void drainsWhatNobodyReads() {
        assertVerdict(
                ProbeReason.OK,
                "x".repeat(ProbeResult.MOST_DETAIL),
                "sh",
                "-c",
                "head -c 3000000 /dev/zero | tr '\\0' x");
    }

    @Test
    void killsTheWholeFamilyAtTheTimeout() throws IOException {
        Path pids = directory.resolve("pids");
        // A child, a grandchild, and one whose parent has gone; all deaf to polite signals.
        String script =
                "trap '' TERM HUP INT; echo $$ >>F; (sh -c 'echo $$ >>F; sleep 1000; :') & (setsid sh -c 'echo $$ >>F; sleep 1000; :' &) ; wait; sleep 1000";

        ProbeResult result = asking.ask(sh(script.replace("F", pids.toString())), TARGET, Duration.ofSeconds(3));

        assertThat(result.reason()).isEqualTo(ProbeReason.TIMEOUT);
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(3);
        Eventually.isTrue("all are gone", () -> started.stream().noneMatch(ExecProbeTest::isRunning));
    }

    @Test
    void killsTheCommandWhenItIsCancelled() throws Exception {
        Path pid = directory.resolve("pid");
        CompletableFuture<Attempt> begun = new CompletableFuture<>();
        Probe probe = sh("echo $$ >" + pid + ".new; mv " + pid + ".new " + pid + "; sleep 1000; :");
        asking.loop()
                .execute(() -> begun.complete(
                        Attempt.begin(probe, TARGET, ProbePath.DIRECT, Asking.PATIENCE, asking.loop(), result -> {})));
        Eventually.isTrueWithin(Asking.PATIENCE, "it has started", () -> Files.exists(pid));

        asking.loop().execute(begun.join()::cancel);
        String started = Files.readString(pid).strip();
        Eventually.isTrueWithin(Asking.PATIENCE, "it is gone", () -> !isRunning(started));
    }

    @Test
    void doesNotWaitForThoseWhomItsCommandLeavesBehind() {
        long before = System.nanoTime();
        assertVerdict(ProbeReason.OK, "done", "sh", "-c", "sleep 8 & echo done");

        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(7).toNanos());
    }

    @Test
    void leavesNoDescriptorsAndNoZombies() throws IOException {
        assertVerdict(ProbeReason.OK, "", "true");
        long before = pipes();

        List<CompletableFuture<ProbeResult>> verdicts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Duration timeout = i % 3 == 0 ? Duration.ofMillis(1) : Asking.PATIENCE; // over before it has started
            verdicts.add(asking.begin(sh(i % 2 == 0 ? "exit 1" : "echo x"), TARGET, timeout));
        }
        verdicts.forEach(CompletableFuture::join);

        Eventually.isTrueWithin(Asking.PATIENCE, "all pipes are closed", () -> pipes() <= before);
        Eventually.isTrueWithin(Asking.PATIENCE, "no child is left", () -> ProcessHandle.current()
                .children()
                .noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void refusesMoreCommandsThanMayRunAtOnce() {
        List<CompletableFuture<ProbeResult>> verdicts = new ArrayList<>();
        for (int i = 0; i <= CommandThreads.MOST_RUNS; i++) {
            verdicts.add(asking.begin(sh("sleep 1"), TARGET, Duration.ofMillis(500)));
        }

        assertThat(verdicts.stream().map(CompletableFuture::join).map(ProbeResult::reason))
                .contains(ProbeReason.LOCAL)
                .filteredOn(reason -> reason == ProbeReason.TIMEOUT)
                .hasSizeLessThanOrEqualTo(CommandThreads.MOST_RUNS);
        Eventually.isTrueWithin(Asking.PATIENCE, "places are free again", ExecProbeTest::isFree);
    }

    @Test
    void refusesACommandThatIsNoListOfWords() {
        assertThat(Asking.rejected("exec", Map.of())).containsExactly("command");
        assertThat(Asking.rejected("exec", Map.of("command", "check -q"))).containsExactly("command");
        assertThat(Asking.rejected("exec", Map.of("command", "/bin/true"))).isEmpty();
    }

    private static boolean isFree() {
        return ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive);
    }

    private void assertVerdict(ProbeReason reason, String detail, String... command) {
        assertThat(asking.ask(Asking.probe("exec", Map.of("command", List.of(command))), TARGET))
                .extracting(ProbeResult::reason, ProbeResult::detail)
                .containsExactly(reason, detail);
    }

    private static Probe sh(String script) {
        return Asking.probe("exec", Map.of("command", List.of("sh", "-c", script)));
    }

    /** Not merely waited for by its parent. */
    private static boolean isRunning(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static long pipes() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(ExecProbeTest::isPipe).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
