package io.sluice.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line that a test is about to run, with its surroundings. */
final class Command {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path directory;
    private @Nullable Path input;

    private Command(List<String> words) {
        this.words = words;
    }

    static Command of(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.set(0, located(words[0]));
        return new Command(all);
    }

    /** Debian keeps servers where the PATH of an ordinary user does not lead. */
    private static String located(String program) {
        Path servers = Path.of("/usr/sbin").resolve(program);
        return Files.isExecutable(servers) ? servers.toString() : program;
    }

    /** A script for bash. */
    static Command bash(String script) {
        return of("bash", "-c", script);
    }

    Command and(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Command in(Path working) {
        directory = working;
        return this;
    }

    Command reading(Path file) {
        input = file;
        return this;
    }

    /** Runs it to its end, which must come within a minute. */
    Outcome run() {
        try (RealProgram program = start()) {
            return program.finish(LIMIT);
        }
    }

    /** Runs it to its end, which must be a success; the answer is what it printed. */
    String output() {
        return run().output();
    }

    RealProgram start() {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        builder.directory(directory == null ? null : directory.toFile());
        builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
        try {
            return RealProgram.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
