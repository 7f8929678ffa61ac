package org.kingfisherprocess.service;

import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.settings.Settings;

/// The limits of requests as they are set.
final class RequestLimits {
    private RequestLimits() {}

    static HttpLimits of(Settings.Intake intake) {
        return new HttpLimits(
                new HttpLimits.Sizes(
                        intake.maxHeaderBytes(),
                        intake.maxBodyBytes(),
                        intake.maxFieldBytes(),
                        intake.maxParts()),
                new HttpLimits.Times(
                        intake.headerTimeout(),
                        intake.idleTimeout(),
                        intake.requestTimeout(),
                        intake.minBytesPerSecond()),
                new HttpLimits.Connections(intake.maxRequests(), intake.backlog()));
    }
}
