package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every value: tried on random ones, whose seed is in the name of the test.
final class CanonicalPropertiesTest {
    private static final int VALUES = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isWhatSortingAndJoiningATreeYields(long seed) throws NoSuchAlgorithmException {
        var json = new RandomJson(new Random(seed));
        for (int i = 0; i < VALUES; i++) {
            RandomJson.Tree tree = json.tree(4);
            var canonical = CanonicalJson.of(json.written(tree));
            assertThat(canonical).hasToString(RandomJson.canonical(tree));
            assertThat(canonical.md5()).isEqualTo(naiveHash(canonical.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void isAFixedPoint(long seed) {
        var json = new RandomJson(new Random(seed));
        for (int i = 0; i < VALUES; i++) {
            var once = CanonicalJson.of(json.written(json.tree(4)));
            var twice = CanonicalJson.of(once.utf8(), JsonLimits.DEFAULT);
            assertThat(twice).isEqualTo(once);
            assertThat(twice.md5()).isEqualTo(once.md5());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void doesNotDependOnTheOrderOfMembers(long seed) {
        var json = new RandomJson(new Random(seed));
        for (int i = 0; i < VALUES; i++) {
            RandomJson.Tree tree = json.tree(4);
            assertThat(CanonicalJson.of(json.written(json.shuffled(tree))))
                    .isEqualTo(CanonicalJson.of(json.written(tree)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8})
    void saysTheSameAsTheTreeThatTheOtherParserReads(long seed) {
        var json = new RandomJson(new Random(seed));
        for (int i = 0; i < VALUES; i++) {
            String written = json.written(json.tree(4));
            var canonical = CanonicalJson.of(written);
            assertThat(JsonReader.read(canonical.utf8())).isEqualTo(JsonReader.read(written));
        }
    }

    private static String naiveHash(String canonical) throws NoSuchAlgorithmException {
        var escaped = new StringBuilder();
        canonical
                .chars()
                .forEach(unit ->
                        escaped.append(
                                unit < 0x7f
                                        ? Character.toString(unit)
                                        : "\\u%04x".formatted(unit)));
        byte[] ascii = escaped.toString().getBytes(ISO_8859_1);
        assertThat(ascii).isEqualTo(escaped.toString().getBytes(UTF_8));
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(ascii));
    }
}
