/**
 * Which function runs in which tier: thresholds, compiling, installing, invalidating. The only place that knows the
 * interpreter's driver, the compilers and the code cache.
 */
package perigee.vm.tier;
