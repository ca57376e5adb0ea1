/**
 * Random Lua programs, run under the reference and under every tier: whatever differs is a defect of one of them.
 *
 * <pre>
 * seed -> {@link perigee.fuzz.Generator}: rules of the {@link perigee.fuzz.Grammar} -> text
 *      -> {@link perigee.fuzz.Engine}s: the reference, then Perigee by {@link perigee.fuzz.Mode}
 *      -> {@link perigee.fuzz.Outcome}s, one each
 *      -> {@link perigee.fuzz.Campaign}: a difference -> {@link perigee.fuzz.Reducer} -> a small program
 * </pre>
 *
 * <p>What is generated is data: the resources of this package are rules made of Lua text with holes, a family of idioms
 * a file. They keep three promises. Programs end, since every loop has a bound that nothing in it changes, functions call
 * functions that are older (or themselves, with a bound), and metamethods and methods compute with numbers only. They
 * print nothing that an implementation may choose: no addresses, no order of traversal, no sign of a NaN, no border of an
 * array with holes, no digits of a power. And most of what they do is well typed, so that they run for long; types change on
 * purpose, late and seldom. A program is laid out with one statement a line, blocks indented, and that is all that the
 * reducer knows of Lua: it works as well on programs of other origin.
 *
 * <p>The command is {@code vm/fuzz}; its options say how to print the program of a seed, and how to reduce a file. To have
 * another idiom generated, add a rule; to have another way of running Perigee tried, add a {@link perigee.fuzz.Mode}. With
 * {@code --modes=/path/to/lua} the reference is compared with another Lua, which tells whether a rule keeps the promises.
 */
package perigee.fuzz;
