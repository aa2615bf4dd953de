package io.sluice.health;

import io.sluice.model.Options;

/**
 * Reads the greeting of a MySQL or MariaDB. With a user, one that has no password, it logs in and leaves in order: the server counts
 * connections that break off before, and blocks a host after {@code max_connect_errors} of them without a login in between.
 *
 * @param user empty = hang up after the greeting
 */
public record MysqlProbe(String user) implements Probe {

    static MysqlProbe from(Options options) {
        return new MysqlProbe(options.text("user", ""));
    }

    @Override
    public String type() {
        return "mysql";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline()
                .addLast(new ReadLimit(attempt), new MysqlDialogue(attempt, this)));
    }
}
