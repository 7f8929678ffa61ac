package org.kingfisherprocess.service.demo;

import java.nio.file.Path;
import java.util.List;

/// Where a story takes place.
///
/// @param distribution what is installed, and of which the new release is made
/// @param files what the publisher offers besides generated ones
record Scene(WorkFolder work, Path distribution, List<Offer> files, Surroundings surroundings) {
    Scene {
        files = List.copyOf(files);
    }
}
