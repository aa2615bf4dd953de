package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The daemon as a user starts it: {@code bin/sluice run -c FILE}, logging its sessions to a file as JSON. */
final class Sluice implements AutoCloseable {

    static final String LAUNCHER = Path.of("bin/sluice").toAbsolutePath().toString();

    private final RealProgram program;
    private final int adminPort;
    private final Path sessionLog;
    private final List<String> descriptorsAtRest;

    private Sluice(RealProgram program, int adminPort, Path sessionLog) {
        this.program = program;
        this.adminPort = adminPort;
        this.sessionLog = sessionLog;
        Await.until(() -> "ready: " + program.err(), this::isReady);
        metrics(); // what the first scrape opens for good belongs to the daemon at rest
        this.descriptorsAtRest = leastOf(50);
    }

    /** Starts a daemon and waits until it is ready. */
    static Sluice start(Path directory, Config config) {
        return start(directory, config, Map.of());
    }

    static Sluice start(Path directory, Config config, Map<String, String> environment) {
        int adminPort = Ports.free();
        Path log = directory.resolve("sessions-" + adminPort + ".json");
        Path file = directory.resolve("sluice-" + adminPort + ".yaml");
        try {
            Files.writeString(file, config.yaml(adminPort, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command command = command("run", "-c", file.toString());
        environment.forEach(command::with);
        return new Sluice(command.start(), adminPort, log);
    }

    /** A command line of Sluice, to be run by the Java and the jar of this build. */
    static Command command(String... arguments) {
        assertThat(Path.of("target/sluice.jar"))
                .as("the jar of this build: run `mvn verify -Pinterop`, which packages first")
                .exists();
        return Command.of(LAUNCHER)
                .and(arguments)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("SLUICE_JAVA_OPTS", "-ea -Dio.netty.leakDetection.level=paranoid");
    }

    RealProgram program() {
        return program;
    }

    int adminPort() {
        return adminPort;
    }

    boolean isReady() {
        assertThat(program.isAlive()).as("the daemon lives: %s", program.err()).isTrue();
        return statusCode("/readyz") == 200;
    }

    Metrics metrics() {
        return Metrics.of(get("/metrics"));
    }

    /** The metrics once no session is left: while bytes move they are added to the counters ten times a second only. */
    Metrics metricsAtRest() {
        Await.until("no session is left", () -> metrics().sum("sluice_sessions_active") == 0);
        return metrics();
    }

    Map<String, Object> status() {
        try {
            return JSON.std.mapFrom(get("/api/v1/status"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SessionLines sessions() {
        return SessionLines.of(sessionLog);
    }

    /** What the daemon's open descriptors lead to. */
    List<String> descriptors() {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + program.pid() + "/fd"))) {
            for (Path link : links.toList()) {
                targets.add(
                        Files.isSymbolicLink(link)
                                ? Files.readSymbolicLink(link).toString()
                                : "closed just now");
            }
        } catch (IOException e) {
            return descriptors(); // one was closed while it was looked at
        }
        return targets;
    }

    /** What they were before the first session. */
    List<String> descriptorsAtRest() {
        return descriptorsAtRest;
    }

    private List<String> leastOf(int looks) {
        List<String> least = descriptors();
        for (int i = 0; i < looks; i++) {
            List<String> now = descriptors();
            least = now.size() < least.size() ? now : least;
        }
        return least;
    }

    /** The status code of an answer of the admin plane, or 0 when there is none. */
    int statusCode(String path) {
        try {
            HttpURLConnection connection = open(path);
            int code = connection.getResponseCode();
            connection.disconnect();
            return code;
        } catch (IOException e) {
            return 0;
        }
    }

    String get(String path) {
        try {
            return new String(open(path).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(program.err(), e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + adminPort + path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        return connection;
    }

    @Override
    public void close() {
        program.close();
    }
}
