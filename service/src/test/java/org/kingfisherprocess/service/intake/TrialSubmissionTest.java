package org.kingfisherprocess.service.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.spool.SpoolLimits;

final class TrialSubmissionTest {
    private static final SpoolLimits LIMITS = new SpoolLimits(0, 16 << 10, 1 << 20, 1000, 400);

    @TempDir Path folder;

    @Test
    void leavesNothingInTheSpool() throws Exception {
        try (var server = new IntakeServer(folder, LIMITS, List.of())) {
            TrialSubmission.requireRefused(server.address(), ClientRequests.KEY);

            assertThat(server.spooled()).isEmpty();
        }
    }

    @Test
    void passesWhereTheDiskIsFull() {
        var reserve = new SpoolLimits(Long.MAX_VALUE / 2, 16 << 10, 1 << 20, 1000, 400);
        try (var server = new IntakeServer(folder, reserve, List.of())) {
            TrialSubmission.requireRefused(server.address(), ClientRequests.KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 404, 500, 503})
    void findsOutAServerThatAnswersOtherwise(int status) {
        assertFails(_ -> Answer.text(status, "other\n"), Integer.toString(status));
    }

    @Test
    void findsOutAServerOfWhichAClassIsMissing() {
        assertFails(
                _ -> {
                    throw new NoClassDefFoundError("SubmittedForm");
                },
                "500");
    }

    private static void assertFails(RequestHandler handler, String answered) {
        var routes = Routes.builder().post("**/api/v1/submit/file/", handler).build();
        try (var server =
                new HttpServer(
                        HttpLimits.DEFAULTS, routes, ErrorPages.PLAIN, RequestObserver.NONE)) {
            server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThatThrownBy(() -> TrialSubmission.requireRefused(server.address(), "key"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("without collection_data_version")
                    .hasMessageContaining("answered 'HTTP/1.1 " + answered);
        }
    }
}
