package io.sluice.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test has put up: a directory, servers, daemons. When the test is over every daemon plays its {@link Epilogue}, and then
 * everything goes, the last thing first.
 */
final class Stage implements AfterEachCallback {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Sluice> daemons = new ArrayList<>();
    private final Path directory;

    Stage() {
        try {
            directory = Files.createTempDirectory("sluice-interop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    /** A daemon that plays the epilogue when the test is over. */
    Sluice sluice(Config config) {
        Sluice sluice = mortal(config);
        daemons.add(sluice);
        return sluice;
    }

    /** A daemon that the test itself brings to an end. */
    Sluice mortal(Config config) {
        return keep(Sluice.start(directory, config));
    }

    <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (context.getExecutionException().isEmpty()) {
                daemons.forEach(daemon -> new Epilogue(daemon).play());
            }
        } finally {
            strike(context.getDisplayName());
        }
    }

    private void strike(String test) throws Exception {
        for (Sluice daemon : daemons) {
            System.out.println(test + ": the daemon said\n" + daemon.program().err());
        }
        daemons.clear();
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
