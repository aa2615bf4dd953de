package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A daemon in a process of its own, {@code sluice run}, for what a process does: signals, exit codes, limits. */
public final class DaemonProcess implements Closeable {

    private static final Pattern OPEN = Pattern.compile("listener=(\\S+) .*address=127\\.0\\.0\\.1:(\\d+) .*open");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Process process;
    private final Path file;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private DaemonProcess(Process process, Path file) {
        this.process = process;
        this.file = file;
        var unused = Scene.async(this::listen);
    }

    /** Starts it with a configuration written to this directory. Needs no free port: its admin plane is a UNIX socket. */
    static DaemonProcess start(Path directory, String yaml, List<String> options) throws IOException {
        Path file = Files.createTempFile(directory, "sluice", ".yaml");
        write(file, yaml);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", ProgramJar.classPath()));
        command.addAll(List.of("io.sluice.Main", "run", "-c", file.toString()));
        return new DaemonProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start(), file);
    }

    private static void write(Path file, String yaml) throws IOException {
        Files.writeString(file, "admin: { listen: \"unix:" + file + ".sock\" }\n" + yaml);
    }

    /** Writes another configuration, which it does not read by itself. */
    public void write(String yaml) throws IOException {
        write(file, yaml);
    }

    /** Where its admin plane is, for {@code --admin}. */
    public String adminAddress() {
        return "unix:" + file + ".sock";
    }

    public AdminPlane admin() {
        return AdminPlane.at(new Endpoint.Unix(file + ".sock"));
    }

    /** Sends SIGHUP. */
    public void hangUp() throws IOException, InterruptedException {
        run("kill", "-HUP", Long.toString(process.pid()));
    }

    /** Memory that it holds now, in bytes. */
    public long residentBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return 1024 * Long.parseLong(line.replaceAll("\\D+", ""));
    }

    private boolean listen() throws IOException {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return true;
        }
    }

    /** Where a listener listens, once it does. */
    public InetSocketAddress address(String listener) {
        Eventually.isTrueWithin(PATIENCE, "listener " + listener + " opens: " + lines, () -> port(listener) > 0);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(listener));
    }

    private int port(String listener) {
        for (String line : lines) {
            Matcher matcher = OPEN.matcher(line);
            if (matcher.find() && matcher.group(1).equals(listener)) {
                return Integer.parseInt(matcher.group(2));
            }
        }
        return 0;
    }

    /** Sends SIGTERM. Not by {@code Process.destroy}, which would close the streams as well. */
    public void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end; the exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still runs: " + lines);
        }
        return process.exitValue();
    }

    /** What it has printed so far, on either stream. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line that contains this. */
    public String line(String part) {
        Eventually.isTrueWithin(PATIENCE, "a line with " + part + " in " + lines, () -> find(part) != null);
        String found = find(part);
        return found == null ? "" : found;
    }

    private @Nullable String find(String part) {
        return lines.stream().filter(line -> line.contains(part)).findFirst().orElse(null);
    }

    /** Processor time used so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public int descriptors() {
        String[] names =
                Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    /** Sets the limit of open files, soft and hard. */
    public void limitDescriptors(int limit) throws IOException, InterruptedException {
        run("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + limit + ":20000");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(command[0] + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Eventually.calling(process::waitFor);
    }
}
