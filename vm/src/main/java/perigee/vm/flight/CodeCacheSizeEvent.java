package perigee.vm.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** What installed code takes of the cache. */
@Name("perigee.CodeCacheSize")
@Label("Code Cache Size")
final class CodeCacheSizeEvent extends PerigeeEvent {
    @DataAmount
    long stubs;
    @DataAmount
    long cacheStubs;
    @DataAmount
    long baseline;
    @DataAmount
    long optimised;
}
