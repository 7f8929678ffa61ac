package org.kingfisherprocess.service.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class RunUntilStoppedTest {
    @Test
    void goesOnAfterWhateverIsThrownUntilItsThreadIsInterrupted() {
        var runs = new AtomicInteger();
        Step step =
                () -> {
                    switch (runs.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("a failure");
                        case 2 ->
                                throw new NoClassDefFoundError("a class of a release that is gone");
                        default -> throw new InterruptedException();
                    }
                };

        new RunUntilStopped(step, Duration.ZERO).run();

        assertThat(runs).hasValue(3);
        assertThat(Thread.interrupted()).isTrue();
    }
}
