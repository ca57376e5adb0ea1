/**
 * The text of numbers: from bytes to a Lua number and back, to the last digit as the C library does it.
 *
 * <p><b>In:</b> bytes of a numeral (source text, a string to be coerced, {@code tonumber}), or a {@code long} or
 * {@code double} with a conversion specification. <b>Out:</b> a kind and a value in a
 * {@link perigee.number.NumberParser}, or bytes appended to a {@link perigee.number.ByteBuilder}. The package knows
 * nothing of the rest of Perigee, allocates nothing on the common paths, never touches the guest heap, raises no Lua
 * error and depends on no locale: the radix mark is always a dot.
 *
 * <pre>
 *   numeral --NumberParser--+-- integer ----------------------------------------> long
 *                           +-- hexadecimal float --------------- Binary64 -----> double
 *                           +-- decimal digits --DecimalReader--- Binary64 -----> double
 *                                                     |
 *                                               PowersOfTen (128-bit)
 *                                                     |
 *   double --FloatPrinter (%e %f %g)-------------DecimalDigits---> digits --+
 *   double --HexFloatPrinter (%a)-------------------------------------------+--> ByteBuilder
 *   long   --DecimalText----------------------------------------------------+
 *             ^ called by NumberFormatter (tostring, %q) and Printf (string.format)
 * </pre>
 *
 * <p><b>How exactness is kept cheap.</b> Both directions between binary and decimal multiply a 64-bit significand by
 * a power of ten that is known to 128 bits, and round the product. The table's error is bounded, so the true value
 * lies between two known numbers. Rounding is monotone: when both ends round to the same result, that result is the
 * right one. When they do not (an exact tie, or something within about 2^-60 of one), arbitrary precision decides:
 * {@code BigDecimal} when printing, {@code Double.parseDouble} of a cleaned text when reading. The powers from 10^0
 * to 10^55 are exact in the table, and so decide ties too.
 *
 * <p><b>Invariants.</b> There is no mutable static state: a {@code NumberParser}, {@code PrintfSpec} or
 * {@code ByteBuilder} belongs to one user at a time, everything else is pure functions over immutable tables.
 * Reading what {@code %.17g} or {@code %a} printed gives the same bits.
 */
package perigee.number;
