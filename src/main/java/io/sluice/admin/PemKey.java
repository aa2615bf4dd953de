package io.sluice.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A private key in PEM, as PKCS#8 (RFC 7468, 10). Blocks. */
final class PemKey {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]++)-----END PRIVATE KEY-----");
    private static final String[] ALGORITHMS = {"EC", "RSA", "Ed25519"};

    private PemKey() {}

    /** @throws IOException with file and reason, never with content or a cause that may quote it */
    static PrivateKey read(SecretFile file) throws IOException {
        Matcher pem = KEY.matcher(new String(file.read(), StandardCharsets.ISO_8859_1));
        if (pem.find()) {
            PrivateKey key = decode(decoded(pem.group(1)));
            if (key != null) {
                return key;
            }
        }
        throw new IOException(file.path() + ": no unencrypted key in PEM (expected: -----BEGIN PRIVATE KEY-----;"
                + " openssl pkcs8 -topk8 -nodes makes it from other forms)");
    }

    private static @Nullable PrivateKey decode(byte[] encoded) {
        PrivateKey key = null;
        for (String algorithm : ALGORITHMS) {
            try {
                key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                // a key of another kind: the next algorithm
            }
        }
        return key;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // no algorithm takes it
        }
    }
}
