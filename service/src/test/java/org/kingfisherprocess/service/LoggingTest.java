package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class LoggingTest {
    private final LoggerContext loggers = new LoggerContext();

    @Test
    void logsToStandardErrorWithoutTheChatterOfLibraries() {
        var realErrors = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        var other = System.clearProperty("logback.configurationFile");
        try {
            loggers.setMDCAdapter(new LogbackMDCAdapter());
            new Logging().configure(loggers);
            loggers.getLogger("org.kingfisherprocess.service.Serve").info("said {} times", 2);
            loggers.getLogger("org.eclipse.jetty.server.Server").info("chatter");
        } finally {
            System.setErr(realErrors);
            System.setProperty("logback.configurationFile", other);
        }

        assertThat(said.toString(UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO  Serve: said 2 times\\R");
    }

    @Test
    void leavesTheWordToAConfigurationThatWasAskedFor() {
        new Logging().configure(loggers);

        assertThat(loggers.getLogger("ROOT").getLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void isFoundByTheLibrary() {
        assertThat(ServiceLoader.load(ch.qos.logback.classic.spi.Configurator.class))
                .hasAtLeastOneElementOfType(Logging.class);
    }
}
