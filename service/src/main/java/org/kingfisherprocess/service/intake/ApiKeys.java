package org.kingfisherprocess.service.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/// The keys that clients may send as `Authorization: ApiKey KEY`.
///
/// Every known key is compared, by digests of equal length, so that the time of an answer tells
/// nothing about any of them.
public final class ApiKeys {
    private static final String SCHEME = "apikey ";

    private final List<byte[]> digests;

    public ApiKeys(List<String> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "at least one API key is needed, and none may be blank");
        }
        digests = keys.stream().map(ApiKeys::digest).toList();
    }

    /// Whether the value of an Authorization header holds one of the keys.
    boolean admit(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        var sent = digest(authorization.substring(SCHEME.length()).strip());
        var admitted = false;
        for (var known : digests) {
            admitted |= MessageDigest.isEqual(known, sent);
        }
        return admitted;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
