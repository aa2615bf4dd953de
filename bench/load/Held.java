import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that have carried 16 bytes each way, so that both legs stand, and are idle since. */
final class Held {

    private static final int BYTES = 16;
    private static final int TIMEOUT_MILLIS = 5000;

    private final InetSocketAddress target;
    private final List<Socket> sockets = new ArrayList<>();

    private Held(int port) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Each line of standard input is a count; the answer comes when that many are open. They close when the input ends. */
    static void serve(int port) throws IOException {
        Held held = new Held(port);
        BufferedReader counts = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = counts.readLine(); line != null; line = counts.readLine()) {
            held.growTo(Integer.parseInt(line.trim()));
            System.out.println("{\"held\":" + held.sockets.size() + "}");
        }
    }

    private void growTo(int count) throws IOException {
        byte[] message = new byte[BYTES];
        while (sockets.size() < count) {
            Socket socket = new Socket();
            socket.connect(target, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(message);
            if (socket.getInputStream().readNBytes(BYTES).length < BYTES) {
                throw new IOException("connection " + sockets.size() + " was closed by the balancer");
            }
            sockets.add(socket);
        }
    }
}
