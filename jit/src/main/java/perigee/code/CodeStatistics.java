package perigee.code;

import java.util.Map;

/**
 * The counters of a code cache at one moment.
 *
 * @param capacity bytes the cache may grow to
 * @param committed bytes of memory it has taken
 * @param free bytes that code can be put in, untouched ones included
 * @param largestFree the largest piece of those in one
 * @param freeRanges how many pieces they are
 * @param retiredObjects pieces of code that are retired and wait for their frames
 * @param installs pieces of code installed so far
 * @param retirements pieces retired so far, evicted ones included
 * @param evictions pieces retired to make room
 * @param reclaims pieces freed
 * @param patches words replaced in installed code
 * @param refusals pieces not installed
 */
public record CodeStatistics(long capacity, long committed, long free, long largestFree, int freeRanges,
        int retiredObjects, long installs, long retirements, long evictions, long reclaims, long patches,
        Map<Refusal.Reason, Long> refusals) {
}
