import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Load generator and backends of the benchmark. One command, one line of JSON on standard output:
 *
 * <ul>
 *   <li>{@code backend tcp=P,… udp=P,…}: echoes until standard input ends
 *   <li>{@code conn port=P millis=T concurrent=C}: connects, sends 16 bytes, reads them back, closes
 *   <li>{@code rr port=P millis=T connections=K}: 128 bytes to and fro on connections that stay open
 *   <li>{@code udp port=P millis=T sockets=K window=W}: 200 byte datagrams, W under way on each socket
 *   <li>{@code hold port=P}: reads counts from standard input and keeps that many idle connections open
 *   <li>{@code session}: reads commands (conn, rr, udp) from standard input, so that one warm JVM serves all rounds
 * </ul>
 */
final class Load {

    private Load() {}

    public static void main(String[] words) throws Exception {
        Arguments arguments = Arguments.of(words);
        switch (arguments.mode()) {
            case "backend" -> Echo.serve(arguments.numbers("tcp"), arguments.numbers("udp"));
            case "hold" -> Held.serve(arguments.number("port"));
            case "session" -> session();
            default -> System.out.println(run(arguments));
        }
    }

    private static void session() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(answer(Arguments.of(line.trim().split(" +"))));
        }
    }

    /** A run that cannot even connect ends with its reason, and the session goes on. */
    private static String answer(Arguments arguments) {
        try {
            return run(arguments);
        } catch (IOException e) {
            return "{\"problem\":\"" + arguments.mode() + ": " + e.getClass().getSimpleName() + "\"}";
        }
    }

    private static String run(Arguments arguments) throws IOException {
        Score score = new Score(arguments.number("millis"));
        int port = arguments.number("port");
        switch (arguments.mode()) {
            case "conn" -> new ShortConnections(port, score).run(arguments.number("concurrent", 64));
            case "rr" -> new PingPong(port, score).run(arguments.number("connections", 64));
            case "udp" -> new Datagrams(port, score).run(arguments.number("sockets", 32), arguments.number("window", 8));
            default -> throw new IllegalArgumentException(
                    arguments.mode() + " (expected: backend, conn, rr, udp, hold, session)");
        }
        return score.json();
    }
}
