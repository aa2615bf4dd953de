package io.sluice.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file of random bytes that nobody can lose a piece of unnoticed.
 *
 * @param sha256 as sha256sum writes it
 */
record Blob(Path file, long size, String sha256) {

    private static final int MEBIBYTE = 1 << 20;

    /** @param seed what the bytes are made from */
    static Blob create(Path file, int mebibytes, long seed) {
        Random random = new Random(seed);
        byte[] block = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
            return new Blob(file, (long) mebibytes * MEBIBYTE, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
