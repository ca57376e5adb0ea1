/**
 * Lua values as NaN-boxed words ({@link perigee.value.Word}), their types, and Lua's arithmetic on unboxed numbers.
 *
 * <p>Integers have 50 bits in a word, which is what two tag values beyond the floats leave. Larger ones are boxed on the
 * heap; only {@code LuaState.integer} makes boxes and only {@code LuaState.toLong} opens them.
 *
 * <p>Two departures from the first design: integers are biased instead of tagged by an or (one addition adds an immediate
 * to an integer in place, and two are tested by one {@code and} and one shift), and floats are offset by 2^49 so that the
 * test for an object, {@code word - 8 >>> 48 == 0}, is false for {@code 0.0}.
 */
package perigee.value;
