package io.sluice.health;

import io.netty.handler.codec.LineBasedFrameDecoder;
import io.sluice.model.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Redis for PING, after AUTH when there is a password, and for its ROLE when one is expected. It hangs up without QUIT: Redis
 * logs neither.
 *
 * @param username empty = the default user
 * @param role {@code master} or {@code replica}; null = either
 */
public record RedisProbe(
        String username, Secret password, @Nullable String role) implements Probe {

    private static final int LONGEST_LINE = 1024;

    static RedisProbe from(Options options) {
        String username = options.text("username", "");
        Secret password = Secret.read(options);
        if (!username.isEmpty() && !options.has("password") && !options.has("password_file")) {
            options.reject("username", "a user with password or password_file");
        }
        String role = options.oneOf("role", "any", List.of("any", "master", "replica"));
        return new RedisProbe(username, password, role.equals("any") ? null : role);
    }

    @Override
    public String type() {
        return "redis";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline()
                .addLast(
                        new ReadLimit(attempt),
                        new LineBasedFrameDecoder(LONGEST_LINE, true, true),
                        new RedisDialogue(attempt, this)));
    }
}
