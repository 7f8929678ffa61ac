package org.kingfisherprocess.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LayoutTest {
    @Test
    void hasASocketOnlyWhereTheKernelAllowsOneOfThatLength() {
        assertThat(Layout.in(Path.of("/data")).hasSocket()).isTrue();
        assertThat(Layout.in(Path.of("/" + "d".repeat(73))).hasSocket()).isTrue();
        assertThat(Layout.in(Path.of("/" + "d".repeat(74))).hasSocket()).isFalse();
    }
}
