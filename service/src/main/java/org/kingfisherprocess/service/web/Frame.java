package org.kingfisherprocess.service.web;

/// What is around the content of a page.
///
/// @param place which entry of the navigation the page belongs to; empty for none
public record Frame(String title, String place, String stylesheet, String version) {}
