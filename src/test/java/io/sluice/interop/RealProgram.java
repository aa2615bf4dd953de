package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs, its output going to files. When it is closed it is gone, and so are its children. */
final class RealProgram implements AutoCloseable {

    private static final Duration GOODBYE = Duration.ofSeconds(20);

    private static final Set<RealProgram> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // A test that fails before its stage is complete must not leave servers behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(RealProgram::kill)));
    }

    private final List<String> words;
    private final Process process;
    private final Path out;
    private final Path err;

    private RealProgram(List<String> words, Process process, Path out, Path err) {
        this.words = words;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static RealProgram start(ProcessBuilder builder) throws IOException {
        Path out = Files.createTempFile("sluice-interop", ".out");
        Path err = Files.createTempFile("sluice-interop", ".err");
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            RealProgram program = new RealProgram(List.copyOf(builder.command()), process, out, err);
            RUNNING.add(program);
            return program;
        } catch (IOException e) {
            Files.delete(out);
            Files.delete(err);
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    String out() {
        return text(out);
    }

    /** What it has complained of so far. */
    String err() {
        return text(err);
    }

    /** Waits for its end. */
    Outcome finish(Duration limit) {
        boolean ended = waitFor(limit);
        Outcome outcome = new Outcome(words, ended ? process.exitValue() : -1, out(), err());
        assertThat(ended).as("has ended within %s: %s", limit, outcome).isTrue();
        return outcome;
    }

    /** Sends a signal to it and its children, such as {@code STOP}. */
    void signalAll(String name) {
        family().forEach(handle -> signal(name, handle.pid()));
    }

    /** Sends a signal to it alone. */
    void signal(String name) {
        signal(name, pid());
    }

    /** Sends it SIGTERM and waits for its end. */
    Outcome terminate() {
        signal("TERM");
        return finish(GOODBYE);
    }

    /** Kills it and its children, and waits until they are gone. */
    void kill() {
        List<ProcessHandle> family = family().toList();
        family.forEach(ProcessHandle::destroyForcibly);
        waitFor(GOODBYE);
        Await.until("the end of " + words, () -> family.stream().allMatch(handle -> isGone(handle.pid())));
    }

    @Override
    public void close() {
        kill();
        RUNNING.remove(this);
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A dead child may wait long for the machine's first process to take note of it; it holds nothing any more. */
    private static boolean isGone(long pid) {
        try {
            String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = status.charAt(status.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException e) {
            return true;
        }
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private boolean waitFor(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + words, e);
        }
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + pid, e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
