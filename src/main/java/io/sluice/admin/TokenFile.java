package io.sluice.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that holds one token. Blocks. */
final class TokenFile {

    /** 22 characters of base64 hold 132 bits. The alphabet is that of RFC 6750, 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{22,512}=*");

    private static final int LEAST_DIFFERENT = 8;

    private TokenFile() {}

    /** The token, or null when there is no file. */
    static @Nullable String read(@Nullable String name, Map<String, String> environment) throws IOException {
        if (name == null) {
            return null;
        }
        SecretFile file = SecretFile.of(name, environment);
        String token = new String(file.read(), StandardCharsets.ISO_8859_1).strip();
        if (!TOKEN.matcher(token).matches() || token.chars().distinct().count() < LEAST_DIFFERENT) {
            throw new IOException(file.path() + ": not a token of 128 bits (expected: one line of 22 to 512 letters,"
                    + " digits and . _ ~ + / -, as from: openssl rand -base64 32)");
        }
        return token;
    }
}
