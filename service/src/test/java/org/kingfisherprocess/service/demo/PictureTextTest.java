package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PictureTextTest {
    /// What `Drawing` shows at the most, since lower terminals are rare.
    private static final int LINES_OF_A_TERMINAL = 22;

    @Test
    void showsRatesProcessesAndLocks() {
        assertThat(PictureText.lines(Pictures.locked()))
                .containsExactly(
                        "",
                        "1:02  A new release is deployed · 5. run the migrations for which loading is held",
                        "",
                        "acknowledged   1,200   24/s  ██████████",
                        "loaded           950    0/s  ███████▄▁▁",
                        "wait on disk     250         ▁▂▃▃▄▅▆▇██",
                        "failed             2         acknowledged after 3.2 ms (median), 45 ms at the longest",
                        "",
                        "processes     generation 1 leaves, generation 2 works",
                        "locks         kingfisher-process upgrade holds ACCESS EXCLUSIVE on release for 5.3 s",
                        "              └─ analyst waits for table release since 4.9 s",
                        "page          http://127.0.0.1:4000/")
                .hasSizeLessThan(LINES_OF_A_TERMINAL);
    }

    @Test
    void showsThatThereIsNothingYet() {
        assertThat(PictureText.lines(Pictures.first()))
                .contains(
                        "0:01  A database of version 1",
                        "acknowledged       0    0/s",
                        "processes     none yet",
                        "locks         nobody keeps others waiting");
    }

    @Test
    void fitsIntoALine() {
        assertThat(PictureText.line(Pictures.locked()))
                .isEqualTo(
                        "1:02  24 acknowledged/s, 0 loaded/s; 1,200 acknowledged, 2 failed, 250 wait on disk;"
                                + " generation 1 leaves, generation 2 works;"
                                + " kingfisher-process upgrade holds ACCESS EXCLUSIVE on release for 5.3 s, 1 wait");
    }

    @Test
    void aSparklineIsAsHighAsItsHighestNumber() {
        assertThat(Sparkline.of(List.of(), Sample::acknowledged)).isEmpty();
        assertThat(Sparkline.of(List.of(at(0, 0), at(2, 5), at(4, 10)), Sample::acknowledged))
                .isEqualTo("▁▄█");
    }

    @Test
    void aSparklineTakesTheMeanOfTwoSeconds() {
        assertThat(
                        Sparkline.of(
                                List.of(at(10, 0), at(11, 10), at(12, 10), at(13, 10)),
                                Sample::acknowledged))
                .isEqualTo("▄█");
    }

    private static Sample at(double second, double acknowledged) {
        return new Sample(second, acknowledged, 0, 0, 0, false);
    }
}
