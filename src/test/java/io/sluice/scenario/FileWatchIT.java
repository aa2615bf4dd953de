package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.Inventory;
import io.sluice.control.ReloadResult;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that watches its file, and everything that editors and orchestrators do to one. */
class FileWatchIT {

    /** Longer than it takes from a change to its reload. */
    private static final Duration A_WHILE = Duration.ofMillis(1_900);

    /** Longer than a content has to stay, so that what is reloaded has been waited for. */
    private static final long WRITING_NANOS = TimeUnit.MILLISECONDS.toNanos(1_300);

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private static String yaml(boolean watch, int backends) {
        StringBuilder text = new StringBuilder("""
                runtime: { workers: 2, drain_timeout: 1s, watch: %s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends:
                """.formatted(watch));
        for (int i = 1; i <= backends; i++) {
            text.append("      - { address: \"127.0.0.%d:9\", name: b%d }\n".formatted(i, i));
        }
        return text.toString();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), text);
    }

    private void renameOver(Path file, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private WholeDaemon daemon(Path file) throws IOException {
        return scene.closingLast(WholeDaemon.start(file));
    }

    private static Inventory.ConfigVersion config(WholeDaemon daemon) {
        return daemon.inventory().config();
    }

    private static int backends(WholeDaemon daemon) {
        return daemon.inventory().pools().get(0).snapshot().members().size();
    }

    private static boolean isWatching() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("sluice-file-watch"));
    }

    @Test
    void takesAFileRenamedOverIt() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);
        assertThat(isWatching()).isTrue();

        renameOver(file, yaml(true, 2));

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(backends(daemon)).isEqualTo(2);
    }

    /** The half would be a valid configuration, which makes it worse. */
    @Test
    void doesNotTakeAFileThatIsStillBeingWritten() throws Exception {
        String whole = yaml(true, 3);
        int half = whole.indexOf("      - { address", whole.indexOf("b1"));
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        try (OutputStream editor = Files.newOutputStream(file)) { // truncates it in place
            editor.write(whole.substring(0, half).getBytes(StandardCharsets.UTF_8));
            long end = System.nanoTime() + WRITING_NANOS;
            while (System.nanoTime() < end) {
                editor.write('\n');
                assertThat(Eventually.staysTrue(
                                Duration.ofMillis(20), () -> config(daemon).version() == 1))
                        .isTrue();
            }
            editor.write(whole.substring(half).getBytes(StandardCharsets.UTF_8));
        }

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(backends(daemon)).isEqualTo(3);
        assertThat(config(daemon).reloads("refused")).isZero();
    }

    @Test
    void followsTheLinksOfAConfigMap() throws Exception {
        version("..2026_1", yaml(true, 1));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_1"));
        Path file = Files.createSymbolicLink(directory.resolve("sluice.yaml"), Path.of("..data/sluice.yaml"));
        WholeDaemon daemon = daemon(file);

        version("..2026_2", yaml(true, 2));
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(directory.resolve("..2026_1/sluice.yaml"));

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(backends(daemon)).isEqualTo(2);
    }

    private void version(String name, String text) throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("sluice.yaml"), text);
    }

    @Test
    void refusesAnInvalidContentOnceAndTakesTheNextOne() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        renameOver(file, "listeners: [");
        Eventually.equal("refused", 1L, () -> config(daemon).reloads("refused"));
        assertThat(config(daemon).version()).isEqualTo(1);
        renameOver(file, yaml(true, 2));

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(config(daemon).reloads("refused")).isEqualTo(1);
    }

    /** What the operator is told to do about it changes nothing in the content. */
    @Test
    void triesAgainWhatWasRefusedForItsMode() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        file(yaml(true, 2));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Eventually.equal("refused", 1L, () -> config(daemon).reloads("refused"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(backends(daemon)).isEqualTo(2);
    }

    @Test
    void isSwitchedOffAndOnByReloads() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        renameOver(file, yaml(false, 1));
        Eventually.equal("version", 2L, () -> config(daemon).version());
        Eventually.isTrue("nobody watches", () -> !isWatching());
        file(yaml(true, 2));
        ReloadResult result = daemon.reload();

        assertThat(result).isInstanceOfSatisfying(ReloadResult.Applied.class, applied -> assertThat(applied.changes())
                .contains("runtime: watch false -> true"));
        assertThat(isWatching()).isTrue();
    }

    @Test
    void doesNotReloadTwiceWhatWasReloadedByCommandNorWhatWasOnlyTouched() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        renameOver(file, yaml(true, 2));
        assertThat(daemon.reload()).isInstanceOf(ReloadResult.Applied.class);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));

        assertThat(Eventually.staysTrue(A_WHILE, () -> config(daemon).version() == 2))
                .isTrue();
    }

    @Test
    void goesOnWhileTheFileIsGone() throws Exception {
        Path file = file(yaml(true, 1));
        WholeDaemon daemon = daemon(file);

        Files.delete(file);
        assertThat(Eventually.staysTrue(A_WHILE, () -> config(daemon).reloads("refused") == 0))
                .isTrue();
        file(yaml(true, 2));

        Eventually.equal("version", 2L, () -> config(daemon).version());
        assertThat(config(daemon).reloads("refused")).isZero();
    }

    @Test
    void watchesNothingUnasked() throws Exception {
        Path file = file(yaml(false, 1));
        WholeDaemon daemon = daemon(file);

        assertThat(isWatching()).isFalse();
        assertThat(daemon.reload()).isInstanceOf(ReloadResult.Applied.class);
        assertThat(isWatching()).isFalse();
    }
}
