package io.sluice.cli;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;

/** Why a TLS connection to a daemon could not be made, in words. Pure. */
final class TlsFailure {

    private TlsFailure() {}

    static String reason(Throwable failure) {
        String words = "the TLS handshake failed";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return "what answers there does not speak TLS; try http://";
            }
            if (cause instanceof CertPathBuilderException) {
                return "nobody who is trusted here signed its certificate; name the CA with --ca FILE";
            }
            if (cause instanceof CertificateException) {
                words = "its certificate is not valid for this name, or not now";
            }
        }
        return words;
    }
}
