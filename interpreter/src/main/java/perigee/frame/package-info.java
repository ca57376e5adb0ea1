/**
 * The words of a frame's header. {@code perigee.layout.StackLayout} has the picture of the stack;
 * {@link perigee.frame.Link} is the word that ties a frame to its caller.
 */
package perigee.frame;
