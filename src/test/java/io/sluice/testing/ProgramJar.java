package io.sluice.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program's classes in a jar, as users run it. It matters where descriptors run out: a class in a directory needs one to be
 * loaded, a class in a jar that is open already does not.
 */
final class ProgramJar {

    private static final String MAIN = "io/sluice/Main.class";
    private static final Path JAR = make();

    private ProgramJar() {}

    /** The class path of a daemon: this jar, then the libraries. */
    static String classPath() {
        return JAR
                + File.pathSeparator
                + entries().filter(entry -> entry.endsWith(".jar")).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> entries() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator));
    }

    private static Path make() {
        Path classes = entries()
                .map(Path::of)
                .filter(entry -> Files.exists(entry.resolve(MAIN)))
                .findFirst()
                .orElseThrow();
        try {
            Path jar = Files.createTempFile("sluice-test", ".jar");
            jar.toFile().deleteOnExit();
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file)) {
                for (Path path : files(classes)) {
                    out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                    Files.copy(path, out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
