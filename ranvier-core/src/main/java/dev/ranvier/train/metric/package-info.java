/** Metrics: what is measured of predictions beside the loss, a record each. */
package dev.ranvier.train.metric;
