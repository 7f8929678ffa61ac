package org.kingfisherprocess.service.demo;

/// Where a demonstration shows itself. Called by several threads.
public interface Screen {
    /// A line of the story, which stays.
    void tell(String line);

    /// What is going on now, twice a second.
    void show(Picture picture);
}
