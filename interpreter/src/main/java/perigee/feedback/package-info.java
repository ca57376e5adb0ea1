/**
 * What the interpreter and the baseline code observe, kept beside the instructions in guest memory, and the inline caches
 * of field accesses.
 *
 * <p>{@link perigee.feedback.Feedback} has the picture of the words. Whoever executes an instruction notes the same in
 * either tier; a compiler reads a word by the record of its kind: {@link perigee.feedback.ArithmeticFeedback},
 * {@link perigee.feedback.BranchFeedback}, {@link perigee.feedback.CallFeedback}, {@link perigee.feedback.IndexFeedback}. The
 * entries of a field access are had from {@code perigee.interp.FieldAccess.known}, whatever tier has learnt them. Functions
 * are known by number ({@link perigee.feedback.CallTarget}), so that feedback keeps nothing alive and nothing in it moves.
 *
 * <p>A field access is looked up once by {@link perigee.feedback.FieldCacheBuilder} and becomes an entry: a receiver
 * shape, and where the field of such receivers is. The feedback word holds the commonest kind of entry by itself; further
 * ones go to a {@link perigee.feedback.FieldCache}, which stays when there are more shapes than it has room for: the usual ones
 * are mostly among them. An entry may say that a function serves the field, the receiver's or that of a table along
 * {@code __index}; what there is instead where the own field is nil; or which tables are asked in the receiver's place,
 * each an entry in turn, its shape to be compared, when the behaviour tells the place of {@code __index} only. The
 * interpreter evaluates entries; the compilers translate them.
 *
 * <p>An access by a computed key has a {@link perigee.feedback.KeyedCache} of such entries, by key, when keys are strings: what it
 * is worth is seen when a function is inlined where the key is a constant, as {@code __index} functions are, or when there are a
 * few keys, which compiled code tells apart.
 *
 * <p>When a behaviour is retired, what knows its shapes is forgotten, and nothing else. A site that was megamorphic and has lost
 * most of what it knew learns again; so does one for which optimised code failed, the first time.
 */
package perigee.feedback;
