package org.kingfisherprocess.service.demo;

/// What was seen at one look.
///
/// @param second since the beginning
/// @param acknowledged files a second
/// @param loaded files a second
/// @param waiting files on disk
/// @param longestMillis the longest acknowledgement since the look before
/// @param locked whether somebody had a table for himself
public record Sample(
        double second,
        double acknowledged,
        double loaded,
        long waiting,
        double longestMillis,
        boolean locked) {}
