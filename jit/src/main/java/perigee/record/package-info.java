/**
 * Compiles as bytes: what went in, and what came out. For bug reports, which are compiled again to the same bytes, and for
 * compiles in another process.
 *
 * <pre>
 *   record    magic:8 version:2 section(request) [section(result)]
 *   section   kind:1 length:4 checksum:4 bytes              checksum: CRC-32C; all little-endian
 *   request   settings, functions (as precompiled chunks), facts by function and instruction, constants, metatables
 *   result    machine code, relocations, sites with their frame states, assumptions, references, inline tree; or a reason
 * </pre>
 *
 * <p><b>In, out:</b> {@link perigee.record.CompileRecord}. There is a class for each group of types, {@code RequestFormat},
 * {@code FactsFormat}, {@code ResultFormat}, {@code CodeFormat}, {@code StateFormat}, in which a type's writer and its reader
 * stand one below the other. A writer takes a value apart by a record pattern, and a reader calls the constructor: a type that
 * gains a component makes both fail to compile. Constants of enums are written by name.
 *
 * <p><b>Invariants.</b> Equal values give equal bytes, so results are compared as bytes. Addresses are numbers. What has been
 * changed on its way is refused by its checksum; what is refused is a {@link perigee.record.MalformedRecordException}. A
 * result is read only together with its request, which has the functions that its frame states mean.
 *
 * <p>{@link perigee.record.CompileRecord#VERSION} counts up when the form changes, or the meaning of what is in it: feedback
 * words, numbers of shapes. Bytecode has its own version.
 */
package perigee.record;
