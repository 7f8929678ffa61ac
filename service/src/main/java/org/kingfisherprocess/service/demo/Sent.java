package org.kingfisherprocess.service.demo;

import java.util.OptionalLong;

/// A file that a spider sent, once.
///
/// @param documents how many releases or records are in it; empty where the publisher did not say
/// @param nanos from the first byte sent to the end of the answer
record Sent(String file, OptionalLong documents, long nanos, Outcome outcome) {}
