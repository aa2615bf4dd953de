package io.sluice.health;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A command and all that it has started. Descendants are found by their parents, and those whose parent has gone by a name that all
 * of them inherit in their environment. Those that change their user or clear their environment get away. Immutable.
 */
final class ProcessFamily {

    static final String VARIABLE = "SLUICE_PROBE";

    /** A process may be starting another while it is looked for. */
    private static final int ROUNDS = 5;

    private static final int MOST_ENVIRONMENT = 16_384;

    private final String name;

    private ProcessFamily(String name) {
        this.name = name;
    }

    static ProcessFamily named() {
        return new ProcessFamily(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    /** Gives the command this environment, the name, and the root directory. */
    void mark(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(VARIABLE, name);
        builder.directory(new File("/"));
    }

    /** Kills the command and its descendants, who cannot refuse. Reads all of /proc: not on a loop. */
    void kill(Process command) {
        for (int i = 0; i < ROUNDS; i++) {
            Set<ProcessHandle> members = members(command);
            if (members.isEmpty()) {
                return;
            }
            members.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Set<ProcessHandle> members(Process command) {
        Set<ProcessHandle> members = new LinkedHashSet<>();
        if (command.isAlive()) {
            members.add(command.toHandle());
        }
        command.descendants().forEach(members::add);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isNamed(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            return members; // without /proc, those with a parent
        }
        return members;
    }

    private boolean isNamed(Path process) {
        try (InputStream environment = Files.newInputStream(process.resolve("environ"))) {
            String text = new String(environment.readNBytes(MOST_ENVIRONMENT), StandardCharsets.ISO_8859_1);
            return text.contains(VARIABLE + "=" + name);
        } catch (IOException e) {
            return false; // gone, or somebody else's
        }
    }
}
