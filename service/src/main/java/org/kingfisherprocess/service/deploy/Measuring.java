package org.kingfisherprocess.service.deploy;

import org.kingfisherprocess.service.deploy.Deployment.Figures;

/// Measures what clients notice of a deployment.
interface Measuring {
    Measuring NONE =
            new Measuring() {
                @Override
                public void start() {}

                @Override
                public void stop() {}

                @Override
                public Figures figures() {
                    return Figures.NONE;
                }
            };

    void start();

    void stop();

    /// To be asked when it is stopped.
    Figures figures();
}
