package perigee.vm.repl;

/** Where the prompt reads from. */
interface LineSource extends AutoCloseable {
    /**
     * Prompts for a command or a chunk, which may take several lines.
     *
     * @return null at the end of the input; an empty text when what was typed is to be forgotten
     */
    String read();

    /** How text is shown. */
    Palette palette();

    /** Characters of a line. */
    int width();

    @Override
    void close();
}
