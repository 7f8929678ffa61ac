package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountTest {
    @Test
    void isCleanWhereNothingIsWrong() {
        assertThat(Pictures.clean().clean()).isTrue();
    }

    @Test
    void isNotCleanWhereAnythingIsWrong() {
        assertThat(Pictures.withLost().clean()).isFalse();
        assertThat(Pictures.withUncleanAudit().clean()).isFalse();
        assertThat(Pictures.withProblem().clean()).isFalse();
    }

    @Test
    void provesNothingWhereNothingWasSent() {
        var nothing =
                Account.of(
                        new Comparison(0, 0, 0, 0, 0, 0),
                        Latencies.NONE,
                        new Account.Noticed(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                        new AuditAnswer(true, 0, 0, 0),
                        List.of());

        assertThat(nothing.clean()).isFalse();
    }

    @Test
    void isToldInWords() {
        assertThat(AccountText.lines(Pictures.clean()))
                .containsExactly(
                        "sent             1,500  files, by 12 spiders, each once",
                        "acknowledged     1,500",
                        "stored           1,500  once, whole, and with their receipt",
                        "lost                 0",
                        "doubled              0",
                        "failed               0  requests",
                        "audit                0  lost, 0 doubled, 0 half: it agrees",
                        "acknowledged after 3.2 ms (median), 18 ms (99 of 100), 45 ms at the longest",
                        "loading paused for 14.3 s at the longest, and an analyst waited 7.9 s for an answer; the spiders noticed neither",
                        "Nothing was lost, after 98.4 s");
    }

    @Test
    void saysThatItIsNotAsPromised() {
        assertThat(AccountText.lines(Pictures.withProblem()))
                .contains("problem: deploy ended with 1: it failed")
                .contains("NOT AS PROMISED, after 98.4 s");
        assertThat(AccountText.lines(Pictures.withUncleanAudit()))
                .contains("audit                0  lost, 0 doubled, 1 half: IT IS NOT CLEAN");
    }

    @Test
    void isThereForPrograms() {
        assertThat(AccountJson.of(Pictures.withLost()))
                .hasToString(
                        "{\"clean\":false,\"sent\":1500,\"acknowledged\":1500,\"stored\":1498,\"lost\":2,\"doubled\":0,\"failed\":0,"
                                + "\"acknowledged_after_ms\":{\"median\":3.2,\"p99\":18.4,\"longest\":44.6},"
                                + "\"longest_pause_of_loading_ms\":14250,\"longest_look_up_ms\":7900,\"took_ms\":98400,"
                                + "\"audit\":{\"clean\":true,\"lost\":0,\"doubled\":0,\"half\":0},\"problems\":[]}");
    }

    @Test
    void readsWhatTheAuditSays() {
        assertThat(
                        AuditAnswer.parse(
                                "{\"clean\":false,\"collections\":[],\"lost\":[{},{}],\"doubled\":[{}],\"half\":[]}"))
                .isEqualTo(new AuditAnswer(false, 2, 1, 0));
        assertThat(AuditAnswer.parse("")).isEqualTo(AuditAnswer.NONE);
        assertThat(AuditAnswer.parse("[]")).isEqualTo(AuditAnswer.NONE);
    }
}
