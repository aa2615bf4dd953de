package io.sluice.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that open the admin API. Immutable; only their digests are kept, so that no dump of this object shows one.
 * Comparing takes the same time whatever is shown.
 */
public final class Tokens {

    private static final byte[] NOTHING = new byte[0];

    /** No token is asked for: whoever can connect may do everything. */
    public static final Tokens NONE = new Tokens(null, null);

    private final byte[] admin;
    private final byte[] reader;

    /**
     * @param admin null when nobody can change anything by token
     * @param reader null when there is no token for those who only look
     */
    public Tokens(@Nullable String admin, @Nullable String reader) {
        this.admin = admin == null ? NOTHING : digest(admin);
        this.reader = reader == null ? NOTHING : digest(reader);
    }

    /** True when a request has to show one. */
    boolean areNeeded() {
        return admin.length > 0 || reader.length > 0;
    }

    /** The role of whoever shows this, or null when it is none of ours. */
    @Nullable
    Role role(String shown) {
        byte[] digest = digest(shown);
        boolean isAdmin = MessageDigest.isEqual(admin, digest);
        boolean isReader = MessageDigest.isEqual(reader, digest);
        if (isAdmin) {
            return Role.ADMIN;
        }
        return isReader ? Role.READER : null;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
