package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigResult.Loaded;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Cidr;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.pool.AffinityRules;
import io.sluice.pool.AffinityRules.Drained;
import io.sluice.pool.QueueRules;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.LogSpec;
import io.sluice.topology.LogSpec.Sessions;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.PoolSpec.Fallback;
import io.sluice.topology.RuntimeSpec;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    private static final Path VALID = Path.of("src/test/resources/config/valid");
    private static final String SMALLEST = """
            listeners:
              web: { listen: "0.0.0.0:80", pool: web }
            pools:
              web: { backends: ["10.0.0.1:80"] }
            """;

    @TempDir
    Path folder;

    @Test
    void fillsInTheDefaults() {
        Topology topology = Texts.loaded(SMALLEST).topology();

        assertThat(topology.runtime()).isEqualTo(new RuntimeSpec(0, Duration.ofSeconds(30), false));
        assertThat(topology.admin().listen().text()).isEqualTo("127.0.0.1:9900");
        assertThat(topology.log()).isEqualTo(new LogSpec(LogSpec.Level.INFO, new Sessions.Off(), LogSpec.Format.TEXT));
        ListenerSpec web = topology.listeners().get(0);
        assertThat(web.protocol()).isEqualTo(Protocol.TCP);
        assertThat(web.maxSessions()).isEqualTo(20_000);
        assertThat(web.idleTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(web.halfCloseTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(web.allow()).isEmpty();
        assertThat(web.deny()).isEmpty();
        PoolSpec pool = topology.pools().get(0);
        assertThat(pool.scheduler().name()).isEqualTo(PoolReader.DEFAULT_SCHEDULER);
        assertThat(pool.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pool.connectAttempts()).isEqualTo(3);
        assertThat(pool.fallback()).isEqualTo(new Fallback.Cascade());
    }

    @Test
    void aUdpListenerIsIdleAfterAMinute() {
        String text = SMALLEST.replace("pool: web }", "pool: web, protocol: udp }");

        ListenerSpec web = Texts.loaded(text).topology().listeners().get(0);

        assertThat(web.protocol()).isEqualTo(Protocol.UDP);
        assertThat(web.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(web.responses()).isZero();
        assertThat(web.requests()).isZero();
    }

    @Test
    void readsEverySection() {
        Topology topology = Texts.loaded(ConfigLoader.load(VALID.resolve("everything.yaml")))
                .topology();

        assertThat(topology.runtime()).isEqualTo(new RuntimeSpec(256, Duration.ZERO, true));
        assertThat(topology.admin().listen()).isEqualTo(new Endpoint.Unix("/run/sluice/admin.sock"));
        assertThat(topology.log())
                .isEqualTo(new LogSpec(
                        LogSpec.Level.TRACE, new Sessions.File(Path.of("./sessions.log")), LogSpec.Format.JSON));
        assertThat(topology.listeners()).extracting(ListenerSpec::name).containsExactly("web", "dns.in/1");
        assertThat(topology.pools()).extracting(PoolSpec::name).containsExactly("web", "spare", "dns");
    }

    @Test
    void readsEveryKeyOfAListener() {
        Topology topology = Texts.loaded(ConfigLoader.load(VALID.resolve("everything.yaml")))
                .topology();
        ListenerSpec web = topology.listeners().get(0);
        ListenerSpec dns = topology.listeners().get(1);

        assertThat(web.addresses())
                .extracting(Endpoint::format)
                .containsExactly(
                        "127.0.0.1:8000", "127.0.0.1:8001", "127.0.0.1:8002", "[::1]:8000", "127.0.0.1:0", "0.0.0.0:0");
        assertThat(web.pool()).isEqualTo("web");
        assertThat(web.maxSessions()).isZero();
        assertThat(web.idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(web.halfCloseTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(web.allow())
                .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"), Cidr.parse("192.0.2.7/32"));
        assertThat(web.deny()).containsExactly(Cidr.parse("10.1.0.0/16"));
        assertThat(dns.protocol()).isEqualTo(Protocol.UDP);
        assertThat(dns.responses()).isEqualTo(1);
        assertThat(dns.requests()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void readsEveryKeyOfAPool() {
        Topology topology = Texts.loaded(ConfigLoader.load(VALID.resolve("everything.yaml")))
                .topology();
        PoolSpec web = topology.pools().get(0);

        assertThat(web.backends())
                .extracting(BackendSpec::name)
                .containsExactly("app.internal:8080", "unix:/run/app.sock", "b2", "[2001:db8::1]:8080");
        assertThat(web.backends().get(0).endpoint()).isEqualTo(new Endpoint.Named("app.internal", 8080));
        assertThat(web.backends().get(1).endpoint()).isEqualTo(new Endpoint.Unix("/run/app.sock"));
        BackendSpec b2 = web.backends().get(2);
        assertThat(b2.endpoint().text()).isEqualTo("10.0.0.12:8080");
        assertThat(b2.weight()).isEqualTo(65_535);
        assertThat(b2.maxSessions()).isEqualTo(500);
        assertThat(b2.state()).isEqualTo(BackendState.DRAINING);
        assertThat(web.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(web.connectAttempts()).isEqualTo(100);
        assertThat(web.fallback()).isEqualTo(new Fallback.ToPool("spare"));
        assertThat(web.queue()).isEqualTo(new QueueRules(Duration.ofSeconds(30), 5000));
        assertThat(web.affinity()).isEqualTo(new AffinityRules(24, 56, Duration.ofHours(1), 7, Drained.KEEP));
        assertThat(topology.pools().get(1).queue()).isEqualTo(QueueRules.OFF);
        assertThat(topology.pools().get(1).affinity()).isNull();
        assertThat(topology.pools().get(1).fallback()).isEqualTo(new Fallback.Refuse());
    }

    @Test
    void warnsOfAPoolThatNobodyUses() {
        String text = SMALLEST + """
                  first: { backends: ["10.0.0.1:80"], fallback: "pool:second" }
                  second: { backends: ["10.0.0.1:80"] }
                """.indent(0);

        assertThat(Texts.strings(Texts.loaded(text).warnings()))
                .containsExactly(
                        "test.yaml:5:3 pools.first: unused (expected: a listener that uses this pool)",
                        "test.yaml:6:3 pools.second: unused (expected: a listener that uses this pool)");
    }

    @Test
    void hashesTheBytesOfTheFile() throws IOException {
        Path file = write("sluice.yaml", SMALLEST, "rw-------");

        Loaded loaded = Texts.loaded(ConfigLoader.load(file));

        assertThat(loaded.hash())
                .matches("[0-9a-f]{12}")
                .isEqualTo(Texts.loaded(SMALLEST).hash());
        assertThat(Texts.loaded(SMALLEST + "# more\n").hash()).isNotEqualTo(loaded.hash());
    }

    @Test
    void namesTheFileAsItWasGiven() throws IOException {
        Path file = write("sluice.yaml", "{}", "rw-------");

        assertThat(Texts.problems(ConfigLoader.load(file))).allMatch(problem -> problem.startsWith(file + ":1:1 "));
    }

    @Test
    void saysThatAFileIsNotThere() {
        Path file = folder.resolve("absent.yaml");

        assertThat(Texts.problems(ConfigLoader.load(file)))
                .containsExactly(file + ":1:1 file: no such file (expected: a file that exists)");
    }

    @Test
    void saysThatAFolderIsNoFile() {
        assertThat(Texts.problems(ConfigLoader.load(folder)))
                .containsExactly(folder + ":1:1 file: Is a directory (expected: a file that can be read)");
    }

    @Test
    void refusesAFileThatOthersMayWriteAndReadsTheRest() throws IOException {
        Path file = write("sluice.yaml", SMALLEST + "extra: 1\n", "rw-r--rw-");

        assertThat(Texts.problems(ConfigLoader.load(file)))
                .containsExactly(
                        file + ":1:1 file: mode rw-r--rw- (expected: not writable by others (chmod o-w))",
                        file + ":5:1 extra: unknown key (expected: one of runtime, admin, log, listeners, pools)");
    }

    @Test
    void warnsOfAFileThatTheGroupMayWrite() throws IOException {
        Path file = write("sluice.yaml", SMALLEST, "rw-rw-r--");

        assertThat(Texts.strings(Texts.loaded(ConfigLoader.load(file)).warnings()))
                .containsExactly(file + ":1:1 file: mode rw-rw-r-- (expected: not writable by the group (chmod g-w))");
    }

    @Test
    void refusesTwoMebibytes() throws IOException {
        String text = SMALLEST + "#".repeat(2 << 20);
        Path file = write("large.yaml", text, "rw-------");
        String problem = ":1:1 file: more than 1 MiB (expected: a file of at most 1 MiB)";

        assertThat(Texts.problems(ConfigLoader.load(file))).containsExactly(file + problem);
        assertThat(Texts.problems(text)).containsExactly("test.yaml" + problem);
    }

    @Test
    void refusesMoreValuesThanItWouldKeep() {
        String text = SMALLEST + "extra: [" + "[],".repeat(200_000) + "]\n";

        assertThat(Texts.problems(text))
                .singleElement()
                .asString()
                .matches(
                        "test.yaml:5:\\d+ yaml: more than 200000 values \\(expected: at most 200000, keys included\\)");
    }

    @Test
    void showsAThousandProblemsAtMost() {
        String text = IntStream.range(0, 5_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());

        assertThat(Texts.problems(text))
                .hasSize(1_001)
                .startsWith(
                        "test.yaml:1:1 file: more than 1000 remarks (expected: fewer; only the first 1000 are shown)")
                .doesNotHaveDuplicates();
    }

    @Test
    void readsAMebibyteOfBackendsQuickly() {
        StringBuilder text = new StringBuilder(SMALLEST).append("  many:\n    backends:\n");
        for (int i = 0; text.length() < (1 << 20) - 40; i++) {
            text.append("    - 10.%d.%d.%d:80%n".formatted(i >> 16, i >> 8 & 255, i & 255));
        }

        Loaded loaded = Texts.loaded(text.toString());

        assertThat(loaded.topology().pools().get(1).backends()).hasSizeGreaterThan(40_000);
    }

    @Test
    @Timeout(30)
    void answersAMebibyteOfWrongReferencesQuickly() {
        StringBuilder text = new StringBuilder("pools:\n");
        for (int i = 0; text.length() < 1 << 19; i++) {
            text.append("  pool%d: { backends: [\"10.0.0.1:80\"] }%n".formatted(i));
        }
        text.append("listeners:\n");
        for (int i = 1; text.length() < (1 << 20) - 60; i++) {
            text.append("  web%d: { listen: \"*:%d\", pool: loop%d }%n".formatted(i, i, i));
        }

        assertThat(Texts.problems(text.toString())).hasSize(1_001);
    }

    @Test
    void readsAFileThatBeginsWithAByteOrderMark() {
        assertThat(Texts.loaded("\uFEFF" + SMALLEST).topology())
                .isEqualTo(Texts.loaded(SMALLEST).topology());
    }

    private Path write(String name, String text, String permissions) throws IOException {
        Path file = Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void handsOverTheTextThatItHasRead() throws IOException {
        String text = "\uFEFF# é\r\n" + SMALLEST;
        Path file = Files.writeString(folder.resolve("sluice.yaml"), text);

        Loaded loaded = Texts.loaded(ConfigLoader.load(file));

        assertThat(loaded.text()).isEqualTo(text);
        assertThat(ConfigLoader.hash(file)).isEqualTo(loaded.hash()).hasSize(12);
    }

    @Test
    void hashesWhatItRefusesUnlessItIsForThePermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.yaml"), "nonsense: 1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ConfigLoader.load(file).hash()).isEqualTo(ConfigLoader.hash(file));

        Files.writeString(file, SMALLEST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(ConfigLoader.load(file).hash()).isEmpty();
        assertThat(ConfigLoader.load(folder.resolve("missing")).hash()).isEmpty();
    }
}
