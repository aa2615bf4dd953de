package io.sluice.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The open file descriptors of this process, each with what it stands for, so that one too many tells whose it is. */
final class Descriptors {

    private static final Path OPEN = Path.of("/proc/self/fd");

    /**
     * What the Java platform opens when it first needs it, whichever test that is, and keeps: the jar of a class that nobody has used
     * yet, entropy. The order of test classes is that of the file system, so it may be any test.
     */
    private static final Pattern OF_THE_PLATFORM = Pattern.compile(".*\\.jar|.*/lib/modules|/dev/u?random");

    private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]+)]");
    private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6", "unix");

    private Descriptors() {}

    /** By number; what the platform keeps is left out. */
    static Map<String, String> ours() {
        Map<String, String> open = new TreeMap<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(OPEN)) {
            for (Path link : links) {
                String target = target(link);
                if (!OF_THE_PLATFORM.matcher(target).matches()) {
                    open.put(link.getFileName().toString(), target);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // every process may look at its own
        }
        return open;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** The same with the kernel's line about each socket: addresses, in hexadecimal, and state. */
    static Map<String, String> explained(Map<String, String> open) {
        Map<String, String> explained = new TreeMap<>(open);
        explained.replaceAll((number, target) -> explained(target));
        return explained;
    }

    private static String explained(String target) {
        Matcher socket = SOCKET.matcher(target);
        return socket.matches() ? line(socket.group(1)) : target;
    }

    private static String line(String inode) {
        for (String table : TABLES) {
            for (String line : Eventually.calling(() -> Files.readAllLines(Path.of("/proc/self/net", table)))) {
                if (List.of(line.strip().split("\\s+", -1)).contains(inode)) {
                    return table + " " + line.strip();
                }
            }
        }
        return "a socket that no table has: not connected, or not yet bound";
    }
}
