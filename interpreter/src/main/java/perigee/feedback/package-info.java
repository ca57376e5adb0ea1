/**
 * What the interpreter and the baseline code observe, kept beside the instructions in guest memory, and the inline caches
 * of field accesses.
 *
 * <p>A field access is looked up once by {@link perigee.feedback.FieldCacheBuilder} and becomes an entry: a receiver
 * shape, and where the field of such receivers is. The feedback word holds the commonest kind of entry by itself; further
 * ones go to a {@link perigee.feedback.FieldCache}. The interpreter evaluates entries; the compilers translate them.
 */
package perigee.feedback;
