/**
 * Strings and tables, raw: no metamethods, no calls, no collections.
 *
 * <p>A table has three parts. Its <em>shape</em> says which string keys it has and in which slots; the array part holds
 * integer keys from 0 on; the hash part holds the rest. The shape also names a <em>behaviour</em>: the identities of the
 * metamethods in its metatable. So one compare of shapes tells an inline cache where a field is and that no metamethod
 * interferes, also when each object has a metatable of its own. Where many metatables with the same fields have nothing else in
 * common, the behaviour names the slots of their metamethods instead: see {@link perigee.object.Behaviour}. (Measured: a class that is
 * made anew in each run of its program is used 18 times faster than with behaviours that name identities only, of which there
 * were ever new ones, or with none at all.)
 *
 * <p>A field that is assigned nil by a constant key is added to the shape like any other, unless the access is megamorphic, so that all objects of a constructor that
 * names it have one shape; for a program it is absent, as a field that has become nil is. (Measured: a red-black tree whose
 * constructor says {@code left = nil} ran 2.6 times as fast.)
 *
 * <pre>
 *   RECORD shape      shared; adding a key is a transition to a child shape
 *   CELLS shape       of one table (globals, modules, classes): each field is a cell that never moves, and the cell knows
 *                     whether it was assigned more than once
 *   DICTIONARY shape  no slots: string keys are in the hash part
 * </pre>
 *
 * <p>What caches rely on can only become false, and then says so: {@link perigee.object.Shape#absence} when a key is
 * added to a module-like table or its metatable changes, {@link perigee.object.Shapes#setRetirementListener} when a
 * metamethod is written into a metatable in use, and {@link perigee.object.Shapes#isStale} of the shapes that said otherwise.
 */
package perigee.object;
