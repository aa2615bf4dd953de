package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Any command of the program in a process of its own, its two outputs apart. Killed when it is closed. */
public final class Program implements Closeable {

    private static final Pattern OPEN = Pattern.compile("listener=(\\S+) .*address=\\S+:(\\d+) .*open");
    /** As the launcher starts it: a buffer too many is refused at once, where the JDK alone would try for half a second. */
    private static final List<String> MEMORY = List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dio.netty.allocator.type=pooled");

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> outEnd;
    private final CompletableFuture<Boolean> errEnd;

    private Program(Process process) {
        this.process = process;
        this.outEnd = Scene.async(() -> listen(process.inputReader(), out));
        this.errEnd = Scene.async(() -> listen(process.errorReader(), err));
    }

    /** How a program is started. */
    public static final class Start {

        private final List<String> options = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private String before = "";

        /** An option of the JVM. */
        public Start option(String option) {
            options.add(option);
            return this;
        }

        public Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** A shell command that is run in the process before the program, such as {@code ulimit}. */
        public Start before(String command) {
            before = command + "; ";
            return this;
        }

        /** Runs {@code sluice} with these arguments. */
        public Program sluice(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("bash", "-c", before + "exec \"$@\"", "sluice"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(MEMORY);
            command.add("-XX:TieredStopAtLevel=1");
            command.addAll(options);
            command.addAll(List.of("-cp", ProgramJar.classPath(), "io.sluice.Main"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            return new Program(builder.start());
        }

        /** Runs the daemon with a configuration written to this directory. */
        public Program daemon(Path directory, String yaml) throws IOException {
            return sluice("run", "-c", file(directory, yaml).toString());
        }
    }

    public static Program sluice(String... arguments) throws IOException {
        return new Start().sluice(arguments);
    }

    public static Program daemon(Path directory, String yaml) throws IOException {
        return new Start().daemon(directory, yaml);
    }

    /** Writes a configuration; without an {@code admin} section it gets a UNIX socket, so that it needs no free port. */
    public static Path file(Path directory, String yaml) throws IOException {
        Path file = Files.createTempFile(directory, "sluice", ".yaml");
        String admin = yaml.contains("admin:") ? "" : "admin: { listen: \"unix:" + file + ".sock\" }\n";
        return Files.writeString(file, admin + yaml);
    }

    private static boolean listen(BufferedReader reader, List<String> lines) throws IOException {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return true;
        }
    }

    /** Waits for the end and for the last line; the exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still runs: " + out + err);
        }
        CompletableFuture.allOf(outEnd, errEnd)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return process.exitValue();
    }

    /** Standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    /** Waits for a line on standard error that contains this. */
    public String errLine(String part) {
        return line(err, part);
    }

    /** Waits for a line on standard output that contains this. */
    public String outLine(String part) {
        return line(out, part);
    }

    private String line(List<String> lines, String part) {
        Eventually.isTrueWithin(PATIENCE, "a line with " + part + " in " + out + err, () -> find(lines, part) != null);
        String found = find(lines, part);
        return found == null ? "" : found;
    }

    private static @Nullable String find(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElse(null);
    }

    /** Where a listener listens on 127.0.0.1, once it does. */
    public InetSocketAddress address(String listener) {
        Eventually.isTrueWithin(
                PATIENCE, "listener " + listener + " opens: " + err, () -> port(listener) > 0 || !process.isAlive());
        assertThat(port(listener)).as("port of " + listener + ": " + err).isPositive();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(listener));
    }

    private int port(String listener) {
        for (String line : err) {
            Matcher matcher = OPEN.matcher(line);
            if (matcher.find() && matcher.group(1).equals(listener)) {
                return Integer.parseInt(matcher.group(2));
            }
        }
        return 0;
    }

    /** Sends a signal, such as {@code HUP}. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).as("kill -" + name).isZero();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Eventually.calling(process::waitFor);
        Eventually.isTrue("its outputs end", () -> outEnd.isDone() && errEnd.isDone());
    }
}
