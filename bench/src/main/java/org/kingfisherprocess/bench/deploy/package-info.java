/// Deployments under load: releases made of one build that differ in their migrations, deployed
/// there and back, with terminals lost and executors killed; and releases that are broken.
///
/// Front door: [DeployMain].
@NullMarked
package org.kingfisherprocess.bench.deploy;

import org.jspecify.annotations.NullMarked;
