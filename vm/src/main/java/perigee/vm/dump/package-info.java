/**
 * What {@code --dump} prints: the stages of a program on its way, each named as far as its names are known.
 *
 * <p><b>In:</b> a stage's result, as the stage itself returns it. <b>Out:</b> text. Nothing here changes what it prints,
 * and nothing of a program's run depends on it.
 */
package perigee.vm.dump;
