package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.model.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Greets a PostgreSQL (protocol 3.0). Without a user it asks for GSS encryption and hangs up after the answer, which tells that the
 * server takes connections and leaves no line in its log; asking for TLS instead would leave one. With a user it starts a session
 * up to the point where a password is wanted, or to its first prompt, and so hears of a server that is starting up or full.
 *
 * @param user empty = no session is started
 * @param role {@code primary} or {@code replica}; null = either
 */
public record PostgresProbe(
        String user, String database, @Nullable String role) implements Probe {

    private static final int ENCRYPTION_REQUEST = 80_877_104;
    private static final int PROTOCOL = 196_608;

    static PostgresProbe from(Options options) {
        String user = options.text("user", "");
        String role = options.oneOf("role", "any", List.of("any", "primary", "replica"));
        for (String key : List.of("database", "role")) {
            if (user.isEmpty() && options.has(key)) {
                options.reject(key, "a check with a user to start a session for");
            }
        }
        return new PostgresProbe(user, options.text("database", "postgres"), role.equals("any") ? null : role);
    }

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline()
                .addLast(new ReadLimit(attempt), new PostgresDialogue(attempt, this)));
    }

    /** The first packet. */
    ByteBuf opening() {
        if (user.isEmpty()) {
            return Unpooled.buffer().writeInt(8).writeInt(ENCRYPTION_REQUEST);
        }
        ByteBuf packet = Unpooled.buffer().writeInt(0).writeInt(PROTOCOL);
        for (String text : List.of("user", user, "database", database, "application_name", "sluice")) {
            packet.writeCharSequence(text, StandardCharsets.UTF_8);
            packet.writeByte(0);
        }
        packet.writeByte(0);
        return packet.setInt(0, packet.readableBytes());
    }
}
