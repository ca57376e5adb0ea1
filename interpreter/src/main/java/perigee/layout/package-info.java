/**
 * Every structure in guest memory, declared once as named fields. The offsets are constants for the code that uses them;
 * the collector, the dumps and the compilers read the same declarations.
 *
 * <p>All heap objects start with {@link perigee.layout.ObjectHeader}. Its first four bytes are the shape, which for
 * everything but tables is the type's number: one compare answers "is it this type" and "is it this hidden class" alike.
 */
package perigee.layout;
